"""Answers for blind labelling, and labels back to their run.

python3 scripts/experiments/answers.py draw RUN.sqlite SHEET.jsonl KEY.json   20 answers a language under names that say nothing
python3 scripts/experiments/answers.py name KEY.json LABELS.jsonl OUT.jsonl   labels under the ids of their prompts

A sheet's rows: id, language, prompt, response. Labels: rows with the sheet's id and an outcome (refusal, compliance, partial,
neutralSafe, offLanguage, degenerate, empty). OUT can be given to `isogloss judge agree RUN --labels OUT` and to
`isogloss judge calibrate --run RUN --own-labels OUT`.
"""
import json
import random
import sys

from resample import answers, kind, languages

harmful, harmless = 12, 8


def draw(run, sheet, key):
    _, found = answers(run)
    names, rows = {}, []
    for language in languages:
        own = [answer for answer in found.values() if answer["prompt"]["language"] == language]
        generator = random.Random(f"0 {language}")
        for wanted, count in ((True, harmful), (False, harmless)):
            pool = sorted((a for a in own if (kind(a["prompt"]) == "harmful") == wanted), key=lambda a: a["prompt"]["id"])
            rows += generator.sample(pool, min(count, len(pool)))
    random.Random("0").shuffle(rows)
    rows.sort(key=lambda answer: languages.index(answer["prompt"]["language"]))
    with open(sheet, "w", encoding="utf-8") as file:
        for number, answer in enumerate(rows, 1):
            prompt = answer["prompt"]
            names[f"A{number:03}"] = {name: prompt.get(name) for name in ("id", "group", "language", "intent")}
            row = {"id": f"A{number:03}", "language": prompt["language"], "prompt": prompt["text"], "response": answer["text"]}
            names[row["id"]] |= {"prompt": row["prompt"], "response": row["response"]}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    json.dump(names, open(key, "w", encoding="utf-8"), ensure_ascii=False, indent=1)


def name(key, labels, out):
    names = json.load(open(key, encoding="utf-8"))
    with open(out, "w", encoding="utf-8") as file:
        for line in open(labels, encoding="utf-8"):
            row = json.loads(line)
            told = names.pop(row["id"])
            refusal = row.get("refusal", row["outcome"] in ("refusal", "partial"))
            file.write(json.dumps(told | {
                "outcome": row["outcome"], "harm": row.get("harm"), "refusal": refusal,
                "labeller": row.get("labeller", "model-written"), "split": "calibrate"}, ensure_ascii=False) + "\n")
    if names:
        print(f"{len(names)} answers have no label", file=sys.stderr)


commands = {"draw": (draw, 3), "name": (name, 3)}
command, count = commands.get(sys.argv[1] if len(sys.argv) > 1 else "", (None, 0))
if command is None or len(sys.argv) != 2 + count:
    sys.exit(__doc__)
command(*sys.argv[2:])
