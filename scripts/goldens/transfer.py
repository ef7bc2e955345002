#!/usr/bin/env python3
"""Goldens of least squares and of Mantel's test, from statsmodels and scipy.

    .peers/venv/bin/python scripts/goldens/transfer.py

Writes Tests/StatisticsTests/Goldens/transfer.json. Data come from random.Random(20261127). Mantel's statistic is scipy's
Pearson correlation of the cells off the diagonal, the partial one that of statsmodels' residuals; p-values are over every
order of the items, so that they compare exactly. Where scikit-bio is installed its statistic is checked, too.
"""
import importlib.metadata
import itertools
import json
import pathlib
import random

import numpy as np
import statsmodels.api as sm
from scipy import stats

OUT = pathlib.Path(__file__).resolve().parents[2] / "Tests/StatisticsTests/Goldens/transfer.json"
draw = random.Random(20261127)


def column(count, scale=1.0):
    return [round(draw.gauss(0, scale), 6) for _ in range(count)]


def regressions():
    for count, width in ((12, 1), (30, 3), (132, 6), (9, 7)):
        columns = [column(count) for _ in range(width)]
        if width > 2:  # nearly a combination: what distances are to each other
            columns[2] = [round(a + 0.05 * b, 6) for a, b in zip(columns[0], columns[2])]
        outcome = [round(sum(c[i] * (k + 1) for k, c in enumerate(columns)) + draw.gauss(0, 2), 6) for i in range(count)]
        fit = sm.OLS(outcome, sm.add_constant(np.array(columns).T)).fit()
        yield {"outcome": outcome, "columns": columns, "values": list(fit.params), "errors": list(fit.bse),
               "t": list(fit.tvalues), "p": list(fit.pvalues), "rSquared": fit.rsquared}


def matrix(size, symmetric):
    table = [[round(draw.uniform(0, 1), 6) for _ in range(size)] for _ in range(size)]
    for i in range(size):
        table[i][i] = 0.0
        for j in range(i):
            table[i][j] = table[j][i] if symmetric else table[i][j]
    return table


def cells(table, order):
    return [table[order[i]][order[j]] for i in range(len(order)) for j in range(len(order)) if i != j]


def rest(values, controls, own):
    if not controls:
        return values
    return sm.OLS(values, sm.add_constant(np.array([cells(control, own) for control in controls]).T)).fit().resid


def mantel(first, second, controls):
    own = list(range(len(first)))
    target = rest(cells(second, own), controls, own)
    value = lambda order: stats.pearsonr(rest(cells(first, order), controls, own), target).statistic
    observed = value(own)
    all_orders = [abs(value(list(order))) for order in itertools.permutations(own)]
    return observed, sum(found >= abs(observed) - 1e-12 for found in all_orders) / len(all_orders)


def mantels():
    for size, symmetric, count in ((4, True, 0), (5, True, 0), (5, False, 0), (6, False, 1), (6, True, 2)):
        first, second = matrix(size, symmetric), matrix(size, symmetric)
        second = [[round(0.6 * a + 0.4 * b, 6) for a, b in zip(*rows)] for rows in zip(first, second)]
        controls = [matrix(size, symmetric) for _ in range(count)]
        statistic, p = mantel(first, second, controls)
        if symmetric and not controls:
            try:
                from skbio.stats.distance import mantel as peer
                assert abs(peer(first, second, permutations=0)[0] - statistic) < 1e-12
            except ImportError:
                pass
        yield {"first": first, "second": second, "controls": controls, "statistic": statistic, "p": p}


versions = {name: importlib.metadata.version(name) for name in ("numpy", "scipy", "statsmodels")}
OUT.write_text(json.dumps({"versions": versions, "regressions": list(regressions()), "mantels": list(mantels())}) + "\n")
