public import Foundation
public import IsoglossCore

/// One annotator at a terminal: shows papers, asks the form's questions, and keeps each paper's answers as soon as they
/// are whole.
public struct AnnotationSession {
  /// What was done.
  public struct Result: Hashable, Sendable {
    /// Papers answered in this sitting.
    public var answered: Int
    /// Papers left.
    public var left: Int
  }

  /// The form.
  public var form: ReviewForm
  /// Who answers.
  public var annotator: String

  /// A session of an annotator.
  public init(form: ReviewForm = SurveyForm.standard, annotator: String) {
    self.form = form
    self.annotator = annotator
  }

  /// Asks about papers until they or the answers end.
  ///
  /// An answer is a choice or the number before it; `s` passes a paper over, `b` goes a question back, `q` ends.
  /// - Parameters:
  ///   - read: the next line; null where there is none.
  ///   - show: shows a text.
  ///   - keep: keeps the answers to one paper.
  public func run(
    _ papers: [Paper], read: () -> String?, show: (String) -> Void, keep: ([Annotation]) throws -> Void,
    time: () -> Date = { .now }
  ) throws -> Result {
    var answered = 0
    show(form.instructions)
    for (index, paper) in papers.enumerated() {
      show("\n[\(index + 1) of \(papers.count)] \(paper.title)\n\n\(paper.abstract ?? "(no abstract)")\n")
      switch ask(paper, read: read, show: show, time: time) {
      case .answers(let annotations):
        try keep(annotations)
        answered += 1
      case .passed: continue
      case .ended: return Result(answered: answered, left: papers.count - answered)
      }
    }
    return Result(answered: answered, left: papers.count - answered)
  }

  private enum Reply {
    case answers([Annotation])
    case passed, ended
  }

  private func ask(_ paper: Paper, read: () -> String?, show: (String) -> Void, time: () -> Date) -> Reply {
    var answers: [Annotation] = []
    while answers.count < form.questions.count {
      let question = form.questions[answers.count]
      let choices = question.choices.enumerated().map { "\($0 + 1) \($1)" }.joined(separator: "  ")
      show("\(question.text)  \(choices.isEmpty ? question.takes : choices)")
      guard let line = read()?.trimmingCharacters(in: .whitespaces) else { return .ended }
      switch line {
      case "q": return .ended
      case "s": return .passed
      case "b":
        _ = answers.popLast()
        continue
      default: break
      }
      let number = Int(line).flatMap { question.choices.indices.contains($0 - 1) ? question.choices[$0 - 1] : nil }
      guard let value = number ?? question.answer(line) else {
        show("That is no answer: \(question.takes); s passes the paper over, b goes back, q ends.")
        continue
      }
      answers.append(
        Annotation(item: paper.id, question: question.id, value: value, annotator: annotator, time: time()))
    }
    return .answers(answers)
  }
}
