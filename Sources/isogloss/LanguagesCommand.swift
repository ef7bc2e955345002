import ArgumentParser
import Foundation
import IsoglossCore

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
