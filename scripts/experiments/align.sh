#!/usr/bin/env bash
# The alignment experiment of docs/results: a complier, then balanced alignment with three seeds, each asked requests that no
# stage trains on. Resumable: run it again. Environment: ISOGLOSS, OUT, SEEDS; MORE, options of the alignment beyond its recipe,
# such as MORE="--size total:1344"; THREADS=1 runs the seeds side by side with one thread each, which is quicker on a machine
# that others use too.
set -euo pipefail
cd "$(dirname "$0")/../.."
isogloss=${ISOGLOSS:-.build/release/isogloss}
out=${OUT:-runs/alignment}
seeds=(${SEEDS:-0 1 2})
threads=${THREADS:+--threads $THREADS}
mkdir -p "$out"
train() { # NAME RECIPE OPTIONS...
  [ -e "$out/$1.txt" ] && return
  "$isogloss" align --recipe "recipes/$2.yaml" --out "$out/$1" "${@:3}" >"$out/$1.part" 2>>"$out/$1.log"
  mv "$out/$1.part" "$out/$1.txt"
}
measure() { # NAME ADAPTER
  [ -e "$out/$1.txt" ] && return
  "$isogloss" eval --model gemma-3-270m --template gemma --adapter "$out/$2" --prompts "$out/prompts.jsonl" $threads \
    --temperature 0.7 --top-p 0.9 --max-new-tokens 32 --run "$out/$1.sqlite" >"$out/$1.part" 2>>"$out/$1.log"
  mv "$out/$1.part" "$out/$1.txt"
}
align() { # SEED
  train "aligned-$1" align-mini --pairs "$out/pairs" --from-adapter "$out/complier" --seed "$1" $threads ${MORE:-}
  measure "after-$1" "aligned-$1"
}
train complier complier $threads
[ -e "$out/pairs" ] || python3 scripts/experiments/plain_pairs.py "$out/pairs"
[ -e "$out/prompts.jsonl" ] || python3 scripts/experiments/prompts.py "$out/complier/held-out.jsonl" "$out/prompts.jsonl"
if [ "${THREADS:-}" = 1 ]; then
  jobs=()
  measure before complier & jobs+=($!)
  for seed in "${seeds[@]}"; do align "$seed" & jobs+=($!); done
  for job in "${jobs[@]}"; do wait "$job"; done
else
  measure before complier
  for seed in "${seeds[@]}"; do align "$seed"; done
fi
folders=() runs=()
for seed in "${seeds[@]}"; do
  folders+=("$out/aligned-$seed") runs+=("$out/after-$seed.sqlite")
  "$isogloss" report "$out/after-$seed.sqlite" --baseline "$out/before.sqlite" --html "$out/after-$seed.html" \
    >"$out/change-$seed.txt"
done
python3 scripts/experiments/margins.py "${folders[@]}" >"$out/margins.md"
python3 scripts/experiments/rates.py "$out/before.sqlite" "${runs[@]}" >"$out/rates.md"
