#!/usr/bin/env python3
"""Goldens of the logistic regression and the standardisation, from scikit-learn.

    .peers/venv/bin/python scripts/goldens/logistic.py

Writes Tests/StatisticsTests/Goldens/logistic.json. Data come from numpy's default_rng(20261126).
"""

import importlib.metadata
import json
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/StatisticsTests/Goldens/logistic.json"


def case(rng, name, rows, width, share, spread, noise, costs):
    """Rows of correlated features whose scales differ by `spread`, and labels of which `share` are positive."""
    hidden = rng.normal(size=(rows, 3))
    x = hidden @ rng.normal(size=(3, width)) + noise * rng.normal(size=(rows, width))
    x = np.round(x * np.logspace(0, spread, width) + np.arange(width), 4)
    score = hidden[:, 0] + 0.5 * rng.normal(size=rows)
    y = score > np.quantile(score, 1 - share)
    scaler = StandardScaler().fit(x)
    z = scaler.transform(x)
    fits = []
    for cost in costs:
        # `lbfgs` at its usual tolerance is off in the fourth digit.
        model = LogisticRegression(C=cost, solver="newton-cholesky", tol=1e-13, max_iter=10_000).fit(z, y)
        scores = model.decision_function(z)
        fits.append({
            "cost": cost, "weights": model.coef_[0].tolist(), "intercept": float(model.intercept_[0]),
            "area": float(roc_auc_score(y, scores)), "first": float(scores[0])})
    return {
        "name": name, "rows": x.tolist(), "positives": [bool(v) for v in y], "means": scaler.mean_.tolist(),
        "deviations": scaler.scale_.tolist(), "fits": fits}


def main():
    rng = np.random.default_rng(20261126)
    golden = {
        "versions": {name: importlib.metadata.version(name) for name in ["numpy", "scikit-learn"]},
        "cases": [
            case(rng, "plain", 80, 6, 0.5, 0, 1.0, [1e-3, 1, 100]),
            case(rng, "scales far apart", 60, 5, 0.3, 4, 0.5, [0.01, 1]),
            case(rng, "wider than long, so separable", 24, 40, 0.4, 1, 1.0, [1e-4, 0.01, 1]),
            case(rng, "few positives", 100, 4, 0.05, 1, 1.0, [0.1, 10]),
        ]}
    constant = case(rng, "a feature that never varies", 40, 3, 0.5, 0, 1.0, [])
    for row in constant["rows"]:
        row[1] = 7.25
    x, y = np.array(constant["rows"]), constant["positives"]
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=0.5, solver="newton-cholesky", tol=1e-13, max_iter=10_000).fit(scaler.transform(x), y)
    constant["means"], constant["deviations"] = scaler.mean_.tolist(), scaler.scale_.tolist()
    scores = model.decision_function(scaler.transform(x))
    constant["fits"] = [{
        "cost": 0.5, "weights": model.coef_[0].tolist(), "intercept": float(model.intercept_[0]),
        "area": float(roc_auc_score(y, scores)), "first": float(scores[0])}]
    golden["cases"].append(constant)
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print(OUT.relative_to(ROOT), OUT.stat().st_size, golden["versions"])


if __name__ == "__main__":
    main()
