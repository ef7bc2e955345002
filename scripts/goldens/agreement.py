#!/usr/bin/env python3
"""Goldens of agreement, Cochran's Q and corrected rates, from scikit-learn, krippendorff, statsmodels, ppi-python, scipy.

    .peers/venv/bin/pip install ppi-python==0.2.3
    .peers/venv/bin/python scripts/goldens/agreement.py

Writes Tests/StatisticsTests/Goldens/agreement.json. Data come from random.Random(20250524).
"""

import importlib.metadata
import json
import math
import pathlib
import random
import warnings

import krippendorff
import numpy as np
from ppi_py import ppi_mean_pointestimate
from scipy.optimize import minimize
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.contingency_tables import cochrans_q
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/StatisticsTests/Goldens/agreement.json"


def plain(value):
    value = float(value)
    assert math.isfinite(value), value
    return value


def agreement(rng):
    """Labels of several judges; Randolph's kappa of statsmodels is the prevalence-adjusted one for any number."""
    rows = []
    for items, judges, labels, gaps, noise in [
        (6, 2, 2, 0.0, 0.3), (112, 2, 2, 0.0, 0.1), (80, 2, 7, 0.0, 0.4), (60, 3, 2, 0.0, 0.2), (60, 4, 3, 0.3, 0.3),
        (40, 2, 2, 0.25, 0.5),
    ]:
        truth = [rng.randrange(labels) if rng.random() < 0.5 else 0 for _ in range(items)]
        data = [[
            None if rng.random() < gaps else t if rng.random() > noise else rng.randrange(labels)
            for _ in range(judges)] for t in truth]
        usable = [row for row in data if sum(cell is not None for cell in row) >= 2]
        matrix = np.array([[np.nan if c is None else c for c in row] for row in data], dtype=float).T
        row = {
            "data": data, "categories": labels, "items": len(usable),
            "alpha": plain(krippendorff.alpha(matrix, level_of_measurement="nominal", value_domain=list(range(labels)))),
            "raw": plain(np.mean([
                np.mean([a == b for i, a in enumerate(given) for b in given[:i]])
                for given in ([c for c in r if c is not None] for r in usable)]))}
        if all(None not in r for r in usable):
            table, _ = aggregate_raters(np.array(usable), n_cat=labels)
            row["pabak"] = plain(fleiss_kappa(table, method="randolph"))
        if judges == 2:
            row["kappa"] = plain(cohen_kappa_score([r[0] for r in usable], [r[1] for r in usable]))
        rows.append(row)
    return rows


def cochran(rng):
    rows = []
    for items, rates in [(5, [0.3, 0.7]), (24, [0.1, 0.1, 0.3, 0.5]), (60, [0.2] * 12), (100, [0.0, 0.02, 0.0, 0.1])]:
        data = [[int(rng.random() < rate) for rate in rates] for _ in range(items)]
        found = cochrans_q(np.array(data))
        rows.append({"data": data, "statistic": plain(found.statistic), "pValue": plain(found.pvalue), "degrees": found.df})
    return rows


def predictionPowered(rng):
    """The power-tuned estimate of PPI++ on a judge's readings."""
    rows = []
    for n, rest, rate, sensitivity, specificity in [
        (100, 1300, 0.1, 0.9, 0.95), (400, 1000, 0.5, 0.75, 0.85), (60, 52, 0.3, 0.8, 0.7), (40, 5000, 0.2, 0.3, 0.4)
    ]:
        y = np.array([float(rng.random() < rate) for _ in range(n)])
        judge = lambda t: float(rng.random() < (sensitivity if t else 1 - specificity))
        f = np.array([judge(t) for t in y])
        g = np.array([judge(rng.random() < rate) for _ in range(rest)])
        cells = [int(np.sum((y == a) & (f == b))) for a, b in [(1, 1), (1, 0), (0, 0), (0, 1)]]
        # The optimal λ of PPI++ (Angelopoulos, Duchi and Zrnic 2023, section 6): the package estimates var f over both
        # samples together; the paper's population value is estimated on the labelled ones here, where cov(Y, f) is.
        tuned = np.cov(y, f, bias=True)[0, 1] / (f.var() * (1 + n / rest))
        value = ppi_mean_pointestimate(y, f, g, lam=tuned)
        rows.append({
            "cells": cells, "judged": [int(g.sum()), rest], "value": plain(np.asarray(value).item()),
            "package": plain(np.asarray(ppi_mean_pointestimate(y, f, g)).item())})
    return rows


def profile(rng):
    """The best log-likelihood at a rate, by a general optimiser."""
    rows = []
    for own in [False, True]:
        for _ in range(12):
            counts = [rng.randrange(top) + 1 for top in [40, 12, 60, 9, 120, 400]]
            rate = round(rng.uniform(0.02, 0.9), 2)
            tp, fn, tn, fp, x, y = counts

            def loss(p):
                u, v = p
                q = rate * u + (1 - rate) * v
                value = (
                    tp * np.log(u) + fn * np.log(1 - u) + fp * np.log(v) + tn * np.log(1 - v) + x * np.log(q)
                    + y * np.log(1 - q))
                if own:
                    value += (tp + fn) * np.log(rate) + (tn + fp) * np.log(1 - rate)
                return -value

            found = min((
                minimize(loss, start, bounds=[(1e-9, 1 - 1e-9)] * 2, method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-9})
                for start in [(0.5, 0.5), (0.9, 0.1), (0.2, 0.3)]), key=lambda r: r.fun)
            rows.append({"counts": counts, "own": own, "rate": rate, "logLikelihood": plain(-found.fun),
                "fit": [plain(v) for v in found.x]})
    return rows


def main():
    warnings.simplefilter("ignore")
    rng = random.Random(20250524)
    golden = {
        "versions": {
            name: importlib.metadata.version(name)
            for name in ["numpy", "scipy", "statsmodels", "scikit-learn", "krippendorff", "ppi-python"]},
        "agreement": agreement(rng), "cochran": cochran(rng), "predictionPowered": predictionPowered(rng),
        "profile": profile(rng),
    }
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print(OUT.relative_to(ROOT), OUT.stat().st_size, golden["versions"])


if __name__ == "__main__":
    main()
