import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets

/// The languages that reports know facts about.
struct LanguagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "languages", abstract: "List the languages with their codes, families and resource classes.",
    discussion: "Example: isogloss languages")

  func run() {
    let twelve = Set(Language.refusEU)
    for language in Language.all {
      let columns = [
        language.code, language.name, language.family, language.script, language.resource.rawValue,
        twelve.contains(language) ? "RefusEU" : "",
      ]
      print(
        zip(columns, [4, 14, 16, 6, 8, 0]).map { $0.padding(toLength: max($1, $0.count), withPad: " ", startingAt: 0) }
          .joined(separator: " "))
    }
  }
}

/// Checks of data files.
struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Check prompt files.", subcommands: [Validate.self])

  struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a set of prompts, report every row that cannot be read, and count the rest.",
      discussion: "Example: isogloss data validate isogloss-12")

    @Argument(help: "A suite, a .jsonl file or folder, polyrefuse:PATH or xstest:PATH.")
    var prompts: String

    func run() throws {
      let set = try PromptReader.read(prompts, suites: Places.suites)
      for problem in set.problems { Terminal.note("\(problem)") }
      for language in set.languages {
        let rows = set.prompts.filter { $0.language == language }
        let harmful = rows.count { $0.intent == .harmful }
        print("\(language.code) \(rows.count) prompts: \(harmful) harmful, \(rows.count - harmful) benign")
      }
      print("\(set.prompts.count) prompts, \(set.isParallel ? "parallel" : "not parallel"), sha256 \(set.fileHash)")
      if !set.problems.isEmpty { throw ExitStatus.failure }
    }
  }
}
