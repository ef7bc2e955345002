public import IsoglossCore
internal import IsoglossReview

/// What annotators and adjudicators made of a review: one answer a question and item, or none.
public struct ReviewResult: Sendable {
  /// Who settled an answer.
  public enum Basis: String, Sendable, Codable {
    /// One annotator, and nobody else looked.
    case single
    /// All annotators alike.
    case unanimous
    /// More than half of three or more annotators.
    case majority
    /// An adjudicator.
    case adjudicated
  }

  /// What was asked of whom.
  public let sample: ReviewSample
  /// Answers by item, question and annotator.
  let answers: [String: [String: [String: String]]]
  private let decisions: [String: [String: Annotation]]

  /// - Parameters:
  ///   - annotations: of one annotator on one question of one item, the last counts.
  ///   - adjudications: decisions, which outweigh everybody; of several the last counts.
  public init(_ sample: ReviewSample, annotations: [Annotation], adjudications: [Annotation] = []) {
    self.sample = sample
    answers = annotations.reduce(into: [:]) { all, annotation in
      all[annotation.item, default: [:]][annotation.question, default: [:]][annotation.annotator] = annotation.value
    }
    decisions = adjudications.reduce(into: [:]) { all, annotation in
      all[annotation.item, default: [:]][annotation.question] = annotation
    }
  }

  /// The answer that stands, and why; null where nobody answered, or annotators differ and nobody has decided.
  func answer(_ question: String, of item: String) -> (value: String, basis: Basis)? {
    if let decision = decisions[item]?[question] { return (decision.value, .adjudicated) }
    let given = answers[item]?[question] ?? [:]
    var counts: [String: Int] = [:]
    for value in given.values { counts[value, default: 0] += 1 }
    guard let (value, count) = counts.max(by: { $0.value < $1.value }) else { return nil }
    if counts.count == 1 { return (value, count == 1 ? .single : .unanimous) }
    return 2 * count > given.count ? (value, .majority) : nil
  }

  /// Items on which annotators differ in a question that nobody has decided: what an adjudicator is given. Only the
  /// questions in doubt are asked again.
  public var disputed: [ReviewItem] {
    sample.items.compactMap { item in
      var open = item
      open.questions = item.questions.filter { question in
        Set((answers[item.id]?[question] ?? [:]).values).count > 1 && decisions[item.id]?[question] == nil
      }
      return open.questions.isEmpty ? nil : open
    }
  }

  /// Who is behind an item's answers.
  func people(_ item: String) -> [String] {
    let annotators = (answers[item] ?? [:]).values.flatMap(\.keys)
    let adjudicators = (decisions[item] ?? [:]).values.map(\.annotator)
    return Set(annotators + adjudicators).sorted()
  }

  /// Labels for the calibration of judges: of every answer with a settled answer to a question that gives a label. They are
  /// all in the part `calibrate`.
  public var labels: [LabelledAnswer] {
    sample.items.compactMap { item in
      guard let text = item.answer else { return nil }
      func value(_ label: ReviewForm.Question.Label) -> String? {
        sample.form.questions.first { $0.label == label && item.questions.contains($0.id) }
          .flatMap { answer($0.id, of: item.id)?.value }
      }
      func flag(_ label: ReviewForm.Question.Label) -> Bool? {
        value(label).flatMap { $0 == "yes" ? true : $0 == "no" ? false : nil }
      }
      let (harm, refusal) = (flag(.harm), flag(.refusal))
      let named = value(.outcome).flatMap { Outcome(name: $0) }
      guard harm != nil || refusal != nil || named != nil else { return nil }
      return LabelledAnswer(
        id: "\(item.pair).\(item.part.rawValue)", group: item.group.map { "\($0).\(item.part.rawValue)" },
        language: item.language, prompt: item.request, response: text,
        outcome: named ?? .labelled(harm: harm, refusal: refusal), harm: harm, refusal: refusal,
        labeller: "human: \(people(item.id).joined(separator: ", "))", split: .calibrate, intent: item.intent)
    }
  }
}
