#!/usr/bin/env python3
"""Goldens of means over units crossed with replicates, from scipy and statsmodels.

    .peers/venv/bin/python scripts/goldens/crossed.py

Writes Tests/StatisticsTests/Goldens/crossed.json. Quantiles of Student's t are scipy's. Mean squares are those of
statsmodels' analysis of variance (type 2, no interaction); standard error, degrees of freedom and smallest detectable
difference follow from them by the formulas that CrossedMean states. Resampled quantiles are numpy's, of positions that the
port of xoshiro256** in stats.py draws, so that they compare bit by bit. Data come from random.Random(20261127).
"""
import importlib.metadata
import json
import pathlib
import random

import numpy as np
import pandas
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy import stats as distributions

import stats as xoshiro

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/StatisticsTests/Goldens/crossed.json"
draw = random.Random(20261127)


def table(units, replicates, of_unit, of_replicate, of_rest):
    rows = [draw.gauss(0, of_unit) for _ in range(units)]
    columns = [draw.gauss(0, of_replicate) for _ in range(replicates)]
    return [[round(1 + a + b + draw.gauss(0, of_rest), 6) for b in columns] for a in rows]


def mean(values):
    n, r = len(values), len(values[0])
    frame = pandas.DataFrame(
        [(str(i), str(j), x) for i, row in enumerate(values) for j, x in enumerate(row)], columns=["u", "r", "x"])
    anova = sm.stats.anova_lm(smf.ols("x ~ C(u) + C(r)", frame).fit(), typ=2)
    square = {key: anova.loc[key, "sum_sq"] / anova.loc[key, "df"] for key in ("C(u)", "C(r)", "Residual")}
    freedom = {key: anova.loc[key, "df"] for key in square}
    unit = max(0.0, (square["C(u)"] - square["Residual"]) / r)
    replicate = max(0.0, (square["C(r)"] - square["Residual"]) / n)
    # A variance that is 0 leaves its mean square out; where only one is left, the residual's cancels as well.
    kept = {key: 1 for key, part in (("C(u)", unit), ("C(r)", replicate)) if part > 0}
    if len(kept) == 2:
        kept["Residual"] = -1
    kept = kept or {"Residual": 1}
    total = sum(sign * square[key] for key, sign in kept.items())
    degrees = total**2 / sum(square[key] ** 2 / freedom[key] for key in kept)
    error = (total / (n * r)) ** 0.5
    t = distributions.t(degrees)
    return {
        "table": values, "mean": float(frame.x.mean()), "error": float(error), "degrees": float(degrees),
        "p": float(2 * t.sf(abs(frame.x.mean() / error))),
        "detectable": float((t.ppf(0.975) + t.ppf(0.8)) * 2**0.5 * error),
    }


def resampled(values, seed, resamples):
    generator = xoshiro.Xoshiro(seed)
    data = np.array(values)
    found = []
    for _ in range(resamples):
        rows = [generator.below(data.shape[0]) for _ in range(data.shape[0])]
        columns = [generator.below(data.shape[1]) for _ in range(data.shape[1])]
        found.append(data[np.ix_(rows, columns)].mean())
    low, high = np.quantile(found, [0.025, 0.975])
    return {"table": values, "seed": seed, "resamples": resamples, "lower": float(low), "upper": float(high)}


def main():
    quantiles = [
        [df, p, float(distributions.t.ppf(p, df))]
        for df in (0.7, 1, 2, 2.4, 5, 17.3, 59, 118, 4000) for p in (1e-9, 0.025, 0.2, 0.45, 0.5, 0.6, 0.8, 0.975, 0.9999)]
    shapes = [(20, 3, 2, 1, 1), (60, 3, 3, 0.3, 2), (12, 4, 0, 2, 1), (12, 4, 1, 0, 3), (15, 2, 0, 0, 1), (6, 6, 0, 0, 2)]
    out = {
        "versions": {name: importlib.metadata.version(name) for name in ("scipy", "statsmodels", "numpy")},
        "quantiles": quantiles, "means": [mean(table(*shape)) for shape in shapes],
        "resampled": [resampled(table(7, 3, 2, 1, 1), 5, 400), resampled(table(10, 1, 1, 0, 1), 6, 400)],
    }
    OUT.write_text(json.dumps(out, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
