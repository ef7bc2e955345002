public import IsoglossCore

/// Whole clauses of a prompt in another language, from a parallel text: switching at the clause's edge, the kind that
/// Poplack 1980 ("Sometimes I'll Start a Sentence in Spanish y termino en español") calls inter-sentential. At least one
/// clause stays.
public struct ClauseSwitch: TextPerturbation {
  private let written: PerturbationName
  private let texts: ParallelTexts

  init(_ name: PerturbationName, texts: ParallelTexts) {
    written = name
    self.texts = texts
  }

  /// A perturbation.
  /// - Parameter rate: share of the clauses that are switched.
  /// - Throws: `PerturbationError.badRate` for a rate outside its range.
  public init(into language: Language, rate: Double, texts: ParallelTexts) throws {
    self.init(try PerturbationName(.clauseSwitch, [language], rate: rate), texts: texts)
  }

  /// `clause-switch:bn@0.5`.
  public var name: String { written.description }
  /// The embedded language.
  public var broughtIn: [Language] { written.languages }

  /// Switches clauses; null without a counterpart, and where there is one clause.
  public func rewrite(_ prompt: Prompt, seed: UInt64) -> Rewriting? {
    guard let language = written.languages.first, language != prompt.language,
      let other = texts.counterpart(of: prompt, in: language)
    else { return nil }
    let pieces = Clauses.pieces(of: prompt.text)
    let foreign = Clauses.pieces(of: other)
    func lengths(_ pieces: [TextPiece]) -> [Int] { pieces.filter(\.isWord).map(\.text.count) }
    let beads = ClauseAlignment.beads(lengths(pieces), lengths(foreign))
    guard beads.count > 1 else { return nil }
    let draw = SeededDraw(seed: seed, family: written.family, prompt: prompt)
    let count = min(beads.count - 1, max(1, Int((written.rate * Double(beads.count)).rounded())))
    let chosen = draw.ranked(Array(beads.indices)).prefix(count).sorted()
    // Clauses and gaps stand in turn: clause n is piece 2 n.
    func run(_ clauses: Range<Int>) -> Range<Int> { (2 * clauses.lowerBound)..<(2 * clauses.upperBound - 1) }
    return Rewriting(
      pieces,
      replacing: chosen.map { bead in
        (run(beads[bead].source), foreign[run(beads[bead].target)].map(\.text).joined())
      })
  }
}
