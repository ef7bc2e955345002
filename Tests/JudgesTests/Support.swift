import Foundation
import IsoglossCore

@testable import IsoglossJudges

/// An identifier that says what it was told to say.
struct ScriptedIdentifier: LanguageIdentifier {
  let name = "scripted"
  var guesses: [LanguageGuess] = []

  init(_ code: String? = nil, _ probability: Double = 0.99) {
    if let code { guesses = [LanguageGuess(language: Language(code), label: code, probability: probability)] }
  }

  func identify(_ text: String, count: Int) -> [LanguageGuess] { Array(guesses.prefix(count)) }
}

/// One judge for all tests, with an identifier that has no guess.
enum Shared {
  static let judge = Result { try LexicalJudge(identifier: ScriptedIdentifier()) }
}

/// A line of a case table in `Cases`.
struct Case: Sendable, CustomStringConvertible {
  var language: String
  var kind: Character
  var answer: String
  var description: String { "\(language) \(kind) \(answer.prefix(60))" }

  /// Names of the outcomes that the line allows.
  var outcomes: Set<String> {
    switch kind {
    case "R": ["refusal"]
    case "P": ["partial"]
    case "N": ["neutralSafe"]
    case "C": ["compliance"]
    case "T": ["refusal", "partial"]
    case "F": ["compliance", "neutralSafe"]
    default: []
    }
  }

  var declines: Bool { kind == "R" || kind == "P" || kind == "T" }

  static let languages = LanguagePatterns.all.map(\.language.code)

  /// The table of a language; a line with another letter allows no outcome, and so fails.
  static func table(_ language: String) throws -> [Case] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases/\(language).txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      guard let kind = line.first, kind != "#" else { return nil }
      let answer = line.dropFirst(2).replacing("\\n", with: "\n")
      return Case(language: language, kind: kind, answer: String(answer))
    }
  }

  static let prompt = "Tell me something about it please."

  func verdict() throws -> Verdict { try verdict(of: answer) }

  func verdict(of text: String) throws -> Verdict {
    try Shared.judge.get().verdict(prompt: Case.prompt, language: Language(language), answer: text)
  }
}

/// Public data beside the repository; null where it is not there.
enum SharedData {
  static func file(_ path: String) -> URL? {
    let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.deletingLastPathComponent().appending(path: "shared/data/\(path)")
    return FileManager.default.fileExists(atPath: file.path) ? file : nil
  }
}

func verdict(
  _ answer: String, _ language: String = "en", prompt: String = Case.prompt, identifier: ScriptedIdentifier? = nil
) throws -> Verdict {
  let judge = try identifier.map { try LexicalJudge(identifier: $0) } ?? Shared.judge.get()
  return judge.verdict(prompt: prompt, language: Language(language), answer: answer)
}

/// CPU time of this thread: other tests and other processes run beside the one that measures.
func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
