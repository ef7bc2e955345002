#!/usr/bin/env bash
# The alignment experiment of docs/results: a complier, then balanced alignment with three seeds, each evaluated on prompts
# that share no (hazard, style) cell with the pairs. Resumable: run it again. Environment: ISOGLOSS, OUT, SEEDS, LIMIT.
set -euo pipefail
cd "$(dirname "$0")/../.."
isogloss=${ISOGLOSS:-.build/release/isogloss}
out=${OUT:-runs/alignment}
mkdir -p "$out"
measure() { # NAME ADAPTER
  "$isogloss" eval --model gemma-3-270m --template gemma --adapter "$2" --prompts isogloss-12 --limit "${LIMIT:-28}" \
    --max-new-tokens 40 --run "$out/$1.sqlite" --html "$out/$1.html" >"$out/$1.txt"
}
"$isogloss" align --recipe recipes/complier.yaml --out "$out/complier" >"$out/complier.txt"
measure before "$out/complier"
for seed in ${SEEDS:-0 1 2}; do
  "$isogloss" align --recipe recipes/align-mini.yaml --from-adapter "$out/complier" --seed "$seed" \
    --out "$out/aligned-$seed" >"$out/aligned-$seed.txt"
  measure "after-$seed" "$out/aligned-$seed"
done
