#!/usr/bin/env bash
# Gradients to index beside bergson: `make bench-influence`. Environment: BENCH (the Swift entry), BERGSON (a Python with it).
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -e .peers/venv/bin/python ] && [ -e .peers/models/gemma-3-270m ] || scripts/peers
exec .peers/venv/bin/python scripts/bench/influence.py "$@"
