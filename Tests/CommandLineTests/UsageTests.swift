import Foundation
import Testing

/// What a person at the terminal relies on: examples, clear errors, documented exit statuses.
@Suite(.waitsForPrograms)
struct UsageTests {
  @Test(arguments: [
    [], ["eval"], ["report"], ["generate"], ["perturb"], ["models"], ["models", "info"], ["languages"],
    ["data", "validate"],
    ["data", "fetch"], ["data", "formats"],
    ["doctor"], ["judge", "calibrate"], ["judge", "run"], ["judge", "rule"], ["judge", "list"], ["judge", "agree"],
    ["judge", "parity"], ["judge", "annotate"], ["judge", "read"], ["judge", "train"],
  ])
  func helpShowsAnExample(command: [String]) throws {
    let ending = try Program.run(command + ["--help"])
    #expect(ending.status == 0)
    #expect(ending.output.contains("Example") || command == ["models"] || command == ["judge"])
  }

  @Test(arguments: [
    ["eval"], ["eval", "--run", "x", "--limit", "0"], ["eval", "--run", "x", "--hazards", "S99"], ["nonsense"],
    ["eval", "--run", "x", "--temperature", "-1"], ["eval", "--run", "x", "--intent", "evil"],
    ["eval", "--run", "x", "--perturb", "nonsense"],
    ["eval", "--run", "x", "--perturb", "ascii", "--perturb", "ascii"],
    ["perturb", "--out", "x"], ["perturb", "--perturb", "ascii"], ["perturb", "--perturb", "latin@2", "--out", "x"],
    ["eval", "--run", "x", "--judge", "nobody"], ["eval", "--run", "x", "--judge", "lexical", "--judge", "lexical"],
    ["eval", "--run", "x", "--judge-key-variable", "KEY"], ["judge", "run", "x", "--judge", "polyguard@http://h/v1#"],
    ["judge", "rule", "x", "--rule", "most", "--members", "a,b"],
    ["survey", "select", "x", "--years", "2020-"], ["survey", "select", "x", "--years=-2024"],
    ["survey", "annotate", "model", "x", "--by", "m", "--model", "http://h/v1#m", "--limit=-1"],
    ["survey", "annotate", "model", "x", "--by", "m", "--model", "http://h/v1#m", "--max-new-tokens=0"],
    [
      "eval", "--run", "x", "--judge", "polyguard@http://g:1/v1", "--judge", "llama-guard-3@http://g:2/v1",
      "--judge-key-variable", "KEY",
    ],
  ])
  func wrongUseEndsWithTwo(arguments: [String]) throws {
    let ending = try Program.run(arguments)
    #expect(ending.status == 2)
    #expect(ending.output.isEmpty)
  }

  @Test func aMissingModelIsOneLineThatSaysWhatToDo() throws {
    let folder = try Program.scratch()
    let ending = try Program.run([
      "eval", "--model", "/nowhere/model", "--limit", "1", "--run", folder.appending(path: "r.sqlite").path,
    ])
    #expect(ending.status == 1)
    #expect(ending.errors.split(separator: "\n").count <= 2, "\(ending.errors)")
    #expect(ending.errors.contains("/nowhere/model"))
  }

  /// What only comes out while a command runs is one line as well, and the usage of all commands is not shown.
  @Test func aMistakeThatARunFindsIsOneLine() throws {
    let folder = try Program.scratch()
    let run = ["--limit", "1", "--languages", "en", "--run", folder.appending(path: "r.sqlite").path]
    for (model, word) in [("ftp://host/v1#m", "http://HOST:PORT/v1#NAME"), ("http://127.0.0.1:1/v1#m", "is a server")] {
      let ending = try Program.run(["eval", "--model", model, "--adapter", "a"] + run)
      #expect(ending.status == 2 && ending.output.isEmpty)
      #expect(ending.errors.split(separator: "\n").count == 1 && ending.errors.contains(word), "\(ending.errors)")
    }
  }

  @Test func aLanguageThatIsNoneIsToldOf() throws {
    let file = try Program.scratch().appending(path: "prompts.jsonl")
    let row =
      #"{"id":"1","language":"estonian","intent":"benign","text":"Miks?","provenance":{"source":"test"}}"#
    try Data(row.utf8).write(to: file)
    let ending = try Program.run(["data", "validate", file.path])
    #expect(ending.status == 0 && ending.errors.contains("\"estonian\" is none of `isogloss languages`"))
    #expect(try Program.run(["data", "validate", "isogloss-12"]).errors.isEmpty)
  }

  @Test func aMissingSetUpSaysSo() throws {
    let ending = try Program.run(
      ["generate", "--model", "smollm2-135m-instruct", "Hello"], environment: ["ISOGLOSS_HOME": "/nowhere"])
    #expect(ending.status == 1)
    #expect(ending.errors.contains("make setup"))
  }

  @Test func aBrokenProbeSaysSo() throws {
    let file = try Program.scratch().appending(path: "probe.json")
    try Data("{\"format\":".utf8).write(to: file)
    let ending = try Program.run(["judge", "calibrate", "--judge", "probe", "--probe", file.path])
    #expect(ending.status == 1 && ending.output.isEmpty)
    #expect(ending.errors.contains("probe.json is no probe") && ending.errors.split(separator: "\n").count <= 2)
    #expect(try Program.run(["judge", "train", "--out", file.path, "--layers", "x"]).status == 2)
    #expect(try Program.run(["judge", "train", "--out", file.path, "--folds", "1"]).status == 2)
  }

  @Test func missingPromptsNameTheSuites() throws {
    let ending = try Program.run(["eval", "--prompts", "nothing", "--run", "/tmp/isogloss-none.sqlite"])
    #expect(ending.status == 1 && ending.errors.contains("isogloss-12"))
    #expect(!FileManager.default.fileExists(atPath: "/tmp/isogloss-none.sqlite"))
  }

  @Test func validateCountsTheSuite() throws {
    let ending = try Program.run(["data", "validate", "isogloss-12"])
    #expect(ending.status == 0)
    #expect(ending.output.contains("lv 112 prompts: 56 harmful, 56 benign"))
    #expect(ending.output.contains("1344 prompts, parallel"))
  }

  @Test func doctorFindsWhatTheSetUpBrought() throws {
    let ending = try Program.run(["doctor"])
    #expect(ending.status == 0)
    for part in ["libtorch", "2.13.0", "gemma-3-270m", "smollm2-135m-instruct", "lid.176.ftz", "isogloss-12"] {
      #expect(ending.output.contains(part), "\(part)")
    }
  }
}
