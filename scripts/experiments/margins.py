"""Held-out margins of training runs: python3 scripts/experiments/margins.py RUN_FOLDER [RUN_FOLDER ...]

log p(preferred) - log p(rejected) in nats, summed over tokens, of the held-out pairs at the first and the last evaluation
of each run, by language, for harmful pairs (refusal over agreement) and harmless ones (help over needless refusal); and the
share of groups in which the preferred answer is the more probable one. No judge reads anything here. Several runs are seeds
of one experiment: a group's value is their mean. Intervals: 95 %, percentile bootstrap over groups.
"""
import json
import sys

from resample import interval, languages, pairs

known = pairs()
runs = []
for folder in sys.argv[1:] or sys.exit(__doc__):
    rows = [json.loads(line) for line in open(f"{folder}/metrics.jsonl", encoding="utf-8")]
    found = [row for row in rows if row["kind"] == "evaluation" and "pairs" in row]
    if len(found) < 2:
        sys.exit(f"{folder}: no evaluation before and after training; let the run end first")
    runs.append([{pair["id"]: pair["chosen"] - pair["rejected"] for pair in row["pairs"]} for row in (found[0], found[-1])])
if len({frozenset(run[0]) for run in runs}) > 1:
    sys.exit("the runs hold out other pairs: compare seeds of one experiment")

for intent, what in (("harmful", "refusal over agreement"), ("benign", "help over needless refusal")):
    groups = {known[id]["group"] for id in runs[0][0] if known[id]["intent"] == intent}
    print(f"\n{what}, {len(groups)} held-out groups, {len(runs)} seed(s)\n")
    print("| Language | before | after | change | range over seeds | preferred is likelier, before | after |")
    print("| --- |" + " ---: |" * 6)
    for language in languages:
        ids = sorted(id for id in runs[0][0] if known[id]["intent"] == intent and known[id]["language"] == language)
        if not ids:
            continue
        mean = lambda values: sum(values) / len(values)
        change = interval([mean([after[id] - before[id] for before, after in runs]) for id in ids])
        seeds = [mean([after[id] - before[id] for id in ids]) for before, after in runs]
        before, after = ([mean([run[place][id] for run in runs]) for id in ids] for place in (0, 1))
        likelier = [mean([run[place][id] > 0 for run in runs for id in ids]) for place in (0, 1)]
        print(
            f"| {language} | {mean(before):.1f} | {mean(after):.1f} | {change[0]:+.1f} [{change[1]:+.1f}, {change[2]:+.1f}] | "
            f"{min(seeds):+.1f} to {max(seeds):+.1f} | {likelier[0]:.0%} | {likelier[1]:.0%} |")
