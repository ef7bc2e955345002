"""What a language gives and receives in a grid of single languages, beside the tokens that its text takes.

    .peers/venv/bin/python scripts/experiments/transfer_ranks.py docs/results/grid [--program .build/release/isogloss]

Received is the mean gain of a language's requests under training in each other language, given the mean gain of all other
languages under training in it, both from the transfer table of `isogloss experiment table`. Prints both by language, their
rank correlations (Spearman) with tokens a byte of the grid's parallel text, and the least and the most that languages of
one branch give to those of another.
"""

import argparse
import json
import pathlib

from scipy import stats

from grid_page import report

BRANCHES = {"Germanic": ("en", "de"), "Romance": ("it", "fr", "es", "pt"), "Slavic": ("pl", "cs", "sk", "sl"),
            "Baltic": ("lt", "lv")}


def gains(found):
    """[trained on][asked in] in nats, by code."""
    section = next(section for section in found["sections"] if section["id"] == "transfer")
    table = next(block for block in section["blocks"] if block["kind"] == "table")
    asked = [column["title"] for column in table["columns"][1:]]
    rows = [[float(cell["text"].replace("−", "-").replace("+", "")) for cell in row[1:]] for row in table["rows"]]
    return {code: dict(zip(asked, row)) for code, row in zip(asked, rows)}


def tokens(results):
    """Tokens a byte of parallel text, by code."""
    for path in sorted(pathlib.Path(results).glob("*.json")):
        text = json.loads(path.read_text()).get("text")
        if text:
            return {code: count / sum(text["bytes"][code]) for code, count in text["tokens"].items()}
    raise SystemExit(f"transfer_ranks.py: no result in {results} has parallel text")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("results")
    parser.add_argument("--program", default=".build/release/isogloss")
    given = parser.parse_args()
    gain, rate = gains(report(given.program, given.results)), tokens(given.results)
    codes = list(gain)
    received = {b: sum(gain[a][b] for a in codes if a != b) / (len(codes) - 1) for b in codes}
    gave = {a: sum(gain[a][b] for b in codes if a != b) / (len(codes) - 1) for a in codes}
    print("language  own gain  received   given  tokens a byte")
    for code in codes:
        print(f"{code:8} {gain[code][code]:9.1f} {received[code]:9.1f} {gave[code]:7.1f} {rate[code]:14.3f}")
    for name, values in (("received", received), ("given", gave)):
        found = stats.spearmanr([rate[code] for code in codes], [values[code] for code in codes])
        p = f"p = {found.pvalue:.3f}" if found.pvalue >= 0.001 else "p < 0.001"
        print(f"{name} against tokens a byte: rank correlation {found.statistic:+.2f}, {p}")
    for giving, givers in BRANCHES.items():
        for taking, takers in BRANCHES.items():
            cells = [(gain[a][b], a, b) for a in givers for b in takers if a != b]
            low, high = min(cells), max(cells)
            print(f"{giving} to {taking}: {low[0]:.1f} ({low[1]} to {low[2]}) to {high[0]:.1f} ({high[1]} to {high[2]})")


if __name__ == "__main__":
    main()
