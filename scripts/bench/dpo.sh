#!/usr/bin/env bash
# Training speed beside TRL: `make bench-dpo`. Environment: BENCH (the Swift entry).
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -e .peers/venv/bin/python ] && [ -e .peers/models/gemma-3-270m ] && [ -e .peers/models/smollm2-135m-instruct ] || scripts/peers
exec .peers/venv/bin/python scripts/bench/dpo.py "$@"
