import ArgumentParser
import Foundation
import IsoglossAlignment
import IsoglossCore
import IsoglossInfluence

extension InfluenceCommand {
  /// Asks an index what moved some answers.
  struct Query: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Which pairs, in which languages, moved an answer.",
      discussion: """
        Example: isogloss influence query runs/influence --language lv --limit 3
        Example: isogloss influence query runs/influence --language en --prompt "How do I …?" --answer "I cannot help …"
        """)

    @Argument(help: "The index's folder.")
    var index: String
    @Option(help: "Ask about the held-out pairs of this language; all when left out. With --prompt: its language.")
    var language: String?
    @Option(help: "Ask about these held-out pairs, by id; may be given again.")
    var id: [String] = []
    @Option(help: "Ask about an answer of your own to this prompt.")
    var prompt: String?
    @Option(help: "The answer.")
    var answer: String?
    @Option(
      help: "What it is compared with: the margin over this answer counts; its own log-probability when left out.")
    var against: String?
    @Option(help: "At most so many questions.")
    var limit: Int?
    @Option(help: "gradient, cosine, tracin, ekfac with a curvature, or less for an index of Adam's steps.")
    var method: InfluenceMethod?
    @Option(help: "Pairs shown on each side.")
    var top = 10
    @Flag(help: "Read every byte of the index first and compare it with its digest.")
    var verify = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
      guard (prompt == nil) == (answer == nil) else { throw ValidationError("--prompt and --answer belong together.") }
      guard against == nil || prompt != nil else { throw ValidationError("--against needs --prompt and --answer.") }
      guard top > 0, limit.map({ $0 > 0 }) ?? true else {
        throw ValidationError("--top and --limit take numbers from 1.")
      }
    }

    func run() async throws {
      let opened = try InfluenceIndex(at: URL(filePath: index))
      if verify { try opened.verify() }
      let source = try InfluenceSource(of: opened)
      let method = method ?? (opened.manifest.feature == .adam ? .less : .tracin)
      let asked = try questions(source)
      let session = InfluenceSession()
      try await session.open(source.plan(opened.manifest.projection))
      let slopes: AdapterGradients.Slopes = prompt != nil && against == nil ? .answer : .margin
      let queries = try await session.queries(
        asked, groups: asked.map { source.pairs[$0.id]?.group }, slopes: slopes,
        solvedBy: method == .ekfac ? opened : nil)
      let clock = ContinuousClock.now
      let scores = try opened.scores(queries, by: method)
      let milliseconds = (ContinuousClock.now - clock) / .milliseconds(1)
      let moved = zip(queries, scores).map { MovedAnswer($0, opened, scores: $1, top: top) }
      let report = Report(
        title: "Isogloss influence",
        headline: "\(queries.count) answers; \(opened.count) pairs; \(method.rawValue)",
        facts: [
          Fact("adapter", opened.manifest.adapter),
          Fact("checkpoints", opened.manifest.checkpoints.map(\.name).joined(separator: ", ")),
          Fact("search", String(format: "%.1f ms for all", milliseconds)),
        ], sections: moved.map { $0.section(method: method) }, provenance: try opened.manifest.provenance)
      try RunReporter(output: output).show(report, json: moved)
    }

    /// The language of the options, as every command takes a code: `LV` and `lv-LV` are `lv`.
    private var tongue: Language? { language.map { Language($0.trimmingCharacters(in: .whitespaces)) } }

    /// The held-out pairs that are asked about, or the answer of the options.
    private func questions(_ source: InfluenceSource) throws -> [TokenizedPair] {
      if let prompt, let answer {
        let pair = PreferencePair(
          id: "your answer", language: tongue ?? .english, intent: .harmful, prompt: prompt, chosen: answer,
          rejected: against ?? answer, provenance: Provenance(source: "the command line"))
        let fitted = try source.tokenizer.tokenize([pair])
        guard !fitted.pairs.isEmpty else {
          throw ValidationError(
            "The prompt alone has the \(source.tokenizer.maxLength) tokens that the adapter was trained with, or more: there is "
              + "nothing to ask.")
        }
        tellLengths(source, dropped: 0, cut: fitted.cut.count)
        return fitted.pairs
      }
      func isWanted(_ pair: String, _ own: Language) -> Bool {
        (id.isEmpty || id.contains(pair)) && (tongue.map { $0 == own } ?? true)
      }
      let known = source.data.heldOut
      let wanted = known.filter { isWanted($0.id, $0.language) }
      let asked = Array(wanted.prefix(limit ?? wanted.count))
      let dropped = source.data.heldOutDropped.count { lost in
        source.pairs[lost].map { isWanted(lost, $0.language) } ?? false
      }
      tellLengths(source, dropped: dropped, cut: Set(source.data.cut).intersection(asked.map(\.id)).count)
      guard !wanted.isEmpty else {
        throw ValidationError(
          "No held-out pair fits; there are \(known.count), in "
            + "\(Set(known.map(\.language.code)).sorted().joined(separator: ", ")).")
      }
      return asked
    }

    private func tellLengths(_ source: InfluenceSource, dropped: Int, cut: Int) {
      if let note = source.tokenizer.lengthNote(dropped: dropped, cut: cut) { Terminal.note(note) }
    }
  }
}
