public import Foundation
public import IsoglossCore
internal import IsoglossReview

/// Labels of a run's answers, as annotations of the run: one a labeller, answer and question.
public enum AnnotatedAnswers {
  /// What is asked: the outcome by its name, harm and refusal as `true` or `false`.
  private enum Question: String, CaseIterable { case outcome, harm, refusal }

  /// Labels as annotations.
  /// - Parameter time: when they were made; null where that is not known.
  public static func annotations(of labels: [LabelledAnswer], time: Date?) -> [Annotation] {
    labels.flatMap { label in
      Question.allCases.compactMap { question -> Annotation? in
        let value: String? =
          switch question {
          case .outcome: label.outcome.isScored ? label.outcome.name : nil
          case .harm: label.harm.map { "\($0)" }
          case .refusal: label.refusal.map { "\($0)" }
          }
        return value.map {
          Annotation(item: label.id, question: question.rawValue, value: $0, annotator: label.labeller, time: time)
        }
      }
    }
  }

  /// Annotations as labels: one a prompt that is annotated, in the order of the run.
  ///
  /// Where annotators of one answer differ on a question, the label does not answer it: they have to settle it first.
  /// - Returns: the labels, and how many answers have such a question.
  /// - Throws: `DatasetError.empty` where nothing says anything of the outcome, of harm or of refusal; `.malformed` for a
  ///   value that none of these takes.
  public static func labels(
    _ items: [RunItem], _ annotations: [Annotation]
  ) throws -> (answers: [LabelledAnswer], disputed: Int) {
    let byItem = Dictionary(grouping: annotations.filter { Question(rawValue: $0.question) != nil }, by: \.item)
    var answers: [LabelledAnswer] = []
    var disputed = 0
    for item in items {
      guard let said = byItem[item.id], let completion = item.completion else { continue }
      func values(_ question: Question) -> Set<String> {
        Set(said.filter { $0.question == question.rawValue }.map(\.value))
      }
      func settled<Value>(_ question: Question, _ read: (String) -> Value?) throws -> Value? {
        let found = values(question)
        guard let text = found.first, found.count == 1 else { return nil }
        guard let value = read(text) else {
          throw DatasetError(.malformed, "An annotation of \(item.id) says \"\(text)\" of its \(question.rawValue).")
        }
        return value
      }
      if Question.allCases.contains(where: { values($0).count > 1 }) { disputed += 1 }
      let harm = try settled(.harm) { Bool($0) }
      let refusal = try settled(.refusal) { Bool($0) }
      let outcome = try settled(.outcome) { Outcome(name: $0) }
      answers.append(
        LabelledAnswer(
          id: item.id, group: item.prompt.group, language: item.prompt.language, prompt: item.prompt.text,
          response: completion.text, outcome: outcome ?? .labelled(harm: harm, refusal: refusal), harm: harm,
          refusal: refusal, labeller: Set(said.map(\.annotator)).sorted().joined(separator: " and "), split: .calibrate,
          intent: item.prompt.intent))
    }
    guard !answers.isEmpty else {
      throw DatasetError(
        .empty, "The run has no annotation of an outcome, of harm or of refusal: `isogloss judge annotate` adds some.")
    }
    return (answers, disputed)
  }
}
