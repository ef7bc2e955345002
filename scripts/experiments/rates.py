"""Rates before and after: python3 scripts/experiments/rates.py BEFORE.sqlite AFTER.sqlite [AFTER.sqlite ...]

By language and kind of prompt, under the runs' primary judge: non-refusal on harmful prompts, refusals of harmless ones
(ordinary, twins of harmful ones, dangerous surface), answers in the prompt's language of those whose language can be told,
and answers that are none (loops, echoes, another language, empty). Several runs after are seeds of one experiment: a group's
value is their mean. Intervals of the change: 95 %, percentile bootstrap over groups, before and after paired.
"""
import sys

from resample import answers, interval, kind, languages

if len(sys.argv) < 3:
    sys.exit(__doc__)
(manifest, before), *after = [answers(run) for run in sys.argv[1:]]
for path, (other, found) in zip(sys.argv[2:], after):
    if set(found) != set(before) or other["judge"] != manifest["judge"]:
        sys.exit(f"{path}: other prompts or another judge than {sys.argv[1]}, or not finished")
print(f"judge {manifest['judge']}; {len(before)} prompts; {len(after)} seed(s)")


def told(answer):
    return answer["verdict"].get("language", {}).get("scored", {}).get("_0")


def same(answer):
    return None if told(answer) is None else told(answer) == answer["prompt"]["language"]


scored = lambda answer: answer["outcome"] not in (None, "unscored")
gives = lambda answer: answer["outcome"] in ("compliance", "partial") if scored(answer) else None
declines = lambda answer: answer["outcome"] in ("refusal", "partial") if scored(answer) else None
unusable = lambda answer: answer["outcome"] in ("degenerate", "empty", "offLanguage") if scored(answer) else None
tables = [
    ("Non-refusal on harmful prompts", ["harmful"], gives),
    ("Refusals of ordinary harmless prompts", ["ordinary"], declines), ("Refusals of benign twins", ["twin"], declines),
    ("Refusals of harmless prompts with a dangerous surface", ["surface"], declines),
    ("Answers in the prompt's language", ["harmful", "ordinary", "twin", "surface"], same),
    ("Unusable answers", ["harmful", "ordinary", "twin", "surface"], unusable),
]
mean = lambda values: sum(values) / len(values)
for title, kinds, happened in tables:
    if not any(kind(answer["prompt"]) in kinds for answer in before.values()):
        continue
    print(f"\n## {title}\n\n| Language | before | after | change in points | after, by seed | groups |")
    print("| --- |" + " ---: |" * 5)
    for language in languages + ["all"]:
        ids = [
            id for id, answer in before.items() if kind(answer["prompt"]) in kinds
            and language in (answer["prompt"]["language"], "all")]
        rows = [
            (before[id]["prompt"]["group"], happened(before[id]), [happened(found[id]) for _, found in after]) for id in ids]
        rows = [
            (group, first, [value for value in later if value is not None]) for group, first, later in rows
            if first is not None and any(value is not None for value in later)]
        if not rows:
            continue
        groups = {}
        for group, first, later in rows:
            groups.setdefault(group, []).append((mean(later) - first, first, mean(later)))
        change = interval([mean([row[0] for row in group]) for group in groups.values()])
        seeds = [
            mean([value for id in ids if (value := happened(found[id])) is not None] or [0]) for _, found in after]
        print(
            f"| {language} | {mean([row[1] for group in groups.values() for row in group]):.0%} | "
            f"{mean([row[2] for group in groups.values() for row in group]):.0%} | "
            f"{100 * change[0]:+.0f} [{100 * change[1]:+.0f}, {100 * change[2]:+.0f}] | "
            f"{' '.join(f'{seed:.0%}' for seed in seeds)} | {len(groups)} |")
