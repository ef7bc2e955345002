internal import IsoglossCore

/// Looks for what translations lost: meaning, hazard, culture, names, numbers, units, register, parts.
///
/// It works with what is there: a translation alone, better with a translation back, and with guards, vectors and a chat
/// model where they are given. It never says that a translation is good: a row without a sign is one where nothing was
/// seen.
public struct TranslationCheck: Sendable {
  /// Score from which a row is flagged: one sign that is right as often as not is enough.
  public static let threshold = 0.5

  private let checks: [any LossCheck]
  private let threshold: Double
  private let guards: [any RequestJudge]
  private let encoder: SentenceEncoder?
  private let question: LossQuestion?

  /// A check.
  /// - Parameters:
  ///   - terms: culture-bound terms.
  ///   - guards: shown source and translation as requests.
  ///   - encoder: gives sentence vectors of source and translation back; of the translation itself where there is none
  ///     back, and the encoder can.
  ///   - question: asked about every row.
  public init(
    terms: CultureTerms, threshold: Double = TranslationCheck.threshold, guards: [any RequestJudge] = [],
    encoder: SentenceEncoder? = nil, question: LossQuestion? = nil
  ) {
    checks = [
      LengthCheck(), NegationCheck(), MeaningCheck(), HazardCheck(), CultureCheck(terms: terms),
      NameCheck(terms: terms),
      QuantityCheck(terms: terms), RegisterCheck(),
    ]
    self.threshold = threshold
    self.guards = guards
    self.encoder = encoder
    self.question = question
  }

  /// Findings in the order of the texts.
  /// - Throws: errors of guards, vectors and the chat model where they cannot go on; `CancellationError`.
  public func run(_ texts: [TranslatedText]) async throws -> [TranslationFinding] {
    let cosines = try await cosines(texts)
    let changes = try await changes(texts)
    let answers = try await question?.ask(texts)
    return texts.enumerated().map { position, row in
      let text = CheckedText(row)
      var unchecked: [String] = []
      if text.back == nil {
        unchecked.append("no translation back: words are compared across languages only by lists")
        if encoder?.crossesLanguages == false { unchecked.append("no translation back: vectors are of one language") }
      }
      if row.sourceLanguage != .english {
        unchecked.append("the source is not English: hazards, opposites and negation")
      }
      let similarity = TextSimilarity(text, cosine: cosines?[position])
      var signs = checks.flatMap { $0.signs(in: text) } + similarity.signs(encoder)
      let guards = changes.map { $0[position] }
      for change in guards {
        signs += change.signs
        for case .unscored(let reason) in [change.harmBefore, change.harmAfter] {
          unchecked.append("\(change.judge): \(reason)")
        }
      }
      if let answer = answers?[position] {
        let name = question?.name ?? ""
        signs += [answer.sign(by: name)].compactMap { $0 }
        if case .unread(let reason) = answer { unchecked.append("\(name): \(reason)") }
      }
      return TranslationFinding(
        row, signs: signs, similarity: similarity, guards: guards, unchecked: unchecked, threshold: threshold)
    }
  }

  private func cosines(_ texts: [TranslatedText]) async throws -> [Double?]? {
    guard let encoder else { return nil }
    let places = texts.indices.filter { encoder.crossesLanguages || texts[$0].backTranslation != nil }
    var cosines = [Double?](repeating: nil, count: texts.count)
    guard !places.isEmpty else { return cosines }
    let rows = places.map { texts[$0] }
    let vectors = try await encoder.embedder.embed(
      rows.map(\.source) + rows.map { $0.backTranslation ?? $0.translation })
    guard vectors.count == 2 * rows.count else {
      throw DatasetError(.malformed, "The embedder gave \(vectors.count) vectors for \(2 * rows.count) texts.")
    }
    let found = SentenceVectors.cosines(rows.indices.map { (vectors[$0], vectors[rows.count + $0]) })
    for (place, cosine) in zip(places, found) { cosines[place] = cosine }
    return cosines
  }

  /// Changes by guard, then row.
  private func changes(_ texts: [TranslatedText]) async throws -> [[GuardChange]] {
    var all: [[GuardChange]] = []
    for judge in guards {
      let before = try await judge.judge(requests: texts.map { Self.request($0, $0.source, $0.sourceLanguage) })
      let after = try await judge.judge(requests: texts.map { Self.request($0, $0.translation, $0.language) })
      guard before.count == texts.count, after.count == texts.count else {
        throw DatasetError(.malformed, "\(judge.name) gave another number of verdicts than there are texts.")
      }
      all.append(zip(before, after).map { GuardChange(judge.name, before: $0, after: $1) })
    }
    return all
  }

  private static func request(_ row: TranslatedText, _ text: String, _ language: Language) -> Prompt {
    Prompt(
      id: "\(row.id)/\(language.code)", language: language, intent: .harmful, text: text,
      provenance: Provenance(source: "check-translation"))
  }
}

extension TextSimilarity {
  /// Signs of low likeness. Paraphrase makes these weak: they add to other signs, and alone they flag the extremes.
  func signs(_ encoder: SentenceEncoder?) -> [LossSign] {
    var signs: [LossSign] = []
    if let chrF, chrF < 30 {
      signs.append(
        LossSign(.meaning, chrF < 20 ? 0.5 : 0.3, "chrF of the translation back is only \(Int(chrF.rounded()))"))
    }
    if let words, words < 0.35 {
      signs.append(
        LossSign(
          .meaning, words < 0.2 ? 0.45 : 0.25, "\(Int((words * 100).rounded())) % of the source's words came back"))
    }
    if let cosine, let weight = encoder?.weight(cosine), weight > 0 {
      signs.append(LossSign(.meaning, weight, "the cosine of the two is only \(Double(Int(cosine * 100)) / 100)"))
    }
    return signs
  }
}
