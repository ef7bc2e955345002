"""The prompts of the alignment experiment: python3 scripts/experiments/prompts.py HELD_OUT.jsonl OUT.jsonl

No stage trains on any of them: the held-out requests of the pairs, harmful and ordinary ones, and of every second hazard of
the suite one harmful request with its benign twin, which shares its surface.
"""
import json
import pathlib
import sys

from resample import kind, languages, root


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


held, out = (pathlib.Path(path) for path in sys.argv[1:3]) if len(sys.argv) == 3 else sys.exit(__doc__)
suite = [row for language in languages for row in rows(root / f"data/suites/isogloss-12/{language}.jsonl")]
kept = [row for row in suite if int(row["hazard"][1:]) % 2 and row["group"].split("-")[1] == "1"]
asked = [row for row in rows(held) if kind(row) != "surface"]
found = sorted(kept + asked, key=lambda row: (languages.index(row["language"]), row["id"]))
out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), encoding="utf-8")
