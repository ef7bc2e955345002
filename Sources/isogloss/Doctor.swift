import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossJudges
import IsoglossLanguageID
import IsoglossModels
import IsoglossTorch

/// What is there and what will be used.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the processor's features, libtorch, and which models and data were found.",
    discussion: "Example: isogloss doctor")

  func run() throws {
    var isWell = true
    func line(_ what: String, _ value: String) {
      print(what.padding(toLength: 24, withPad: " ", startingAt: 0) + value)
    }
    func check(_ what: String, _ value: () throws -> String) {
      do {
        line(what, try value())
      } catch {
        isWell = false
        line(what, "MISSING: \(error)")
      }
    }
    line("isogloss", Version.text)
    line("machine", Version.machine)
    line("processor features", Version.processorFeatures)
    line("libtorch", "\(Processor.torchVersion), \(Processor.threads) threads")
    line("arithmetic", "\(DType.preferredForInference.rawValue) for inference")
    let catalog = ModelCatalog()
    for name in catalog.names { check(name) { try catalog.resolve(name).url.path } }
    check("language identifier") { try FastTextIdentifier(contentsOf: Home.languageModel).name }
    check("judge") {
      let judge = try LexicalJudge(identifier: FastTextIdentifier(contentsOf: Home.languageModel))
      return "\(judge.name), languages \((judge.officialLanguages ?? []).sorted().map(\.code).joined(separator: " "))"
    }
    check("suite isogloss-12") {
      let set = try PromptReader.read("isogloss-12", suites: Places.suites)
      return "\(set.prompts.count) prompts in \(set.languages.count) languages, \(Places.suites.path)"
    }
    check("labels isogloss-12") { "\(try LabelReader.read(Places.labels).answers.count) answers" }
    if !isWell {
      Terminal.error(
        "something is missing: `make setup` fetches models and libtorch, ISOGLOSS_DATA names the data folder")
      throw ExitStatus.failure
    }
  }
}
