public import IsoglossCore
internal import IsoglossStatistics

/// Questions to be asked, each behind examples of its unit in its language, as lm-evaluation-harness takes them.
public struct ChoiceTask: Sendable {
  /// Which examples stand before a question.
  public enum Examples: Hashable, Sendable {
    /// The first ones, for every question the same: `first_n`.
    case first
    /// Drawn for each question in turn by Python's generator with this seed, anew in each unit and language: `default`,
    /// where the harness has 1234.
    case drawn(seed: UInt32)

    /// What the harness does where questions share examples in this way.
    public static func usual(_ unit: ChoiceQuestion.Unit) -> Examples { unit == .subject ? .first : .drawn(seed: 1234) }
  }

  /// As the user named it.
  public let name: String
  /// Examples before a question.
  public let shots: Int
  /// Which questions share examples.
  public let unit: ChoiceQuestion.Unit
  /// The questions asked, in the order given.
  public let questions: [ChoiceQuestion]
  private let examples: [String: [ChoiceQuestion]]
  /// Positions of each question's examples, in the order of the questions; empty where all have the first.
  private let drawn: [[Int]]

  /// A task.
  /// - Parameter taking: null takes what the harness takes.
  /// - Throws: `EvaluationError.tooFewExamples` where a unit has fewer examples than `shots`.
  public init(
    name: String, _ questions: [ChoiceQuestion], shots: Int, unit: ChoiceQuestion.Unit, taking: Examples? = nil
  ) throws {
    self.name = name
    self.shots = shots
    self.unit = unit
    self.questions = questions.filter { $0.part == .test }
    var examples: [String: [ChoiceQuestion]] = [:]
    if shots > 0 {
      for question in questions where question.part == .example {
        examples[Self.key(question, unit), default: []].append(question)
      }
      for question in self.questions {
        let count = examples[Self.key(question, unit)]?.count ?? 0
        guard count >= shots else {
          throw EvaluationError(
            .tooFewExamples,
            "\(name) has \(count) examples of \(question.name(of: unit)) in \(question.language.name), and \(shots) are "
              + "asked for: give its dev part too, or #dev:=\(shots) to take the first rows as examples.")
        }
      }
    }
    self.examples = examples
    guard shots > 0, case .drawn(let seed) = taking ?? .usual(unit) else {
      drawn = []
      return
    }
    var generators: [String: MersenneTwister] = [:]
    drawn = self.questions.map { question in
      let key = Self.key(question, unit)
      return generators[key, default: MersenneTwister(seed: seed)].sample(shots, of: examples[key]?.count ?? 0)
    }
  }

  /// What a model reads before it answers the question at a position.
  public func prompt(_ position: Int) -> String {
    let question = questions[position]
    let pool = examples[Self.key(question, unit)] ?? []
    let chosen = drawn.isEmpty ? Array(pool.prefix(shots)) : drawn[position].map { pool[$0] }
    return ChoicePrompt.text(question, after: chosen)
  }

  /// Positions of the questions in portions that are asked together: what shares examples is never parted, and a portion
  /// has at least `size` questions but for the last.
  func portions(of size: Int) -> [[Int]] {
    var units: [String: [Int]] = [:]
    var order: [String] = []
    for (position, question) in questions.enumerated() {
      let key = Self.key(question, unit)
      if units[key] == nil { order.append(key) }
      units[key, default: []].append(position)
    }
    var portions: [[Int]] = []
    for key in order {
      if let last = portions.last, last.count < size {
        portions[portions.count - 1] += units[key] ?? []
      } else {
        portions.append(units[key] ?? [])
      }
    }
    return portions
  }

  private static func key(_ question: ChoiceQuestion, _ unit: ChoiceQuestion.Unit) -> String {
    "\(question.language)/\(question.name(of: unit))"
  }
}
