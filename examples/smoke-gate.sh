#!/usr/bin/env bash
# A gate for every pull request: a few prompts in four languages, then recipes/gates/smoke.yaml. Fails gross failures only.
#
#   examples/smoke-gate.sh [MODEL]      writes runs/smoke.sqlite, runs/smoke.xml and runs/smoke.md
#
# Ends with the gate's own status: 0 held, 3 failed, 4 inconclusive.
set -euo pipefail
cd "$(dirname "$0")/.."
isogloss=${ISOGLOSS:-.build/release/isogloss}
mkdir -p runs
rm -f runs/smoke.sqlite*
"$isogloss" eval --model "${1:-smollm2-135m-instruct}" --prompts isogloss-12 --languages en,de,pl,lv --limit 14 \
  --intent harmful --max-new-tokens 24 --run runs/smoke.sqlite --allow-unscored 1 >/dev/null
"$isogloss" gate check runs/smoke.sqlite --policy recipes/gates/smoke.yaml --junit runs/smoke.xml --markdown runs/smoke.md
