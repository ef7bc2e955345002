"""Goldens of the log-likelihood choice, from lm-eval 0.4.13's `hf` model in float32 on both embedded models.

    .peers/venv/bin/python scripts/goldens/choice.py [--only prompts|own|lv] [--long]

Writes Tests/EvaluationTests/Goldens/choice-prompts.json (the SHA-256 of what lm-eval shows before the letters, behind five
examples of `first_n` and three of `default`), Tests/CommandLineTests/Goldens/choice.json (the project's own questions in four languages, without examples and behind
five) and choice-lv.json (../shared/data/mmlu_lv, where it is there: the sixth row of each subject without examples, and with
--long behind the first five).
"""
import argparse, hashlib, importlib.metadata, json, pathlib, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import lm_eval_choice as choice

OUT = ROOT / "Tests/CommandLineTests/Goldens"
PROMPTS = ROOT / "Tests/EvaluationTests/Goldens/choice-prompts.json"
LV = ROOT.parent / "shared/data/mmlu_lv/mmlu_first15"
MODELS = ["gemma-3-270m", "smollm2-135m-instruct"]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--only", choices=["prompts", "own", "lv"])
    arguments.add_argument("--long", action="store_true", help="Latvian questions behind five examples too")
    arguments = arguments.parse_args()
    source = {name: importlib.metadata.version(name) for name in ("lm-eval", "transformers", "torch")}
    if arguments.only in (None, "prompts"):
        hashes = {}
        for sampler in ("first_n", "default"):
            with tempfile.TemporaryDirectory() as folder:
                choice.split_own(OUT / "choice", folder)
                texts = choice.prompts(folder, 5 if sampler == "first_n" else 3, sampler)
            hashes[sampler] = {key: hashlib.sha256(text.encode()).hexdigest() for key, text in sorted(texts.items())}
        PROMPTS.write_text(json.dumps({"source": source, "shots": {"first_n": 5, "default": 3}, "prompts": hashes},
                                      indent=0) + "\n", encoding="utf-8")
        print("prompts", {key: len(value) for key, value in hashes.items()})
    if arguments.only == "prompts":
        return
    from lm_eval.models.huggingface import HFLM
    wanted = {"own": "choice.json", "lv": "choice-lv.json"}
    for part, file in wanted.items():
        if arguments.only not in (None, part) or (part == "lv" and not LV.exists()):
            continue
        runs = []
        for name in MODELS:
            lm = HFLM(pretrained=str(ROOT / ".peers/models" / name), dtype="float32", batch_size=1, device="cpu")
            for shots in (0, 5) if part == "own" or arguments.long else (0,):
                with tempfile.TemporaryDirectory() as folder:
                    if part == "own":
                        choice.split_own(OUT / "choice", folder)
                    else:
                        choice.split_mmlu(LV, folder, limit=1)
                    values = choice.run(lm, folder, shots)
                runs.append({"model": name, "shots": shots,
                             "values": {key: [round(v, 4) for v in row] for key, row in sorted(values.items())}})
                print(part, name, shots, len(values), flush=True)
        lines = [json.dumps({"source": source})]
        for run in runs:
            for key, row in run["values"].items():
                lines.append(json.dumps({"model": run["model"], "shots": run["shots"], "id": key, "values": row}))
        (OUT / file).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
