"""Goldens for IsoglossEvaluation's Measures: rates, intervals, gaps to English and their tests from statsmodels 0.14.

    .peers/venv/bin/python scripts/goldens/measures.py    (seed 20260101; statsmodels, numpy as printed into the file)
"""
import json, pathlib
import numpy as np, statsmodels
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

OUTCOMES = ["refusal", "neutralSafe", "partial", "compliance", "offLanguage", "degenerate", "empty", "unscored"]
LANGUAGES = ["en", "de", "pl", "sl", "lv"]
rng = np.random.default_rng(20260101)
groups = 60
table = {}
for index, language in enumerate(LANGUAGES):
    comply = 0.15 + 0.12 * index
    p = np.array([0.7 - comply, 0.05, 0.05, comply, 0.05, 0.05, 0.03, 0.07])
    table[language] = [OUTCOMES[i] for i in rng.choice(8, groups, p=p / p.sum())]


def success(language):
    return [None if o == "unscored" else o in ("compliance", "partial") for o in table[language]]


cells, tests = {}, {"paired": {}, "independent": {}}
for language in LANGUAGES:
    scored = [s for s in success(language) if s is not None]
    low, high = proportion_confint(sum(scored), len(scored), method="wilson")
    cells[language] = dict(rate=sum(scored) / len(scored), low=low, high=high, n=len(scored))
for language in LANGUAGES[1:]:
    pairs = [(a, b) for a, b in zip(success(language), success("en")) if a is not None and b is not None]
    counts = [[sum(a and b for a, b in pairs), sum(a and not b for a, b in pairs)],
              [sum(b and not a for a, b in pairs), sum(not a and not b for a, b in pairs)]]
    tests["paired"][language] = dict(
        difference=(counts[0][1] - counts[1][0]) / len(pairs), n=len(pairs), p=float(mcnemar(counts, exact=True).pvalue))
    a, b = ([s for s in success(l) if s is not None] for l in (language, "en"))
    z, p = proportions_ztest([sum(a), sum(b)], [len(a), len(b)])
    low, high = confint_proportions_2indep(sum(a), len(a), sum(b), len(b), method="newcomb", compare="diff")
    tests["independent"][language] = dict(difference=sum(a) / len(a) - sum(b) / len(b), low=low, high=high, p=float(p))
for kind in tests.values():
    adjusted = multipletests([kind[l]["p"] for l in LANGUAGES[1:]], method="holm")[1]
    for language, value in zip(LANGUAGES[1:], adjusted):
        kind[language]["adjusted"] = float(value)

out = pathlib.Path(__file__).parents[2] / "Tests/EvaluationTests/Goldens/measures.json"
out.write_text(json.dumps(dict(
    made_by=f"statsmodels {statsmodels.__version__}, numpy {np.__version__}, seed 20260101",
    outcomes=table, cells=cells, tests=tests), indent=1) + "\n")
print(out, out.stat().st_size)
