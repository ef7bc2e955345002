#!/usr/bin/env bash
# Processor time of each training kernel alone: scripts/bench/training_kernels.sh [gemma|smollm2].
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"${CXX:-clang++}" -std=c++20 -O2 -ISources/CTorch scripts/bench/training_kernels.cpp \
  Sources/CTorch/{matrix_units,training_rows,training_head,training_attention}.cpp -o "$out/kernels"
"$out/kernels" "$@"
