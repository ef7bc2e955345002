internal import Foundation
internal import IsoglossCore
public import IsoglossReview

extension Item {
  /// A part of a pair as its annotators see it: the texts, what the form shows, and nothing that tells which answer is
  /// chosen.
  init(_ item: ReviewItem, form: ReviewForm) {
    let style = form.shows.contains(.style) ? item.style.map { Fact("Style", $0.rawValue) } : nil
    let hazard = form.shows.contains(.hazard) ? item.hazard.map { Fact("Hazard", "\($0.rawValue) \($0.title)") } : nil
    self.init(
      id: item.id, language: item.language, group: item.group ?? item.pair,
      fields: [Field("request", title: "Request", text: item.request, language: item.language)]
        + (item.answer.map { [Field("answer", title: "Answer", text: $0, language: item.language, direction: .auto)] }
          ?? []),
      facts: [hazard, style].compactMap { $0 }, questions: item.questions)
  }
}

/// A review before people, in the place of sheets: what they answer is on disk at once.
extension ReviewFolder {
  /// All annotators at once, as a server has them. Their answers go to `journal.jsonl`; ``add(_:to:)`` brings the
  /// session's annotations to where the review reads them. Items go to whom they were assigned; before that, whoever comes takes the next, and a
  /// fifth is wanted from two.
  /// - Throws: `ReviewError.locked` where another program has the review open.
  public func session() throws -> Session {
    let lists = Dictionary(
      uniqueKeysWithValues: sample.annotators.map { name in (name, sample.items(of: name).map(\.id)) })
    return try Session(
      form: Form(
        sample.form, warning: "The texts are attacks on language models and answers to them. They may be vile."),
      items: sample.items.map { Item($0, form: sample.form) },
      design: lists.isEmpty ? .open(overlap: 0.2, several: 2) : .assigned(lists), seed: sample.seed,
      journal: url.appending(path: "journal.jsonl"))
  }
}
