internal import Foundation
public import IsoglossCore

/// Labels of a run's own answers, with what a judge of the run read of them.
public enum OwnLabels {
  /// One label with its answer.
  typealias Pair = (label: LabelledAnswer, item: RunItem, verdict: Verdict)

  /// Makes sure that labels are of a run's answers.
  /// - Throws: `EvaluationError.foreignLabels` where one is not of an answer of the run, or of another text than the run
  ///   has.
  public static func check(_ labels: [LabelledAnswer], run: [RunItem]) throws(EvaluationError) {
    _ = try places(of: labels, run: run)
  }

  /// The labels of answers that the judge has a verdict on, in their order.
  /// - Throws: as ``check(_:run:)``.
  static func pairs(_ labels: [LabelledAnswer], judge: String, run: [RunItem]) throws(EvaluationError) -> [Pair] {
    let places = try places(of: labels, run: run)
    return zip(labels, places).compactMap { label, place in
      run[place].verdicts[judge].map { (label, run[place], $0) }
    }
  }

  /// Where in the run each label's answer is.
  private static func places(of labels: [LabelledAnswer], run: [RunItem]) throws(EvaluationError) -> [Int] {
    let byID = Dictionary(run.indices.map { (run[$0].id, $0) }) { first, _ in first }
    let places = labels.map { label in
      byID[label.id].flatMap { place -> Int? in
        guard let text = run[place].completion?.text, label.language == run[place].prompt.language else { return nil }
        return plain(label.response) == plain(text) ? place : nil
      }
    }
    let foreign = zip(labels, places).filter { $1 == nil }.map(\.0.id)
    guard foreign.isEmpty else { throw EvaluationError.foreignLabels(foreign) }
    return places.compactMap { $0 }
  }

  /// A text without what spreadsheets change.
  private static func plain(_ text: String) -> String {
    text.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
