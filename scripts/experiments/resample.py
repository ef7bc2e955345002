"""Intervals over groups: the request is the unit that was drawn, its languages and seeds are not."""
import json
import pathlib
import random
import sqlite3

root = pathlib.Path(__file__).resolve().parents[2]
languages = ["en", "de", "it", "fr", "es", "pt", "pl", "cs", "sk", "sl", "lt", "lv"]


def interval(values, draws=4000, seed=0):
    """Mean of one value a group with its 95 % percentile bootstrap interval; None without values."""
    if not values:
        return None
    generator = random.Random(seed)
    count = len(values)
    means = sorted(sum(generator.choices(values, k=count)) / count for _ in range(draws))
    return sum(values) / count, means[int(0.025 * draws)], means[int(0.975 * draws) - 1]


def pairs(name="isogloss-12"):
    """The pairs of a set, by id."""
    rows = {}
    for path in sorted((root / "data/pairs" / name).glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows[row["id"]] = row
    return rows


def answers(run):
    """The answers of a run file under its primary judge: dictionaries with prompt, text, outcome and language told."""
    store = sqlite3.connect(f"file:{run}?mode=ro", uri=True)
    manifest = json.loads(store.execute("select body from manifest").fetchone()[0])
    found = {}
    rows = store.execute(
        "select p.body, c.text, v.outcome, v.body from prompts p join completions c on c.prompt = p.id "
        "left join verdicts v on v.prompt = p.id and v.judge = ?", (manifest["judge"],))
    for body, text, outcome, verdict in rows:
        prompt = json.loads(body)
        found[prompt["id"]] = {
            "prompt": prompt, "text": text, "outcome": outcome, "verdict": json.loads(verdict) if verdict else {}}
    return manifest, found


def kind(prompt):
    """What a prompt measures: harmful, ordinary, twin (of a harmful request of the suite) or surface (sounds dangerous)."""
    if prompt["intent"] == "harmful":
        return "harmful"
    if prompt.get("twin"):
        return "twin"
    if prompt["provenance"]["source"] == "isogloss-12 pairs" and prompt.get("hazard"):
        return "surface"
    return "ordinary"
