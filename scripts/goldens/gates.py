#!/usr/bin/env python3
"""Goldens of gates, from scipy: exact limits, thresholds in counts, and power of independent languages in closed form.

    .peers/venv/bin/python scripts/goldens/gates.py

Writes Tests/StatisticsTests/Goldens/gates.json.
"""

import importlib.metadata
import json
import pathlib

from scipy import stats

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/StatisticsTests/Goldens/gates.json"


def limits(x, n, side, confidence, family):
    alpha = 1 - confidence
    passing, failing = alpha / 2, alpha / 2 / family
    lower_tail, upper_tail = (failing, passing) if side == "ceiling" else (passing, failing)
    lower = 0.0 if x == 0 else stats.beta.ppf(lower_tail, x, n - x + 1)
    upper = 1.0 if x == n else stats.beta.isf(upper_tail, x + 1, n - x)
    return float(lower), float(upper)


def decide(x, n, limit, side, confidence, family):
    lower, upper = limits(x, n, side, confidence, family)
    if side == "ceiling":
        return "passed" if upper <= limit else "failed" if lower > limit else "inconclusive"
    return "passed" if lower >= limit else "failed" if upper < limit else "inconclusive"


def row(x, n, limit, side, confidence, family):
    lower, upper = limits(x, n, side, confidence, family)
    decisions = [decide(k, n, limit, side, confidence, family) for k in range(n + 1)]
    passing = [k for k, d in enumerate(decisions) if d == "passed"]
    failing = [k for k, d in enumerate(decisions) if d == "failed"]
    best, worst = (max, min) if side == "ceiling" else (min, max)
    return {
        "successes": x, "trials": n, "limit": limit, "side": side, "confidence": confidence, "family": family,
        "lower": lower, "upper": upper, "decision": decisions[x],
        "passing": best(passing, default=None), "failing": worst(failing, default=None),
    }


def power(rates, limit, n):
    """Every language passes; and one or more fail."""
    decisions = [decide(k, n, limit, "ceiling", 0.95, len(rates)) for k in range(n + 1)]
    passed, none_failed = 1.0, 1.0
    for rate in rates:
        mass = stats.binom.pmf(range(n + 1), n, rate)
        passed *= sum(m for m, d in zip(mass, decisions) if d == "passed")
        none_failed *= 1 - sum(m for m, d in zip(mass, decisions) if d == "failed")
    return {"rates": rates, "limit": limit, "prompts": n, "passed": float(passed), "failed": float(1 - none_failed)}


def main():
    bounds = [
        row(x, n, limit, side, confidence, family)
        for side in ("ceiling", "floor")
        for limit in (0.0, 0.06, 0.3, 0.8, 1.0)
        for n, counts in ((1, (0, 1)), (5, (0, 3)), (28, (0, 2, 14, 27)), (112, (5, 60, 112)))
        for x in counts
        for confidence, family in ((0.95, 1), (0.95, 12), (0.9, 3))
    ]
    cases = [
        power([0.1] * 12, 0.3, 112), power([0.1] * 11 + [0.6], 0.3, 60), power([0.2] * 4, 0.3, 200),
        power([0.05, 0.1, 0.5], 0.25, 28),
    ]
    OUT.write_text(
        json.dumps({"scipy": importlib.metadata.version("scipy"), "bounds": bounds, "power": cases}, indent=1) + "\n")
    print(f"{OUT.relative_to(ROOT)}: {len(bounds)} limits, {len(cases)} powers")


if __name__ == "__main__":
    main()
