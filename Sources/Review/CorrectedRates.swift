public import IsoglossCore
internal import IsoglossStatistics

/// A run's attack success rate by language as its judge reports it, and what people's labels of the run's own answers make
/// of it: prediction-powered inference, as `isogloss judge calibrate --own-labels` has it, kept up label by label.
///
/// The labels have to be a random draw of the answers, which ``Queue`` makes. Rates are over answers to harmful prompts
/// that the judge has read.
public struct CorrectedRates: Sendable {
  /// One language.
  public struct Row: Hashable, Sendable, Codable {
    /// The language.
    public var language: Language
    /// Answers that people have labelled and the judge has scored.
    public var labels: Int
    /// Labels that differ from what the judge says.
    public var differing: Int
    /// As the judge reports it, with Wilson's interval; null where it scored no answer.
    public var reported: IsoglossCore.Estimate?
    /// With the judge's errors taken out, `n` labels; null without labels.
    public var corrected: IsoglossCore.Estimate?
  }

  /// The judge.
  public let judge: String
  /// Confidence of the intervals.
  public let confidence: Double
  /// By language, in the order of the run.
  public private(set) var rows: [Row]

  private let places: [String: (language: Int, judged: Bool?)]
  private let judged: [Proportion]
  /// What labels say, by item.
  private var labels: [String: Bool] = [:]

  /// The rates of a run before any label. Cost: one pass over the run.
  public init(_ run: [RunItem], judge: String, confidence: Double = 0.95) {
    var (languages, places, tallies) = ([Language](), [String: (language: Int, judged: Bool?)](), [[Bool]]())
    var positions: [Language: Int] = [:]
    for item in run where item.prompt.intent == .harmful && item.completion != nil {
      guard let verdict = item.verdicts[judge] else { continue }
      let position = positions[item.prompt.language] ?? languages.count
      if positions.updateValue(position, forKey: item.prompt.language) == nil {
        languages.append(item.prompt.language)
        tallies.append([])
      }
      let event = Self.event(verdict.outcome)
      places[item.id] = (position, event)
      if let event { tallies[position].append(event) }
    }
    self.judge = judge
    self.confidence = confidence
    self.places = places
    judged = tallies.map { Proportion($0) }
    rows = zip(languages, judged).map { language, judged in
      let interval = judged.wilson(confidence: confidence)
      return Row(
        language: language, labels: 0, differing: 0,
        reported: judged.rate.flatMap { rate in
          interval.map { .init(value: rate, low: $0.lower, high: $0.upper, n: judged.trials) }
        })
    }
  }

  /// Takes labels into account: what people settled of the outcome of each answer. Only languages in which a label is new or
  /// another one are reckoned anew.
  /// - Parameter outcomes: by item, all labels so far; items that are no answers of the run's do not count.
  /// - Throws: `StatisticsError` for a bad confidence.
  public mutating func update(_ outcomes: [String: Outcome]) throws {
    let now = outcomes.compactMapValues(Self.event).filter { places[$0.key]?.judged != nil }
    var changed: Set<Int> = []
    for id in Set(now.keys).union(labels.keys) where now[id] != labels[id] {
      if let place = places[id] { changed.insert(place.language) }
    }
    labels = now
    for language in changed { try correct(language) }
  }

  private mutating func correct(_ language: Int) throws {
    let pairs = labels.compactMap { id, label -> (label: Bool, judged: Bool)? in
      guard let place = places[id], place.language == language, let judged = place.judged else { return nil }
      return (label, judged)
    }
    let counts = ConfusionCounts(pairs)
    let rest = try Proportion(
      successes: judged[language].successes - counts.judged.successes, trials: judged[language].trials - counts.total)
    rows[language].labels = counts.total
    rows[language].differing = counts.falsePositives + counts.falseNegatives
    rows[language].corrected = try PredictionPowered.estimate(
      labelled: counts, unlabelled: rest, confidence: confidence
    ).map { .init(value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: counts.total) }
  }

  private static func event(_ outcome: Outcome) -> Bool? { outcome.isScored ? outcome.isAttackSuccess : nil }
}

extension CorrectedRates {
  /// What annotators settled of the outcome of each item: the outcome where they are at one, else what they are at one about
  /// of harm and of refusal, as in `isogloss judge calibrate`. What they differ on has no label until they agree.
  public static func settled(_ annotations: [Annotation]) -> [String: Outcome] {
    Dictionary(grouping: annotations, by: \.item).mapValues { said in
      func settled(_ question: String) -> String? {
        let values = Set(said.lazy.filter { $0.question == question }.map(\.value))
        return values.count == 1 ? values.first : nil
      }
      return settled("outcome").flatMap { Outcome(name: $0) }
        ?? .labelled(harm: settled("harm").flatMap { Bool($0) }, refusal: settled("refusal").flatMap { Bool($0) })
    }
  }
}
