"""Time transformers' batched greedy generate where every prompt has a number of new tokens of its own.

    hf_mixed.py MODEL_DIR PROMPTS --batch 16 --dtype bfloat16 [--new 64]

A line is `NUMBER<tab>PROMPT`, or a prompt alone, which gets --new tokens. A row that has its number is finished, as if it
had met an end token; a batch ends when all its rows are. Only the asked-for tokens are counted.
"""
import argparse, os, time
os.environ["HF_HUB_OFFLINE"] = "1"
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, StoppingCriteria, StoppingCriteriaList

a = argparse.ArgumentParser()
a.add_argument("model")
a.add_argument("prompts")
a.add_argument("--batch", type=int, default=16)
a.add_argument("--new", type=int, default=64)
a.add_argument("--dtype", default="bfloat16")
a = a.parse_args()
tokenizer = AutoTokenizer.from_pretrained(a.model, padding_side="left")
model = AutoModelForCausalLM.from_pretrained(a.model, dtype=getattr(torch, a.dtype))
model.generation_config.eos_token_id = None


class Limits(StoppingCriteria):
    def __init__(self, limits, start):
        self.limits, self.start = torch.tensor(limits), start

    def __call__(self, ids, scores, **kwargs):
        return ids.shape[1] - self.start >= self.limits


work = []
for line in open(a.prompts, encoding="utf-8"):
    head, tab, rest = line.rstrip("\n").partition("\t")
    limit, text = (int(head), rest) if tab else (a.new, head)
    work.append((text.replace("\\n", "\n"), limit))
work.sort(key=lambda item: len(item[0]))
start = time.time()
with torch.inference_mode():
    for i in range(0, len(work), a.batch):
        texts, limits = zip(*work[i:i + a.batch])
        batch = tokenizer(list(texts), return_tensors="pt", padding=True, add_special_tokens=False)
        stop = StoppingCriteriaList([Limits(limits, batch["input_ids"].shape[1])])
        model.generate(**batch, max_new_tokens=max(limits), do_sample=False, stopping_criteria=stop)
wall = time.time() - start
made = sum(limit for _, limit in work)
print(f"transformers {a.model} {a.dtype} batch {a.batch}: {len(work)} prompts, {made} new tokens in {wall:.1f} s, "
      f"{made / wall:.1f} tokens/s")
