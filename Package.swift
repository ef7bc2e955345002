// swift-tools-version: 6.2
import Foundation
import PackageDescription

// libtorch and Apache Arrow are found at build time: LIBTORCH=/path and ARROW=/path, or the folder that `make setup` fills.
let home = Context.environment["ISOGLOSS_HOME"] ?? "\(Context.environment["HOME"] ?? "")/.cache/isogloss"
let libtorch = Context.environment["LIBTORCH"] ?? "\(home)/libtorch"
let arrow = Context.environment["ARROW"] ?? "\(home)/arrow"

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// ISOGLOSS_QUICK=1, for a debug build that is to be used: the modules that compute are optimised all the same. It takes
/// six tenths of the time of a release build (docs/design/024).
let isQuick = Context.environment["ISOGLOSS_QUICK"] == "1"
let computing: Set = [
  "Digests", "JSON", "Statistics", "ModelFiles", "Torch", "Tokenizers", "Models", "LanguageID", "Judges",
]

/// Targets in C and C++: their folders are named as they are imported.
let native: Set = ["COpenSSL", "CTorch", "CArrow", "CMPI"]

/// A module: folder `Sources/X` holds target `IsoglossX`.
func module(_ folder: String, _ imports: [String] = [], _ packages: [Target.Dependency] = []) -> Target {
  .target(
    name: "Isogloss\(folder)",
    dependencies: imports.map { .target(name: native.contains($0) ? $0 : "Isogloss\($0)") } + packages,
    path: "Sources/\(folder)",
    exclude: ["Protocols/SOURCE.md"].filter {
      FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/Sources/\(folder)/\($0)")
    },
    swiftSettings: settings + (isQuick && computing.contains(folder) ? [.unsafeFlags(["-O"])] : []))
}

/// The tests of a module: folder `Tests/XTests`.
func tests(_ folder: String, _ imports: [String], _ packages: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(folder)Tests",
    dependencies: imports.map { .target(name: native.contains($0) ? $0 : "Isogloss\($0)") } + packages,
    path: "Tests/\(folder)Tests",
    exclude: ["Cases", "Goldens", "Snapshots", "Templates"].filter {
      FileManager.default.fileExists(atPath: "\(Context.packageDirectory)/Tests/\(folder)Tests/\($0)")
    },
    swiftSettings: settings)
}

/// `ISOGLOSS_ONLY=Judges,Store` leaves the tests of these modules and what they need: a quick build while working.
func narrowed(_ targets: [Target]) -> [Target] {
  guard let only = Context.environment["ISOGLOSS_ONLY"], !only.isEmpty else { return targets }
  var wanted = Set<String>()
  var open = only.split(separator: ",").map { $0 == "isogloss" ? "isogloss" : "\($0)Tests" }
  while let name = open.popLast() {
    guard wanted.insert(name).inserted, let target = targets.first(where: { $0.name == name }) else { continue }
    for case .targetItem(let next, _) in target.dependencies { open.append(next) }
    for case .byNameItem(let next, _) in target.dependencies { open.append(next) }
  }
  return targets.filter { wanted.contains($0.name) }
}

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nio = ["NIOCore", "NIOHTTP1", "NIOPosix"].map { Target.Dependency.product(name: $0, package: "swift-nio") }
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// Servers on loopback that several modules' tests talk to.
let servers = Target.Dependency.target(name: "TestServers")

let package = Package(
  name: "isogloss",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
  ],
  targets: narrowed([
    .systemLibrary(name: "COpenSSL", path: "Sources/COpenSSL", providers: [.apt(["libssl-dev"])]),
    module("Digests", ["COpenSSL"]),
    module("Core", ["Digests"]),
    module("JSON"),
    module("Statistics"),
    module("ModelFiles"),
    .target(
      name: "CTorch",
      path: "Sources/CTorch",
      cxxSettings: [
        .unsafeFlags([
          "-isystem", "\(libtorch)/include", "-isystem", "\(libtorch)/include/torch/csrc/api/include",
          "-fexceptions", "-O2",
        ])
      ],
      linkerSettings: [
        .unsafeFlags(["-L\(libtorch)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(libtorch)/lib"]),
        .linkedLibrary("torch_cpu"), .linkedLibrary("c10"),
      ]),
    .target(name: "CMPI", path: "Sources/CMPI"),
    module("Torch", ["CTorch", "ModelFiles"]),
    .target(
      name: "CArrow",
      path: "Sources/CArrow",
      cxxSettings: [.unsafeFlags(["-isystem", "\(arrow)/include", "-fexceptions", "-O2"])],
      linkerSettings: [
        .unsafeFlags(["-L\(arrow)/lib", "-Xlinker", "-rpath", "-Xlinker", "\(arrow)/lib"]),
        .linkedLibrary("parquet"), .linkedLibrary("arrow"),
      ]),
    module("Parquet", ["CArrow"]),
    module("Tokenizers", ["Core", "ModelFiles"]),
    module("Models", ["Torch", "ModelFiles", "Tokenizers", "Core"]),
    module("LanguageID", ["Core"]),
    module("Perturbations", ["Core"]),
    module("Datasets", ["Core", "Statistics", "Review", "Parquet", "LanguageID"]),
    module("Alignment", ["CMPI", "Models", "Datasets", "Statistics", "Torch", "Tokenizers", "ModelFiles", "Core"]),
    module("Endpoints", ["Core", "Digests", "JSON"], [httpClient, nioSSL] + nio),
    module("Judges", ["Core", "Statistics"]),
    module("Recipes", ["Core"], [yams]),
    module("Store", ["Core", "JSON"], [grdb]),
    module("Evaluation", ["Core", "Judges", "LanguageID", "Store", "Statistics"]),
    module(
      "Experiments",
      [
        "Alignment", "Evaluation", "Judges", "Store", "Models", "Torch", "Tokenizers", "Datasets", "Statistics",
        "Recipes", "Core",
      ]),
    module("Interpretability", ["Models", "Torch", "Tokenizers", "ModelFiles", "Statistics", "Core"]),
    module(
      "Influence", ["Alignment", "Models", "Torch", "Tokenizers", "ModelFiles", "Datasets", "Statistics", "Core"]),
    module("Reporting", ["Core"]),
    module("Survey", ["Core", "Statistics", "Datasets", "Review"]),
    module("Review", ["Core", "Statistics"]),
    module(
      "Dashboard",
      [
        "Review", "Reporting", "Evaluation", "Store", "Judges", "Survey", "Datasets", "Statistics", "Digests", "Core",
      ], [hummingbird]),
    .executableTarget(
      name: "isogloss",
      dependencies: [
        "IsoglossCore", "IsoglossStatistics", "IsoglossModelFiles", "IsoglossTorch", "IsoglossTokenizers",
        "IsoglossModels", "IsoglossLanguageID", "IsoglossDatasets", "IsoglossJudges", "IsoglossStore",
        "IsoglossEndpoints", "IsoglossEvaluation", "IsoglossReporting", "IsoglossAlignment", "IsoglossRecipes",
        "IsoglossPerturbations", "IsoglossExperiments", "IsoglossSurvey", "IsoglossInterpretability",
        "IsoglossInfluence", "IsoglossReview", "IsoglossDashboard", argumentParser,
      ],
      path: "Sources/isogloss",
      swiftSettings: settings),
    .target(
      name: "TestServers", dependencies: ["IsoglossDigests", nioSSL] + nio, path: "Tests/Servers",
      swiftSettings: settings),
    tests("Digests", ["Digests"]),
    tests("Core", ["Core"]),
    tests("JSON", ["JSON"]),
    tests("Statistics", ["Statistics"]),
    tests("ModelFiles", ["ModelFiles"]),
    tests("Torch", ["Torch", "ModelFiles"]),
    tests("Parquet", ["Parquet"]),
    tests("Tokenizers", ["Tokenizers", "ModelFiles", "Core"]),
    tests("Models", ["Models", "Torch", "Tokenizers", "ModelFiles", "Core"]),
    tests("LanguageID", ["LanguageID", "Core"]),
    tests("Perturbations", ["Perturbations", "Core"]),
    tests("Datasets", ["Datasets", "Review", "LanguageID", "Parquet", "Statistics", "Core"]),
    tests("Alignment", ["Alignment", "Models", "Datasets", "Statistics", "Torch", "Tokenizers", "ModelFiles", "Core"]),
    tests("Endpoints", ["Endpoints", "Evaluation", "Judges", "Store", "Core"], [servers, nioSSL] + nio),
    tests("Judges", ["Judges", "LanguageID", "Datasets", "Core", "Statistics"]),
    tests("Recipes", ["Recipes", "Core"], [yams]),
    tests("Store", ["Store", "Core"]),
    tests("Evaluation", ["Evaluation", "Judges", "LanguageID", "Store", "Core", "Statistics"]),
    tests("Experiments", ["Experiments", "Models", "Datasets", "Statistics", "Recipes", "Core"]),
    tests(
      "Interpretability", ["Interpretability", "Models", "Torch", "Tokenizers", "ModelFiles", "Statistics", "Core"]),
    tests(
      "Influence",
      ["Influence", "Alignment", "Models", "Torch", "Tokenizers", "ModelFiles", "Datasets", "Statistics", "Core"]),
    tests("Reporting", ["Reporting", "Core"]),
    tests("Survey", ["Survey", "Review", "Datasets", "Statistics", "Core"]),
    tests("Review", ["Review", "Evaluation", "Datasets", "Statistics", "Core"]),
    tests(
      "Dashboard",
      ["Dashboard", "Review", "Evaluation", "Store", "Judges", "Reporting", "Survey", "Datasets", "Core"],
      [hummingbird, hummingbirdTesting]),
    tests("CommandLine", ["Core", "Store", "ModelFiles"], ["isogloss", servers, argumentParser]),
  ]),
  cxxLanguageStandard: .cxx20)
