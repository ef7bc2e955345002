#!/usr/bin/env python3
"""Where a fresh `swift build` spent its wall time: build_times.py [.build/build.db] [ROWS].

llbuild keeps when each command ended. The time since the command before is counted for the target that ended, so that
two lanes share it: read it as shares of the whole."""

import collections
import re
import sqlite3
import sys

database = sys.argv[1] if len(sys.argv) > 1 else ".build/build.db"
rows = int(sys.argv[2]) if len(sys.argv) > 2 else 20
ends = []
with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
    query = "SELECT k.key, r.start, r.end FROM rule_results r JOIN key_names k ON k.id = r.key_id"
    for key, start, end in connection.execute(query):
        key = key.decode() if isinstance(key, bytes) else key
        if key.startswith("C") and start and end and end - start > 0.01:
            ends.append((end, key))
if not ends:
    sys.exit(f"{database} has no commands: build first")
ends.sort()
spent = collections.Counter()
for (before, _), (end, key) in zip(ends, ends[1:]):
    found = re.search(r"/release/([\w-]+)\.build/", key) or re.search(r"C\.(\w+)-", key)
    spent[found[1] if found else "other"] += end - before
print(f"{ends[-1][0] - ends[0][0]:7.1f} s in all")
for target, seconds in spent.most_common(rows):
    print(f"{seconds:7.1f} {target}")
