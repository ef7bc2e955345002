#!/usr/bin/env python3
"""Goldens of sentence BLEU, from sacrebleu 2.6.0.

    .peers/venv/bin/pip install sacrebleu==2.6.0
    .peers/venv/bin/python scripts/goldens/bleu.py

Writes Tests/DatasetsTests/Goldens/bleu.json: hand-made edges, then pairs of prompts of isogloss-12 (the same request in one
language with words dropped, doubled and swapped, and unrelated requests). Draws come from random.Random(20240226).
"""

import json
import pathlib
import random

import sacrebleu
from sacrebleu.metrics import BLEU

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/DatasetsTests/Goldens/bleu.json"

EDGES = [
    ("", ""), ("", "a"), ("a", ""), ("a", "a"), ("a", "b"), ("a b", "b a"), ("a b c d", "a b c d"),
    ("the the the the", "the cat"), ("It costs 3.50, or 1,000-2,000.", "It costs 3,50 or 1.000 - 2.000!"),
    ("\"Don't\" &amp; <b>can't</b> [x]{y}", "Don't & can't"), ("a..b,,c", "a . . b , , c"), ("no-\nbreak", "nobreak"),
    ("  spaces\t\u00a0here  ", "spaces here"), ("ends. \n", "ends."), ("e.g. 5-6", "e.g. 5 - 6"), ("x" * 5, "x" * 5),
    ("Zażółć gęślą jaźń.", "Zażółć gęślą jaźń"), ("नमस्ते दुनिया।", "नमस्ते, दुनिया।"), ("これはペンです。", "これは本です。"),
]


def main():
    rng = random.Random(20240226)
    pairs = list(EDGES)
    for language in ["en", "pl", "lv", "sk", "pt"]:
        rows = (ROOT / f"data/suites/isogloss-12/{language}.jsonl").read_text(encoding="utf-8").splitlines()
        texts = [json.loads(row)["text"] for row in rows]
        for text in rng.sample(texts, 12):
            words = text.split()
            for _ in range(rng.randrange(6)):
                place = rng.randrange(len(words))
                kind = rng.randrange(3)
                if kind == 0 and len(words) > 1:
                    words.pop(place)
                elif kind == 1:
                    words.insert(place, rng.choice(words))
                else:
                    other = rng.randrange(len(words))
                    words[place], words[other] = words[other], words[place]
            pairs.append((" ".join(words), text))
            pairs.append((rng.choice(texts), text))
    rows = []
    for tokens in ["13a", "char"]:
        metric = BLEU(smooth_method="exp", effective_order=True, tokenize=tokens)
        for text, reference in pairs:
            score = metric.sentence_score(text, [reference]).score / 100
            rows.append({"tokens": tokens, "text": text, "reference": reference, "score": score})
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(
        json.dumps({"source": f"sacrebleu {sacrebleu.__version__}", "rows": rows}, ensure_ascii=False, indent=0) + "\n",
        encoding="utf-8")


main()
