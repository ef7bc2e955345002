"""Time lm-eval's `hf` model on questions in Global-MMLU's shape: mmlu_peer.py MODEL FOLDER SHOTS BATCH DTYPE [OUT]

FOLDER is as lm_eval_choice.tasks reads it. Only `loglikelihood` is timed, tokenising included: loading and the building of
prompts are not. Prints seconds and peak memory, and writes the choices to OUT.
"""
import json, pathlib, resource, sys, time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import lm_eval_choice as choice
from lm_eval.models.huggingface import HFLM

model, folder, shots, batch, dtype = sys.argv[1:6]
lm = HFLM(pretrained=model, dtype=dtype, batch_size=int(batch), device="cpu")
spent = []
whole = lm.loglikelihood


def timed(requests, **kwargs):
    start = time.perf_counter()
    result = whole(requests, **kwargs)
    spent.append(time.perf_counter() - start)
    return result


lm.loglikelihood = timed
values = choice.run(lm, folder, int(shots))
if len(sys.argv) > 6:
    pathlib.Path(sys.argv[6]).write_text(json.dumps({key: row.index(max(row)) for key, row in values.items()}))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
print(f"lm-eval {len(values)} questions in {sum(spent):.3f} s, peak RSS {peak:.2f} GB")
