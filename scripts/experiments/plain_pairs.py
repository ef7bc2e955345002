"""The pairs with refusals that say so first: python3 scripts/experiments/plain_pairs.py OUT_FOLDER

Every refusal of data/pairs/isogloss-12, the ones to prefer and the needless ones alike, gets one of six plain sentences of
openings.json in front; which one follows from group and language. The refusals of the set name a concern in seventy
different ways a language, which a model of 270 million parameters does not learn to write from a few hundred pairs.
The sentences are model-written, without sight of the judge's patterns, and await review by native speakers.
"""
import hashlib
import json
import pathlib
import sys

from resample import pairs, root

if len(sys.argv) != 2:
    sys.exit(__doc__)
out = pathlib.Path(sys.argv[1])
out.mkdir(parents=True, exist_ok=True)
openings = json.loads((root / "scripts/experiments/openings.json").read_text(encoding="utf-8"))
files = {}
for row in pairs().values():
    own = openings[row["language"]]
    digest = hashlib.sha256(f"{row['group']} {row['language']}".encode()).digest()
    side = "chosen" if row["intent"] == "harmful" else "rejected"
    row[side] = f"{own[digest[0] % len(own)]} {row[side]}"
    files.setdefault(row["language"], []).append(row)
for language, rows in files.items():
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (out / f"{language}.jsonl").write_text(text, encoding="utf-8")
