"""Goldens of bits per byte, from transformers in float32 on both embedded models.

    .peers/venv/bin/python scripts/goldens/bits.py

Reads sentences of scripts/goldens/models.py (the same sentence in twelve languages, written here); each is scored by itself
after the start token, as lm-evaluation-harness's rolling log-likelihood does. Writes
Tests/CommandLineTests/Goldens/bits.json: natural-log likelihood and bytes of each line.
"""
import json, os, pathlib, sys

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/CommandLineTests/Goldens/bits.json"
LANGUAGES = ["en", "de", "it", "fr", "es", "pt", "pl", "cs", "sk", "sl", "lt", "lv"]


def main():
    sys.path.insert(0, str(ROOT / "scripts/goldens"))
    from models import TEXTS, QUESTIONS
    first = {}
    for language, text in TEXTS:
        first.setdefault(language, text)
    lines = {language: [first[language], *QUESTIONS[language]] for language in LANGUAGES}
    models = {}
    for name in ("gemma-3-270m", "smollm2-135m-instruct"):
        folder = ROOT / ".peers/models" / name
        tokenizer = AutoTokenizer.from_pretrained(folder)
        model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
        start = tokenizer.bos_token_id if tokenizer.bos_token_id is not None else tokenizer.eos_token_id
        values = {}
        with torch.inference_mode():
            for language, texts in lines.items():
                values[language] = []
                for text in texts:
                    ids = torch.tensor([[start, *tokenizer.encode(text, add_special_tokens=False)]])
                    scores = torch.log_softmax(model(ids).logits[0, :-1].double(), -1)
                    values[language].append(round(float(scores.gather(1, ids[0, 1:, None]).sum()), 5))
        models[name] = values
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(
        {"source": f"transformers {transformers.__version__}, torch {torch.__version__}", "lines": lines, "models": models},
        ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
