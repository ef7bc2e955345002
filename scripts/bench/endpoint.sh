#!/usr/bin/env bash
# Samples a second through a served model, against inspect_ai on the same mock server; the last line is the ratio.
set -euo pipefail
cd "$(dirname "$0")/../.."
# inspect_ai and the mock's own needs come with the peers; an older venv lacks them.
.peers/venv/bin/python -c 'import httptools, inspect_ai, uvloop' 2>/dev/null ||
  .peers/venv/bin/pip install -q inspect-ai openai httptools uvloop
exec .peers/venv/bin/python scripts/bench/endpoint.py "$@"
