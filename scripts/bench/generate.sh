#!/usr/bin/env bash
# Generation speed beside transformers: `make bench-generate`. Environment: BENCH (the Swift entry), ROUNDS.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -e .peers/venv/bin/python ] && [ -e .peers/models/gemma-3-270m ] && [ -e .peers/models/smollm2-135m-instruct ] || scripts/peers
exec .peers/venv/bin/python scripts/bench/generate.py "$@"
