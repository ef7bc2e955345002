#!/usr/bin/env bash
# Near-duplicates among 100,000 pairs and against 20,000 prompts, beside datasketch: `make bench-dedupe`.
# Environment: BENCH (the program). The last line is the ratio of wall times, theirs over ours.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -e .peers/venv/bin/python ] || scripts/peers
.peers/venv/bin/python -c 'import datasketch' 2>/dev/null || .peers/venv/bin/pip install -q datasketch==2.0.0
exec .peers/venv/bin/python scripts/bench/dedupe.py "$@"
