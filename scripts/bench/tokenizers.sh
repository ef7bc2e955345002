#!/bin/sh
# Encoding against the Python package `tokenizers`, one thread each: every line of UDHR and NTREX-128.
# Runs alternate, three each; medians of processor time; the package in the fastest of its three ways.
# Last line: ratio: X.XX, theirs over ours, the smaller one of both models.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
home=${ISOGLOSS_HOME:-$HOME/.cache/isogloss}
python=$root/.peers/venv/bin/python
data=$root/../shared/data
[ -d "$data" ] || { echo "There is no $data; the benchmark needs its texts." >&2; exit 1; }
[ -x "$python" ] || { echo "There is no $python; the benchmark compares with its package tokenizers." >&2; exit 1; }
package=$root/.build/bench-tokenizers
mkdir -p "$package/Sources/bench" && cd "$package"
for module in Core ModelFiles Tokenizers; do ln -sfn "$root/Sources/$module" "Sources/$module"; done
ln -sf "$root/scripts/bench/tokenizers_main.swift" Sources/bench/main.swift
cat > Package.swift <<'EOF'
// swift-tools-version: 6.2
import PackageDescription
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
let package = Package(
  name: "bench-tokenizers",
  targets: [
    .target(name: "IsoglossCore", path: "Sources/Core", exclude: ["ContentHash.swift"], swiftSettings: settings),
    .target(name: "IsoglossModelFiles", path: "Sources/ModelFiles", swiftSettings: settings),
    .target(name: "IsoglossTokenizers", dependencies: ["IsoglossCore", "IsoglossModelFiles"], path: "Sources/Tokenizers",
      swiftSettings: settings),
    .executableTarget(name: "bench", dependencies: ["IsoglossTokenizers", "IsoglossModelFiles"], path: "Sources/bench",
      swiftSettings: settings),
  ])
EOF
swift build -c release -j 2 --product bench 2>&1 | grep -E "error|Compiling|Build" | tail -3
texts=$(ls "$data"/udhr/*.xml "$data"/ntrex128/*.txt "$data"/ntrex128/first400/*.txt)
median() { sort -g | sed -n 2p; }
smallest=
for model in gemma-3-270m smollm2-135m-instruct; do
  gguf=$(ls "$home/models/$model/"*.gguf)
  ours= ; theirs=
  for way in encode encode_batch encode_batch_fast; do : > "$way.times"; done
  : > ours.times
  for run in 1 2 3; do
    # shellcheck disable=SC2086
    line=$(.build/release/bench "$gguf" $texts)
    echo "${line%% *}" >> ours.times
    hash=$(echo "$line" | cut -d' ' -f2)
    for way in encode encode_batch encode_batch_fast; do
      # shellcheck disable=SC2086
      peer=$("$python" "$root/scripts/bench/tokenizers_peer.py" "$root/.peers/models/$model" $way $texts)
      echo "${peer%% *}" >> "$way.times"
      [ "$(echo "$peer" | cut -d' ' -f2)" = "$hash" ] || { echo "$model: ids differ from $way" >&2; exit 1; }
    done
  done
  ours=$(median < ours.times)
  for way in encode encode_batch encode_batch_fast; do echo "$(median < $way.times) $way"; done | sort -g > ways
  theirs=$(head -1 ways)
  ratio=$(awk "BEGIN { printf \"%.2f\", ${theirs%% *} / $ours }")
  echo "$model: $(echo "$line" | cut -d' ' -f4) lines, $(echo "$line" | cut -d' ' -f3) ids;" \
    "isogloss ${ours} s; tokenizers $(tr '\n' ';' < ways) ratio $ratio"
  smallest=$(awk "BEGIN { a = \"$smallest\"; print (a == \"\" || $ratio < a + 0) ? $ratio : a }")
done
printf 'ratio: %.2f\n' "$smallest"
