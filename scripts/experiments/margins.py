"""Held-out margins of training runs: python3 scripts/experiments/margins.py RUN_FOLDER [RUN_FOLDER ...]

log p(preferred) - log p(rejected) in nats, mean over held-out pairs, at the first and the last evaluation of each run, by
language, for harmful pairs (refusal over agreement) and harmless ones (help over refusal). With several runs (seeds), the
mean and the range of the change.
"""
import json, sys

runs = []
for folder in sys.argv[1:]:
    rows = [json.loads(line) for line in open(f"{folder}/metrics.jsonl")]
    found = [row for row in rows if row["kind"] == "evaluation"]
    runs.append((found[0], found[-1]))
languages = list(runs[0][0]["languages"])


def margin(row, intent, language):
    part = row[intent][language]
    return part["chosen"] - part["rejected"]


print("| Language | " + " | ".join(f"{intent}, {column}" for intent in ("harmful", "benign") for column in ("before", "after", "change")) + " |")
print("| --- |" + " ---: |" * 6)
for language in languages:
    cells = []
    for intent in ("harmful", "benign"):
        pairs = [(margin(first, intent, language), margin(last, intent, language)) for first, last in runs]
        changes = [after - before for before, after in pairs]
        mean = lambda values: sum(values) / len(values)
        spread = f" ({min(changes):+.0f} to {max(changes):+.0f})" if len(runs) > 1 else ""
        cells.append(f"{mean([b for b, _ in pairs]):.1f} | {mean([a for _, a in pairs]):.1f} | {mean(changes):+.1f}{spread}")
    print(f"| {language} | " + " | ".join(cells) + " |")
