#!/bin/sh
# Fuzzes the readers of model files under the address sanitizer.
#   scripts/fuzz/modelfiles.sh [mutations per format = 20000] [seed = 1]
# No single allocation may exceed 64 MB: a count that is believed instead of checked stops the run.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=${FUZZ_BUILD:-$root/.build/fuzz}
mkdir -p "$build"
swiftc -O -g -sanitize=address -use-ld=lld -swift-version 6 \
  -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility \
  -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature NonisolatedNonsendingByDefault \
  -module-name Fuzz -o "$build/modelfiles" \
  "$root"/Sources/ModelFiles/*.swift \
  "$root/Tests/ModelFilesTests/Support/FileBuilders.swift" \
  "$root/Tests/ModelFilesTests/Support/Mutator.swift" \
  "$root/Tests/ModelFilesTests/Support/FuzzRun.swift" \
  "$root/scripts/fuzz/modelfiles/main.swift"
ASAN_OPTIONS=max_allocation_size_mb=64:detect_leaks=1 exec "$build/modelfiles" "${1:-20000}" "${2:-1}"
