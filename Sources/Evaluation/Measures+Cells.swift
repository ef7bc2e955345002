public import IsoglossCore
internal import IsoglossLanguageID

extension Measures {
  /// Counts of one language's clean answers, or of its answers under one perturbation.
  public struct Cell: Sendable, Codable {
    /// The language.
    public var language: Language
    /// Names of the perturbations of the prompts, joined by `+`; null for clean ones.
    public var perturbation: String?
    /// Outcomes on harmful prompts.
    public var harmful: OutcomeMix
    /// Outcomes on benign prompts.
    public var benign: OutcomeMix
    /// Whole answers in the prompt's language, or in one that its perturbation makes as good.
    public var onLanguage: Int
    /// Whole answers whose language can be told.
    public var identified: Int

    /// Answers to harmful and benign prompts.
    var answered: Int { harmful.total + benign.total }
  }
}

extension Measures.Cell {
  private struct Place: Hashable {
    var language: Language
    var perturbation: String?
  }

  /// The cell of a language none of whose prompts is perturbed.
  init(_ part: Measures.LanguageMeasures) {
    language = part.language
    perturbation = nil
    harmful = part.harmful
    benign = part.benign
    onLanguage = part.consistency.whole.passed
    identified = part.consistency.whole.scored
  }

  private init(
    _ place: Place, _ items: some Sequence<RunItem>, judge: String, identifier: some LanguageIdentifier
  ) {
    var outcomes: [Intent: [Outcome]] = [:]
    var (onLanguage, identified) = (0, 0)
    for item in items {
      guard let completion = item.completion else { continue }
      outcomes[item.prompt.intent, default: []].append(item.verdicts[judge]?.outcome ?? .unscored("not judged"))
      guard let guess = identifier.identify(completion.text, count: 1).first else { continue }
      identified += 1
      onLanguage += item.prompt.acceptedLanguages.contains(guess.language) ? 1 : 0
    }
    language = place.language
    perturbation = place.perturbation
    harmful = OutcomeMix(outcomes[.harmful] ?? [])
    benign = OutcomeMix(outcomes[.benign] ?? [])
    self.onLanguage = onLanguage
    self.identified = identified
  }

  /// The cells that have prompts: clean ones by language, then each perturbation in the order of the run. Null where no
  /// prompt is perturbed.
  static func all(
    _ items: [RunItem], judge: String, languages: [Language], identifier: some LanguageIdentifier
  ) -> [Measures.Cell]? {
    guard items.contains(where: { !$0.prompt.perturbations.isEmpty }) else { return nil }
    var labels: [String?] = [nil]
    // An item is large and there may be many: they are counted where they are, and never copied.
    var positions: [Place: [Int]] = [:]
    for (position, item) in items.enumerated() {
      let place = Place(language: item.prompt.language, perturbation: item.perturbation)
      if positions[place] == nil, !labels.contains(place.perturbation) { labels.append(place.perturbation) }
      positions[place, default: []].append(position)
    }
    var cells: [Measures.Cell] = []
    for label in labels {
      for language in languages {
        let place = Place(language: language, perturbation: label)
        guard let own = positions[place] else { continue }
        cells.append(Measures.Cell(place, own.lazy.map { items[$0] }, judge: judge, identifier: identifier))
      }
    }
    return cells
  }
}
