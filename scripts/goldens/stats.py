#!/usr/bin/env python3
"""Goldens of Statistics, from scipy, statsmodels, scikit-learn and krippendorff.

    .peers/venv/bin/python scripts/goldens/stats.py

Writes Tests/StatisticsTests/Goldens/statistics.json. Versions at writing are stored in the file. Data come from
random.Random(20240607); resamples from the port of xoshiro256** below, so that resampled numbers compare bit by bit.
(Not called statistics.py: that would hide the standard library's module from every script of this folder.)
"""

import importlib.metadata
import json
import math
import pathlib
import random
import warnings

import krippendorff
import numpy as np
from scipy import stats
from sklearn.metrics import cohen_kappa_score, roc_auc_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/StatisticsTests/Goldens/statistics.json"
MASK = (1 << 64) - 1


class Xoshiro:
    """xoshiro256** seeded by SplitMix64."""

    def __init__(self, seed=None, state=None):
        self.state = state or []
        while len(self.state) < 4:
            seed = (seed + 0x9E3779B97F4A7C15) & MASK
            z = seed
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
            self.state.append(z ^ (z >> 31))

    def next(self):
        a, b, c, d = self.state
        product = (b * 5) & MASK
        result = (((product << 7) | (product >> 57)) & MASK) * 9 & MASK
        shifted = (b << 17) & MASK
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        c ^= shifted
        d = ((d << 45) | (d >> 19)) & MASK
        self.state = [a, b, c, d]
        return result

    def below(self, count):
        return (self.next() * count) >> 64

    def unit(self):
        return (self.next() >> 11) * 2.0**-53


# The first numbers that the authors' program prints for the state 1, 2, 3, 4.
CHECK = Xoshiro(state=[1, 2, 3, 4])
assert [CHECK.next() for _ in range(4)] == [11520, 0, 1509978240, 1215971899390074240]


def plain(value):
    """Numbers as JSON has them: no NaN, no infinity."""
    value = float(value)
    assert math.isfinite(value), value
    return value


def distributions():
    rows = {"normal": [], "normalQuantile": [], "beta": [], "betaQuantile": [], "binomial": [], "chi": [], "chiQuantile": [], "t": []}
    for x in [-37.5, -20, -8.3, -5, -3, -1.96, -1, -0.3, -1e-8, 0, 0.2, 1, 2.5758, 4, 7, 15, 30]:
        rows["normal"].append([x, plain(stats.norm.cdf(x)), plain(stats.norm.sf(x))])
    for p in [1e-300, 1e-100, 1e-30, 1e-12, 1e-6, 0.001, 0.0249, 0.1, 0.3, 0.49999, 0.5001, 0.7, 0.975, 0.9999, 1 - 1e-9]:
        rows["normalQuantile"].append([p, plain(stats.norm.ppf(p))])
    shapes = [(0.5, 0.5), (1, 1), (2, 5), (0.1, 3), (30, 0.4), (1, 112), (113, 1), (28, 85), (1000, 3000), (5e4, 1e5), (3, 1e6)]
    for a, b in shapes:
        for q in [0.001, 0.2, 0.5, 0.9, 0.9999]:
            x = plain(stats.beta.ppf(q, a, b))
            rows["betaQuantile"].append([a, b, q, x])
        mean = a / (a + b)
        for x in [mean * 0.3, mean * 0.9, mean, min(0.999, mean * 1.1), min(0.9999, mean * 1.5)]:
            rows["beta"].append([a, b, x, plain(stats.beta.cdf(x, a, b)), plain(stats.beta.sf(x, a, b)), plain(stats.beta.pdf(x, a, b))])
    for n, p in [(1, 0.3), (10, 0.5), (28, 0.02), (112, 0.4), (1000, 0.999), (16800, 0.05), (1000000, 0.3)]:
        for k in sorted({0, 1, n // 10, int(n * p * 0.9), int(n * p), min(n, int(n * p * 1.1) + 1), n - 1, n}):
            values = [stats.binom.pmf(k, n, p), stats.binom.cdf(k, n, p), stats.binom.sf(k, n, p)]
            if all(value == 0 or value > 1e-290 for value in values):
                rows["binomial"].append([n, p, k, *map(plain, values)])
    for df in [0.5, 1, 2, 3, 10, 111, 5000]:
        for x in [df * 0.01, df * 0.5, df, df * 1.3, df * 3 + 4]:
            values = [stats.chi2.cdf(x, df), stats.chi2.sf(x, df)]
            if min(values) > 1e-290:
                rows["chi"].append([df, x, *map(plain, values)])
        for q in [1e-5, 0.05, 0.5, 0.95, 0.9999]:
            rows["chiQuantile"].append([df, q, plain(stats.chi2.ppf(q, df))])
    for df in [1, 2, 5, 26, 110, 3000]:
        for t in [0.01, 0.7, 1.98, 5, 12]:
            rows["t"].append([df, t, plain(2 * stats.t.sf(t, df))])
    return rows


def newcombe_paired(a, b, c, d, confidence):
    """Newcombe 1998, method 10, from the paper's formulae."""
    n = a + b + c + d
    (l1, u1), (l2, u2) = (proportion_confint(k, n, 1 - confidence, "wilson") for k in (a + b, a + c))
    p1, p2 = (a + b) / n, (a + c) / n
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if margins == 0:
        phi = 0
    else:
        numerator = a * d - b * c
        numerator = numerator - n / 2 if numerator > n / 2 else 0 if numerator >= 0 else numerator
        phi = numerator / math.sqrt(margins)
    low = math.sqrt((p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2)
    high = math.sqrt((u1 - p1) ** 2 - 2 * phi * (u1 - p1) * (p2 - l2) + (p2 - l2) ** 2)
    return p1 - p2 - low, p1 - p2 + high


def proportions():
    rows = {"intervals": [], "differences": [], "paired": []}
    for n in [1, 2, 10, 28, 112, 1400, 16800]:
        for k in sorted({0, 1, n // 20, n // 3, n // 2, n - 1, n}):
            for confidence in [0.9, 0.95, 0.999]:
                wilson = proportion_confint(k, n, 1 - confidence, "wilson")
                exact = proportion_confint(k, n, 1 - confidence, "beta")
                rows["intervals"].append([k, n, confidence, *map(plain, wilson), *map(plain, exact)])
    for a, n, b, m in [(5, 28, 9, 28), (0, 30, 4, 25), (56, 70, 48, 80), (1, 112, 0, 112), (90, 100, 10, 100), (7, 7, 5, 9)]:
        z, p = proportions_ztest([a, b], [n, m])
        low, high = confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff", alpha=0.05)
        rows["differences"].append([a, n, b, m, plain(z), plain(p), plain(low), plain(high)])
    for table in [(36, 12, 2, 0), (20, 9, 3, 40), (0, 5, 12, 11), (50, 3, 4, 55), (1, 30, 2, 79), (0, 1, 0, 27), (14, 6, 5, 87)]:
        a, b, c, d = table
        matrix = [[a, b], [c, d]]
        exact, corrected, uncorrected = (
            mcnemar(matrix, exact=True), mcnemar(matrix, exact=False, correction=True),
            mcnemar(matrix, exact=False, correction=False))
        low, high = newcombe_paired(a, b, c, d, 0.95)
        rows["paired"].append([
            a, b, c, d, plain(exact.statistic), plain(exact.pvalue), plain(corrected.statistic),
            plain(corrected.pvalue), plain(uncorrected.statistic), plain(uncorrected.pvalue), plain(low), plain(high)])
    return rows


def several_tests(rng):
    holm = []
    for size in [1, 2, 5, 12]:
        values = [round(rng.random() ** 3, 6) for _ in range(size)]
        if size == 5:
            values[3] = values[1]
        holm.append([values, [plain(v) for v in multipletests(values, method="holm")[1]]])
    permutation = []
    for size in [2, 4, 9, 12]:
        x = [round(rng.gauss(0.4, 1), 3) for _ in range(size)]
        y = [round(rng.gauss(0, 1), 3) for _ in range(size)]
        found = stats.permutation_test(
            (x, y), lambda a, b, axis: np.mean(a - b, axis=axis), permutation_type="samples", vectorized=True,
            n_resamples=np.inf)
        permutation.append([x, y, plain(found.statistic), plain(found.pvalue)])
    ones = [int(rng.random() < 0.7) for _ in range(12)]
    zeros = [int(rng.random() < 0.3) for _ in range(12)]
    found = stats.permutation_test(
        (ones, zeros), lambda a, b, axis: np.mean(a - b, axis=axis), permutation_type="samples", vectorized=True,
        n_resamples=np.inf)
    permutation.append([ones, zeros, plain(found.statistic), plain(found.pvalue)])
    return {"holm": holm, "permutation": permutation}


def agreement(rng):
    kappa = []
    for size, labels in [(5, 2), (40, 3), (200, 5)]:
        a = [rng.randrange(labels) for _ in range(size)]
        b = [x if rng.random() < 0.6 else rng.randrange(labels) for x in a]
        kappa.append([a, b, plain(cohen_kappa_score(a, b))])
    alpha = []
    for units, raters, gaps in [(6, 2, 0.0), (12, 4, 0.25), (30, 3, 0.5)]:
        truth = [rng.randrange(5) for _ in range(units)]
        data = [[
            None if rng.random() < gaps else t if rng.random() < 0.7 else rng.randrange(5) for _ in range(raters)
        ] for t in truth]
        matrix = np.array([[np.nan if cell is None else cell for cell in row] for row in data], dtype=float).T
        alpha.append([
            data, plain(krippendorff.alpha(matrix, level_of_measurement="nominal")),
            plain(krippendorff.alpha(matrix, level_of_measurement="interval"))])
    correlation = []
    for size in [3, 10, 60]:
        x = [round(rng.gauss(0, 2), 2) for _ in range(size)]
        y = [round(v * 0.5 + rng.gauss(0, 1), 1) for v in x]
        if size == 60:
            x = [round(v) for v in x]
        pearson, spearman = stats.pearsonr(x, y), stats.spearmanr(x, y)
        interval = pearson.confidence_interval(0.95) if size > 3 else None
        correlation.append([
            x, y, plain(pearson.statistic), plain(pearson.pvalue), plain(spearman.statistic), plain(spearman.pvalue),
            None if interval is None else [plain(interval.low), plain(interval.high)]])
    auc = []
    for size in [4, 30, 300]:
        labels = [index % 3 == 0 for index in range(size)]
        scores = [round(rng.gauss(0.8 if label else 0, 1), 1) for label in labels]
        auc.append([scores, labels, plain(roc_auc_score(labels, scores))])
    return {"kappa": kappa, "alpha": alpha, "correlation": correlation, "auc": auc}


def resampling(rng):
    """scipy is given the resampled means, so that only the interval is its own."""
    rows = []
    for size, seed in [(8, 1), (40, 2), (112, 3)]:
        # Multiples of 1/1024 add up without rounding, so that ties with the observed mean are exact for scipy.
        values = [round(rng.gauss(0, 1) ** 2 * 1024) / 1024 for _ in range(size)]
        if size == 112:
            values = [float(rng.random() < 0.1) for _ in range(size)]
        generator = Xoshiro(seed)
        resamples = 999
        means = np.array([
            math.fsum(values[generator.below(size)] for _ in range(size)) / size for _ in range(resamples)])
        for method in ["percentile", "bca"]:
            previous = stats._resampling.BootstrapResult(
                confidence_interval=None, bootstrap_distribution=means, standard_error=None)
            found = stats.bootstrap(
                (values,), np.mean, n_resamples=0, bootstrap_result=previous, confidence_level=0.95,
                method={"percentile": "percentile", "bca": "BCa"}[method])
            rows.append([
                values, seed, resamples, method, plain(found.confidence_interval.low),
                plain(found.confidence_interval.high)])
    return rows


def exact(x, n, tail):
    low = 0.0 if x <= 0 else stats.beta.ppf(tail, x, n - x + 1)
    high = 1.0 if x >= n else stats.beta.isf(tail, x + 1, n - x)
    return low, high


def worst(rng):
    """The definition of docs/design/003, written again."""
    cases = []
    spread = [0.05, 0.1, 0.1, 0.2, 0.3, 0.35]
    for rates, rows, gaps, paired, direction, seed in [
        ([0.1] * 12, 28, 0.0, True, "maximum", 11), (spread, 40, 0.2, True, "maximum", 12),
        (spread, 40, 0.1, True, "minimum", 13), ([0.9, 0.2, 0.1], 60, 0.0, False, "maximum", 14),
        ([0.0, 0.0, 0.02], 28, 0.0, True, "maximum", 15), ([0.95, 0.97, 0.6, 0.65], 50, 0.0, False, "minimum", 16),
    ]:
        data = [[
            None if rng.random() < gaps else float(rng.random() < rate) for rate in rates] for _ in range(rows)]
        if not paired:
            data = [[row[k] for row in data][: rows - 5 * k] for k in range(len(rates))]
        cases.append([data, paired, direction, seed, worst_of(data, paired, direction, seed)])
    return cases


def worst_of(data, paired, direction, seed, resamples=400, alpha=0.05):
    columns = [[row[k] for row in data if row[k] is not None] for k in range(len(data[0]))] if paired else data
    groups = len(columns)
    flip = (lambda rate: 1 - rate) if direction == "minimum" else (lambda rate: rate)
    counts = [len(column) for column in columns]
    rates = [flip(sum(column) / len(column)) for column in columns]
    generator = Xoshiro(seed)
    drawn = []
    for _ in range(resamples):
        if paired:
            picked = [data[generator.below(len(data))] for _ in data]
            sample = [[row[k] for row in picked if row[k] is not None] for k in range(groups)]
        else:
            sample = [[column[generator.below(len(column))] for _ in column] for column in columns]
        drawn.append([flip(sum(column) / len(column)) for column in sample])
    maxima = [max(row) for row in drawn]
    wins = [0.0] * groups
    for row in drawn:
        tied = [k for k in range(groups) if row[k] >= max(row) - 1e-12]
        for k in tied:
            wins[k] += 1 / len(tied) / resamples

    def limits(k, tail):
        return exact(rates[k] * counts[k], counts[k], tail)

    def candidates(error):
        both = [limits(k, error / (2 * groups)) for k in range(groups)]
        return [k for k in range(groups) if both[k][1] >= max(low for low, _ in both)]

    beta = alpha / 20
    kept = candidates(beta)
    low = max(limits(k, (alpha / 2 - beta) / len(kept))[0] for k in kept)
    high = max(limits(k, alpha / 2)[1] for k in range(groups))
    percentile = [plain(v) for v in np.percentile(maxima, [2.5, 97.5])]
    value = max(rates)
    corrected = min(value, max(0, 2 * value - np.mean(maxima)))
    interval = [low, high]
    if direction == "minimum":
        interval, percentile = [1 - high, 1 - low], [1 - percentile[1], 1 - percentile[0]]
    return {
        "index": rates.index(value), "value": plain(flip(value)), "corrected": plain(flip(corrected)),
        "interval": [plain(v) for v in interval], "percentile": percentile, "probabilityWorst": wins,
        "mayBeWorst": candidates(alpha), "resamples": resamples}


def main():
    warnings.simplefilter("ignore")
    rng = random.Random(20240607)
    generator = Xoshiro(42)
    golden = {
        "versions": {
            name: importlib.metadata.version(name)
            for name in ["numpy", "scipy", "statsmodels", "scikit-learn", "krippendorff"]},
        "stream": [str(generator.next()) for _ in range(6)] + [str(generator.below(12)) for _ in range(6)],
        "distributions": distributions(),
        "proportions": proportions(),
        "tests": several_tests(rng),
        "agreement": agreement(rng),
        "bootstrap": resampling(rng),
        "worst": worst(rng),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print(OUT.relative_to(ROOT), OUT.stat().st_size, golden["versions"])


if __name__ == "__main__":
    main()
