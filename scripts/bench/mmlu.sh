#!/usr/bin/env bash
# Questions with options beside lm-evaluation-harness: `make bench-mmlu`. Environment: BENCH (the Swift entry).
set -euo pipefail
cd "$(dirname "$0")/../.."
[ -e .peers/venv/bin/python ] && [ -e .peers/models/gemma-3-270m ] && [ -e .peers/models/smollm2-135m-instruct ] || scripts/peers
.peers/venv/bin/python -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("lm_eval") is None)' ||
  .peers/venv/bin/pip install -q lm-eval==0.4.13
exec .peers/venv/bin/python scripts/bench/mmlu.py "$@"
