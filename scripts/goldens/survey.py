#!/usr/bin/env python3
"""Goldens of agreement between annotators of papers, from scikit-learn.

    .peers/venv/bin/python scripts/goldens/survey.py

Writes Tests/SurveyTests/Goldens/agreement.json. Data come from random.Random(20250524): four pairs of annotators, twenty
papers each, as in Yong et al. 2025.
"""

import json
import pathlib
import random

from sklearn.metrics import cohen_kappa_score, jaccard_score
from sklearn.preprocessing import MultiLabelBinarizer

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/SurveyTests/Goldens/agreement.json"
CHOICES = {
    "topic": ["jailbreak", "toxicity", "bias", "alignment", "privacy"],
    "explicit": ["yes", "no"],
    "kind": ["english-only", "multilingual", "non-english-standalone"],
    "herd": ["1", "2", "12", "unknown"],
}
CODES = ["de", "en", "fr", "hi", "lv", "sw", "zh"]


def kappa(rows):
    return float(cohen_kappa_score([a for a, _ in rows], [b for _, b in rows]))


def jaccard(rows):
    sets = [[set() if text == "none" else set(text.split()) for text in row] for row in rows]
    binary = MultiLabelBinarizer(classes=CODES).fit([])
    first, second = (binary.transform([row[side] for row in sets]) for side in (0, 1))
    return float(jaccard_score(first, second, average="samples", zero_division=1.0))


def main():
    rng = random.Random(20250524)
    pairs = []
    for names in [("a", "b"), ("c", "d"), ("e", "f"), ("g", "h")]:
        answers = {}
        for question, choices in CHOICES.items():
            rows = []
            for _ in range(20):
                first = rng.choice(choices)
                rows.append([first, first if rng.random() < 0.8 else rng.choice(choices)])
            answers[question] = rows
        rows = []
        for _ in range(20):
            first = set(rng.sample(CODES, rng.randrange(4)))
            second = {code for code in first if rng.random() < 0.85} | ({rng.choice(CODES)} if rng.random() < 0.2 else set())
            rows.append([" ".join(sorted(codes)) or "none" for codes in (first, second)])
        answers["languages"] = rows
        pairs.append({
            "names": list(names), "answers": answers,
            "kappa": {question: kappa(answers[question]) for question in CHOICES}, "jaccard": jaccard(answers["languages"]),
        })
    pooled = {name: [row for pair in pairs for row in pair["answers"][name]] for name in [*CHOICES, "languages"]}
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({
        "pairs": pairs, "pooledKappa": {question: kappa(pooled[question]) for question in CHOICES},
        "pooledJaccard": jaccard(pooled["languages"]),
    }, indent=1) + "\n")


if __name__ == "__main__":
    main()
