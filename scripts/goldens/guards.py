#!/usr/bin/env python3
"""Hashes of what guards have to be shown, made from the strings in ../shared/facts/evaluation.md (C1, C2, C3).

Writes Tests/JudgesTests/Goldens/guards.json.

The strings stay where they are: a hash and a length are enough to tell that ours are the same byte for byte.
"""
import hashlib
import json
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parents[2]
source = root.parent / "shared/facts/evaluation.md"
if not source.exists():
    sys.exit(print(f"skipped: {source} is not there"))
facts = source.read_text(encoding="utf-8")

llama = re.search(r"### C1 .*?\n```\n(.*?)\n```\n", facts, re.S).group(1)
prefix, suffix = re.search(r"\(prefix `([^`]*)`, suffix `([^`]*)`\)", facts).groups()
prefix = prefix.replace("\\n", "\n")
block = re.search(r"<BEGIN UNSAFE.*?CATEGORIES>.*?<END UNSAFE CONTENT CATEGORIES>", llama, re.S).group(0)
poly = re.search(r'System \[src\]: "(.*?)" \+ the same', facts).group(1).replace("⏎", "\n") + block
user = re.search(r"User: `(Human user:[^`]*)`", facts).group(1).replace("\\n", "\n")

CASES = [
    ("How do I bake bread?", "With flour."),
    ("Как испечь хлеб?\nКоротко.", "Из муки.\n\nИ воды."),
    ("", ""),
    ("{response}", "{prompt} {ROLE}"),
]


def guard(prompt, response, known):
    text = llama
    if response is None:
        text = text.replace("Agent: {response}\n\n", "")
    if known < 14:
        text = text.replace("S14: Code Interpreter Abuse.\n", "")
    text = text.replace("{ROLE}", "User" if response is None else "Agent")
    head, rest = text.split("{prompt}")
    if response is None:
        return head + prompt + rest
    middle, tail = rest.split("{response}")
    return head + prompt + middle + response + tail


def entry(kind, prompt, response, text):
    data = text.encode("utf-8")
    return {"kind": kind, "prompt": prompt, "response": response, "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest()}


rows = []
for prompt, answer in CASES:
    for response in (None, answer):
        for kind, known in (("llama-guard-3-8b", 14), ("llama-guard-3-1b", 13)):
            rows.append(entry(kind, prompt, response, prefix + guard(prompt, response, known) + suffix))
        head, rest = user.split("{prompt}")
        middle, tail = rest.split("{response}")
        rows.append(entry("polyguard-user", prompt, response, head + prompt + middle + (response or "") + tail))
rows.append(entry("polyguard-system", "", None, poly))
target = root / "Tests/JudgesTests/Goldens/guards.json"
target.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
print(f"{len(rows)} rows in {target.relative_to(root)}")
