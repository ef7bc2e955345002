"""What the cosines of an encoder add to the check of translations, on planted losses.

    isogloss data check-translation data/translation-losses --split tune --embedder MODEL --embedder-layer N --findings F
    python3 scripts/experiments/cosine_thresholds.py F...

Prints for each file of findings: the area under the curve of the cosine (lost against faithful rows), over all rows and over
those that nothing else flags; and recall and false alarms where a cosine below T flags a row, with T chosen on the other
languages for each language in turn (by recall less false alarms; the lowest of equal ones).
"""
import glob
import json
import sys

MARK = "the cosine of the two"
losses = {}
for path in sorted(glob.glob("data/translation-losses/*.jsonl")):
    with open(path, encoding="utf-8") as lines:
        losses.update((row["id"], row["loss"]) for row in map(json.loads, lines))


def area(rows):
    """Chance that a lost row's cosine is below a faithful one's, ties counting half."""
    lost = [row["cosine"] for row in rows if row["lost"]]
    kept = [row["cosine"] for row in rows if not row["lost"]]
    wins = sum((a < b) + 0.5 * (a == b) for a in lost for b in kept)
    return wins / (len(lost) * len(kept)) if lost and kept else float("nan")


def rest(signs):
    """The score of the other signs: 1 - the product of 1 - weight over the strongest sign of each kind."""
    best = {}
    for sign in signs:
        if not sign["reason"].startswith(MARK):
            best[sign["kind"]] = max(best.get(sign["kind"], 0), sign["weight"])
    left = 1.0
    for weight in best.values():
        left *= 1 - weight
    return 1 - left


def flagged(rows, threshold):
    """Lost and faithful rows that are flagged."""
    hits = [row["lost"] for row in rows if row["flagged"] or row["cosine"] < threshold]
    return sum(hits), len(hits) - sum(hits)


def chosen(rows):
    lost = sum(row["lost"] for row in rows)
    faithful = len(rows) - lost

    def gain(threshold):
        hits, alarms = flagged(rows, threshold)
        return round(hits / lost - alarms / faithful, 9)

    return max((step / 40 for step in range(0, 39)), key=gain)


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as lines:
        found = list(map(json.loads, lines))
    rows = [
        {
            "lost": losses[row["id"]] is not None, "language": row["language"],
            "cosine": row["similarity"]["cosine"], "flagged": rest(row["signs"]) >= 0.5,
        }
        for row in found if row["similarity"].get("cosine") is not None
    ]
    if not rows:
        print(f"{path}: no cosine")
        continue
    quiet = [row for row in rows if not row["flagged"]]
    print(f"{path}: area {area(rows):.3f}, where nothing else flags {area(quiet):.3f} ({len(quiet)} rows)")
    total, thresholds = [0, 0], {}
    for language in sorted({row["language"] for row in rows}):
        thresholds[language] = chosen([row for row in rows if row["language"] != language])
        part = flagged([row for row in rows if row["language"] == language], thresholds[language])
        total = [a + b for a, b in zip(total, part)]
    lost = sum(row["lost"] for row in rows)
    before = flagged(rows, -2)
    print(f"  without it {before[0]}/{lost} found and {before[1]}/{len(rows) - lost} false alarms; "
          f"chosen on the others {total[0]} and {total[1]}, at {thresholds}")
