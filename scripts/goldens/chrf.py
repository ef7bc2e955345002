#!/usr/bin/env python3
"""Goldens of chrF, from sacrebleu 2.6.0.

    .peers/venv/bin/pip install sacrebleu==2.6.0
    .peers/venv/bin/python scripts/goldens/chrf.py

Writes Tests/DatasetsTests/Goldens/chrf.json: hypothesis, reference and sacrebleu's sentence chrF2 (orders 1 to 6, no word
n-grams, white space left out). The texts are made up here.
"""

import json
import pathlib
import random

import sacrebleu
from sacrebleu.metrics import CHRF

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/DatasetsTests/Goldens/chrf.json"
SEED = 20261126

PAIRS = [
    ("", ""), ("", "a"), ("a", ""), ("a", "a"), ("a", "b"), ("ab", "ba"), ("abc", "abcdef"), ("abcdef", "abc"),
    (" ", "a b"), ("a b", "ab"), ("a\tb\u00a0c\u2003d\u3000e\u0085f", "abcdef"), ("a\u001cb\u001fc", "abc"),
    ("a\u200bb", "ab"), ("The cat sat on the mat.", "The cat sat on the mat."),
    ("the cat sat on the mat", "THE CAT SAT ON THE MAT"), ("The dog ate my homework", "My homework was eaten by the dog."),
    ("Jak doručit balík do Říma?", "Jak doručit balík do Prahy?"), ("Kā nosūtīt vēstuli?", "Ka nosutit vestuli?"),
    ("كيف أرسل رسالة؟", "كيف أرسل طردا؟"), ("আমি কীভাবে চিঠি পাঠাব?", "আমি চিঠি পাঠাব"), ("मैं पत्र कैसे भेजूँ?", "मैं पार्सल कैसे भेजूँ?"),
    ("e\u0301te\u0301", "été"), ("👩‍👩‍👧 family", "👩‍👩‍👧 families"), ("漢字かな交じり文", "漢字とかなの文"),
    ("aaaaaaaaaa", "aaaa"), ("aaaa", "aaaaaaaaaa"), ("x" * 300, "x" * 200 + "y" * 100), ("abcabcabc" * 20, "cbacba" * 25),
]


def made_up(rng):
    words = ["ne", "pas", "la", "ru", "šķ", "ļo", "dom", "kot", "río", "señ", "اب", "حر", "ka", "mi", "42", "7,5", "?", "…"]
    for _ in range(120):
        a = [rng.choice(words) for _ in range(rng.randint(1, 25))]
        b = [w for w in a if rng.random() > 0.25]
        for _ in range(rng.randint(0, 6)):
            b.insert(rng.randint(0, len(b)), rng.choice(words))
        yield " ".join(a), rng.choice([" ", ""]).join(b)


def main():
    metric = CHRF()
    pairs = PAIRS + list(made_up(random.Random(SEED)))
    rows = [[h, r, metric.sentence_score(h, [r]).score] for h, r in pairs]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(
        json.dumps({"source": f"sacrebleu {sacrebleu.__version__}", "signature": str(metric.get_signature()), "rows": rows},
                   ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(OUT.name, len(rows), OUT.stat().st_size)


if __name__ == "__main__":
    main()
