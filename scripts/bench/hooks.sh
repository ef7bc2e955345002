#!/usr/bin/env bash
# What hook points cost a pass that does not use them: `make bench-hooks`. Both decoders are built twice, as they are and
# with every hook taken out (hooks_without.py), and callgrind counts the instructions of a pass of two tiny models
# in our own code: Swift, its runtime, CTorch; libtorch's do not count. The last line is `ratio: X.XX`, instructions without
# hooks over those with them, the smallest of four; 0.98 is the least that is allowed.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
home=${ISOGLOSS_HOME:-$HOME/.cache/isogloss}
libtorch=${LIBTORCH:-$home/libtorch}
command -v valgrind >/dev/null || { echo "There is no valgrind: apt-get install valgrind" >&2; exit 1; }
package=$root/.build/bench-hooks
mkdir -p "$package/Sources" && cd "$package"
for module in COpenSSL Digests Core ModelFiles CTorch Torch Tokenizers; do ln -sfn "$root/Sources/$module" "Sources/$module"; done
ln -sfn "$root/Sources/Models" Sources/WithHooks
python3 "$root/scripts/bench/hooks_without.py" "$root/Sources/Models" Sources/WithoutHooks
for kind in WithHooks WithoutHooks; do
  mkdir -p "Sources/pass$kind"
  sed "s/^import IsoglossModels/import $kind/" "$root/scripts/bench/hooks_main.swift" >"Sources/pass$kind/main.swift"
done
cat >Package.swift <<EOF
// swift-tools-version: 6.2
import PackageDescription
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]
func module(_ name: String, _ folder: String, _ imports: [String]) -> Target {
  .target(name: name, dependencies: imports.map { .target(name: \$0) }, path: "Sources/\(folder)", swiftSettings: settings)
}
func models(_ name: String) -> [Target] {
  [
    module(name, name, ["IsoglossTorch", "IsoglossModelFiles", "IsoglossTokenizers", "IsoglossCore"]),
    .executableTarget(
      name: "pass\(name)", dependencies: [.target(name: name), "IsoglossTorch"], path: "Sources/pass\(name)",
      swiftSettings: settings),
  ]
}
let package = Package(
  name: "bench-hooks",
  targets: [
    .systemLibrary(name: "COpenSSL", path: "Sources/COpenSSL"),
    module("IsoglossDigests", "Digests", ["COpenSSL"]),
    module("IsoglossCore", "Core", ["IsoglossDigests"]),
    module("IsoglossModelFiles", "ModelFiles", []),
    .target(
      name: "CTorch", path: "Sources/CTorch",
      cxxSettings: [
        .unsafeFlags([
          "-isystem", "$libtorch/include", "-isystem", "$libtorch/include/torch/csrc/api/include", "-fexceptions", "-O2",
        ])
      ],
      linkerSettings: [
        .unsafeFlags(["-L$libtorch/lib", "-Xlinker", "-rpath", "-Xlinker", "$libtorch/lib"]),
        .linkedLibrary("torch_cpu"), .linkedLibrary("c10"),
      ]),
    module("IsoglossTorch", "Torch", ["CTorch", "IsoglossModelFiles"]),
    module("IsoglossTokenizers", "Tokenizers", ["IsoglossCore", "IsoglossModelFiles"]),
  ] + models("WithHooks") + models("WithoutHooks"),
  cxxLanguageStandard: .cxx17)
EOF
grep -o 'cxxLanguageStandard: [.a-z0-9]*' "$root/Package.swift" | head -1 | xargs -r -I{} sed -i 's/cxxLanguageStandard: .*)$/{})/' Package.swift
swift build -c release -j 2 >build.log 2>&1 || { tail -30 build.log >&2; exit 1; }
# valgrind 3.19 stumbles over the compiler's DWARF 5.
mkdir -p stripped
for kind in WithHooks WithoutHooks; do strip --strip-debug -o "stripped/pass$kind" ".build/release/pass$kind"; done
exec python3 "$root/scripts/bench/hooks.py" "$package/stripped" "$root/Tests/ModelsTests/Goldens"
