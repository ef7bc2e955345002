import Foundation
import IsoglossModelFiles
import Testing

/// Open MPI's launcher on this machine.
private enum Launcher {
  static let url = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { URL(filePath: String($0)).appending(path: "mpirun") }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  static let missing: Comment = "no mpirun: two ranks were not run (Debian: openmpi-bin)"

  /// Ranks on one machine, more than it has cores, as root too; through shared memory, copied, since containers forbid
  /// reading another process's.
  static let environment = [
    "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "OMPI_MCA_plm": "isolated", "OMPI_MCA_pml": "ob1", "OMPI_MCA_btl": "self,vader",
    "OMPI_MCA_btl_vader_single_copy_mechanism": "none",
  ]

  /// The process of a rank below a launcher's; null where there is none.
  static func process(of rank: Int, below launcher: Int32) -> Int32? {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.compactMap { Int32($0) }.first { pid in
      let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
      guard status.contains("\nPPid:\t\(launcher)\n"),
        let environment = FileManager.default.contents(atPath: "/proc/\(pid)/environ")
      else { return false }
      return environment.split(separator: 0).contains(Data("OMPI_COMM_WORLD_RANK=\(rank)".utf8))
    }
  }
}

/// Several processes that train one model, through the command line.
@Suite(.serialized, .waitsForPrograms)
struct RanksTests {
  private let folder: URL
  private let model: URL
  private let pairs: URL

  init() throws {
    folder = try Program.scratch()
    model = try TinyModelFolder.make(in: folder)
    pairs = try TinyModelFolder.pairs(in: folder)
  }

  private func align(_ out: String, _ more: [String] = [], base: URL? = nil) -> [String] {
    [
      "align", "--base", (base ?? model).path, "--pairs", pairs.path, "--out", folder.appending(path: out).path,
      "--loss",
      "dpo+sft", "--epochs", "1", "--seed", "3", "--evaluate-every", "5", "--checkpoint-every", "2", "--dtype",
      "float32", "--threads", "1",
    ] + more
  }

  private var environment: [String: String] {
    // References of this test's models do not belong among the user's.
    ["ISOGLOSS_HOME": folder.appending(path: "home").path].merging(Launcher.environment) { $1 }
  }

  /// Two ranks, each with its own arguments.
  private func ranks(_ first: [String], _ second: [String]? = nil) throws -> Program.Ending {
    let launcher = try #require(Launcher.url)
    let arguments = ["-n", "1", Program.url.path] + first + [":", "-n", "1", Program.url.path] + (second ?? first)
    return try Program.run(arguments, environment: environment, executable: launcher)
  }

  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: folder.appending(path: path)) }

  /// Metrics without times.
  private func metrics(_ out: String) throws -> [String] {
    try String(decoding: bytes("\(out)/metrics.jsonl"), as: UTF8.self).split(separator: "\n").map { line in
      var object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      for key in ["seconds", "tokensPerSecond", "residentBytes"] { object[key] = nil }
      return String(decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
    }
  }

  /// Weights of a run by name.
  private func weights(_ path: String) throws -> [String: [Float]] {
    let file = try SafetensorsFile(contentsOf: folder.appending(path: path))
    return Dictionary(
      uniqueKeysWithValues: try file.entries.map { ($0.name, try file.float32(of: $0.name)) })
  }

  /// Settings under which every row holds one pair, in one process and in two.
  private static let onePairARow = ["--batch", "2", "--token-budget", "170"]

  @Test(
    "two ranks with a pair each write what one process with both writes, byte for byte",
    .enabled(if: Launcher.url != nil, Launcher.missing),
    arguments: [
      (["--rank", "4", "--rate", "1e-2"], "adapter_model.safetensors"),
      (["--rank", "0", "--rate", "1e-4"], "model.safetensors"),
    ])
  func twoRanksAreOneProcess(weights: [String], file: String) throws {
    let alone = try Program.run(align("alone", weights + Self.onePairARow), environment: environment)
    #expect(alone.status == 0, "\(alone.errors)")
    let together = try ranks(align("together", weights + Self.onePairARow))
    #expect(together.status == 0, "\(together.errors)")
    #expect(together.errors.contains("2 ranks over Open MPI"), "\(together.errors)")
    // One rank speaks.
    #expect(together.output == alone.output)
    #expect(try bytes("together/\(file)") == bytes("alone/\(file)"))
    #expect(try metrics("together") == metrics("alone"))
  }

  @Test(
    "larger shares differ from one process by rounding alone", .enabled(if: Launcher.url != nil, Launcher.missing),
    arguments: [
      (["--rank", "4", "--rate", "1e-3"], "adapter_model.safetensors"),
      (["--rank", "0", "--rate", "1e-5"], "model.safetensors"),
    ])
  func sharesOfManyPairs(weights more: [String], file: String) throws {
    let settings = more + ["--batch", "4", "--accumulation", "2"]
    let alone = try Program.run(align("alone", settings), environment: environment)
    let together = try ranks(align("together", settings))
    #expect(alone.status == 0 && together.status == 0, "\(alone.errors) \(together.errors)")
    let (a, b) = (try weights("together/\(file)"), try weights("alone/\(file)"))
    #expect(Set(a.keys) == Set(b.keys))
    for (name, values) in b {
      let top = values.map(abs).max() ?? 0
      let far = zip(try #require(a[name]), values).map { abs($0 - $1) }.max() ?? .infinity
      #expect(far <= 1e-3 * top, "\(name): \(far) of \(top)")
    }
  }

  @Test(
    "a killed rank ends the others, and one process alone goes on to the same bytes",
    .enabled(if: Launcher.url != nil, Launcher.missing))
  func aKilledRankEndsTheJob() throws {
    let arguments = ["--rank", "4", "--epochs", "4"] + Self.onePairARow
    let whole = try Program.run(align("whole", arguments), environment: environment)
    #expect(whole.status == 0, "\(whole.errors)")
    let command = ["-n", "2", Program.url.path] + align("killed", arguments)
    let (process, finish) = try Program.start(
      command, environment: environment, in: folder, executable: #require(Launcher.url))
    func lines() -> Int { ((try? bytes("killed/metrics.jsonl")) ?? Data()).count { $0 == 0x0A } }
    while process.isRunning, lines() < 8 { usleep(2_000) }
    kill(try #require(Launcher.process(of: 1, below: process.processIdentifier)), SIGKILL)
    let ending = try finish()
    #expect(ending.status != 0)
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "killed/adapter_model.safetensors").path))
    // Rank 0 has let go of the folder, which one process at a time trains in.
    let resumed = try Program.run(align("killed", arguments), environment: environment)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try bytes("killed/adapter_model.safetensors") == bytes("whole/adapter_model.safetensors"))
    #expect(try metrics("killed") == metrics("whole"))
  }

  @Test(
    "a rank that cannot take part ends all with its reason", .enabled(if: Launcher.url != nil, Launcher.missing))
  func ranksThatAreNotAlike() throws {
    let other = try TinyModelFolder.make(in: folder, seed: 1)
    for (second, says) in [
      (align("out", base: other), "another base"), (align("out", ["--base", "/nowhere"]), "no model /nowhere"),
      (align("out", ["--from-adapter", "/nowhere"]), "adapter"),
    ] {
      let ending = try ranks(align("out"), second)
      #expect(ending.status != 0 && ending.errors.contains("rank 1 of 2: "), "\(ending.errors)")
      #expect(ending.errors.contains(says), "\(ending.errors)")
    }
    // What rank 0 finds wrong ends rank 1, which knows nothing of it.
    let ending = try ranks(align("none", ["--pairs", "nowhere"]))
    #expect(ending.status != 0 && ending.errors.contains("rank 0 of 2: "), "\(ending.errors)")
  }

  @Test("a recipe of two stages is trained by all ranks", .enabled(if: Launcher.url != nil, Launcher.missing))
  func stages() throws {
    let recipe = folder.appending(path: "two.yaml")
    try Data(
      """
      name: two
      stages:
        - {name: first, pairs: \(pairs.path), loss: sft, rank: 4, batch: 2, mixture: {per-language: 4}, held-out: 0.1}
        - {name: second, pairs: \(pairs.path), rank: 4, batch: 2, mixture: {per-language: 4}, held-out: 0.1}
      """.utf8
    ).write(to: recipe)
    func arguments(_ out: String) -> [String] {
      [
        "align", "--base", model.path, "--recipe", recipe.path, "--out", folder.appending(path: out).path, "--dtype",
        "float32", "--threads", "1", "--token-budget", "170",
      ]
    }
    let alone = try Program.run(arguments("alone"), environment: environment)
    #expect(alone.status == 0, "\(alone.errors)")
    let together = try ranks(arguments("together"))
    #expect(together.status == 0, "\(together.errors)")
    #expect(
      try bytes("together/second/adapter_model.safetensors") == bytes("alone/second/adapter_model.safetensors"))
  }

  @Test func withoutOpenMPIItSaysWhatToInstall() throws {
    var environment = self.environment
    environment["OMPI_COMM_WORLD_SIZE"] = "2"
    for (library, says) in [("/nowhere/libmpi.so", "openmpi-bin"), ("libm.so.6", "only Open MPI's")] {
      environment["ISOGLOSS_MPI"] = library
      let ending = try Program.run(align("out"), environment: environment)
      #expect(ending.status == 1 && ending.errors.contains(says), "\(ending.errors)")
    }
    let other = try Program.run(align("out"), environment: ["PMI_SIZE": "4"])
    #expect(other.status == 1 && other.errors.contains("not Open MPI's"), "\(other.errors)")
  }
}
