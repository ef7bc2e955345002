public import ArgumentParser
import Foundation
public import IsoglossCore
import IsoglossDatasets

/// Which prompts.
struct PromptOptions: ParsableArguments {
  @Option(help: "A suite (isogloss-12), a .jsonl file or folder, or PREFIX:PATH (see `isogloss data formats`).")
  var prompts: String = "isogloss-12"

  @Option(help: "Languages, by code and comma; all of the set when left out.")
  var languages: String?

  @Option(
    help: "At most this many prompts a language and intent: groups that languages share first, then each one's own.")
  var limit: Int?

  @Option(help: "Only prompts of this intent: harmful or benign.")
  var intent: Intent?

  @Option(help: "Only these hazards, by code and comma: S1,S10.")
  var hazards: String?

  func selection() throws -> PromptSelection {
    let categories = try hazards.map { text in
      Set(
        try text.split(separator: ",").map { code in
          guard let hazard = Hazard(rawValue: code.trimmingCharacters(in: .whitespaces).uppercased()) else {
            throw ValidationError("There is no hazard \(code): they are S1 to S14.")
          }
          return hazard
        })
    }
    return PromptSelection(languages: try Language.list(languages), intent: intent, hazards: categories, limit: limit)
  }

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
    _ = try selection()
  }
}

extension Intent: ExpressibleByArgument {}

extension Language {
  /// Languages by code and comma; null for null.
  static func list(_ text: String?) throws -> [Language]? {
    guard let text else { return nil }
    let codes = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    guard !codes.isEmpty else { throw ValidationError("--languages takes codes such as en,pl,lv.") }
    return codes.map { Language($0) }
  }
}

/// How text is drawn.
struct DecodingOptions: ParsableArguments {
  @Option(help: "Upper bound on new tokens.")
  var maxNewTokens: Int = 64
  @Option(help: "0 is greedy.")
  var temperature: Double = 0
  @Option(help: "Nucleus mass in 0...1.")
  var topP: Double = 1
  @Option(help: "Candidates kept; 0 keeps all.")
  var topK: Int = 0
  @Option(help: "Seed of the draw.")
  var decodingSeed: UInt64 = 0
  @Option(help: "A text that ends an answer; may be given again.")
  var stop: [String] = []

  var decoding: Decoding {
    Decoding(
      maxNewTokens: maxNewTokens, temperature: temperature, topP: topP, topK: topK, seed: decodingSeed, stop: stop)
  }

  var summary: String {
    let draw =
      temperature == 0 ? "greedy" : "temperature \(temperature), top-p \(topP), top-k \(topK), seed \(decodingSeed)"
    return "\(draw), at most \(maxNewTokens) new tokens"
  }

  func validate() throws {
    guard maxNewTokens > 0 else { throw ValidationError("--max-new-tokens takes a number from 1.") }
    guard temperature >= 0, temperature.isFinite else { throw ValidationError("--temperature takes a number from 0.") }
    guard topP > 0, topP <= 1 else { throw ValidationError("--top-p takes a share above 0, at most 1.") }
    guard topK >= 0 else { throw ValidationError("--top-k takes a number from 0.") }
  }
}

/// What is written where.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON instead of text.")
  var json = false
  @Flag(help: "Print every section, not only the first.")
  var full = false
  @Option(help: "Write a self-contained HTML report here.")
  var html: String?
  @Option(help: "Write a Markdown report here.")
  var markdown: String?
  @Option(help: "Write every section of the report as JSON here, samples included.")
  var jsonReport: String?
  @Option(help: "Seed of draws, and of the resampling behind intervals.")
  var seed: UInt64 = 0
}
