internal import IsoglossReview

/// An annotator's answers as a page sends them: `a.QUESTION` for one answer, `a.QUESTION.N` for each of several.
struct SubmissionForm: Sendable {
  /// Whether the item is passed over.
  var isSkip: Bool
  var submission: Submission

  /// - Throws: `DashboardError.badRequest` without an item or a key.
  init(_ fields: FormFields, form: Form, annotator: String) throws {
    guard let item = fields["item"], let key = fields["key"] else {
      throw DashboardError(.badRequest, "An answer names its item and has a key.")
    }
    var answers: [String: String] = [:]
    // What is left empty is left out: an item may be asked a part of the form's questions alone.
    for question in form.questions {
      if question.kind == .many {
        let chosen = question.choices.indices.compactMap { fields["a.\(question.id).\($0)"] }
        let isNone = fields["a.\(question.id).none"] != nil
        if isNone || !chosen.isEmpty {
          answers[question.id] = chosen.isEmpty ? "none" : chosen.joined(separator: ", ")
        }
      } else {
        answers[question.id] = fields["a.\(question.id)"]
      }
    }
    isSkip = fields["do"] == "skip"
    submission = Submission(key: key, item: item, annotator: annotator, answers: answers, comment: fields["comment"])
  }
}
