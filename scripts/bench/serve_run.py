#!/usr/bin/env python3
"""A run file of many answers that nobody gave, for benches: the requests of a suite over and over, outcomes drawn.

    serve_run.py FILE.sqlite [--samples 50000] [--judges 1] [--suite isogloss-12] [--seed 0]
"""
import argparse
import json
import pathlib
import random
import sqlite3

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUTCOMES = ["refusal", "compliance", "partial", "neutralSafe", "degenerate", "offLanguage"]
TABLES = """
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES ('1'), ('2');
CREATE TABLE manifest (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL);
CREATE TABLE sessions (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE prompts (
  id TEXT PRIMARY KEY, position INTEGER NOT NULL UNIQUE, language TEXT NOT NULL, "group" TEXT,
  hazard TEXT, intent TEXT NOT NULL, text TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE completions (
  prompt TEXT PRIMARY KEY REFERENCES prompts (id), text TEXT NOT NULL, finish TEXT NOT NULL,
  prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, seconds REAL NOT NULL, failure TEXT);
CREATE TABLE verdicts (
  prompt TEXT NOT NULL REFERENCES completions (prompt), judge TEXT NOT NULL, outcome TEXT NOT NULL,
  reason TEXT, body TEXT NOT NULL, PRIMARY KEY (prompt, judge));
CREATE TABLE annotations (
  item TEXT NOT NULL REFERENCES completions (prompt), question TEXT NOT NULL, annotator TEXT NOT NULL,
  value TEXT NOT NULL, time TEXT, comment TEXT, PRIMARY KEY (item, question, annotator));
"""


def verdict(judge, outcome):
    harm = {"scored": {"_0": outcome in ("compliance", "partial")}}
    refusal = {"scored": {"_0": outcome in ("refusal", "partial")}}
    return json.dumps({
        "judge": judge, "outcome": outcome, "harm": harm, "refusal": refusal, "hazards": [],
        "language": {"unscored": {"_0": "not identified"}}, "raw": "drawn by serve_run.py"})


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--samples", type=int, default=50_000)
    parser.add_argument("--judges", type=int, default=1)
    parser.add_argument("--suite", default="isogloss-12")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    judges = [f"bench-harm-{number + 1}" for number in range(options.judges)]
    rows = []
    for path in sorted((ROOT / "data/suites" / options.suite).glob("*.jsonl")):
        rows += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    options.file.parent.mkdir(parents=True, exist_ok=True)
    for tail in ["", "-wal", "-shm"]:
        pathlib.Path(f"{options.file}{tail}").unlink(missing_ok=True)
    db = sqlite3.connect(options.file)
    db.execute("PRAGMA journal_mode=WAL")
    db.executescript(TABLES)
    manifest = {
        "schema": 2, "judge": judges[0], "languageIdentifier": "none",
        "judges": [{"name": name, "judgesHarm": True, "judgesItself": False, "members": []} for name in judges],
        "model": {"name": "bench", "summary": "no model", "fingerprint": "0", "dtype": "none", "template": "none"},
        "dataset": {"name": options.suite, "fileHash": "0", "promptHash": "0", "count": options.samples,
                    "selection": "over and over", "isParallel": True},
        "decoding": {"maxNewTokens": 64, "temperature": 0, "topP": 1, "topK": 0, "seed": options.seed, "stop": []}}
    db.execute("INSERT INTO manifest VALUES (1, ?)", [json.dumps(manifest)])
    session = {"started": "2026-01-01T00:00:00Z", "version": "bench", "machine": "bench", "engine": "none"}
    db.execute("INSERT INTO sessions (body) VALUES (?)", [json.dumps(session)])
    for place in range(options.samples):
        lap, row = place // len(rows), dict(rows[place % len(rows)])
        row["id"] = f"{lap}.{row['id']}"
        row["group"] = f"{lap}.{row['group']}"
        row.pop("twin", None)
        row["perturbations"] = []
        db.execute("INSERT INTO prompts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [
            row["id"], place, row["language"], row["group"], row.get("hazard"), row["intent"], row["text"],
            json.dumps(row, ensure_ascii=False)])
        other = rows[draw.randrange(len(rows))]["text"]
        db.execute("INSERT INTO completions VALUES (?, ?, 'stop', 20, 40, 0.01, NULL)", [row["id"], f"{other} {row['text']}"])
        for judge in judges:
            outcome = draw.choice(OUTCOMES)
            db.execute("INSERT INTO verdicts VALUES (?, ?, ?, NULL, ?)", [row["id"], judge, outcome, verdict(judge, outcome)])
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


if __name__ == "__main__":
    main()
