internal import Foundation
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReporting
internal import IsoglossReview

/// One form for a run's answers, a survey's papers and samples of data: one item a page, and what became of what was sent.
extension Site {
  /// The annotator of a visit.
  /// - Throws: `DashboardError.forbidden` for nobody, for somebody who only reads, and under a name that is no person's.
  private func annotator(_ visit: Visit) throws -> String {
    guard let account = visit.session?.account, account.role >= .annotator else {
      throw DashboardError(.forbidden, "Only annotators answer forms: sign in as one.")
    }
    guard !Reviews.reserved.contains(account.name) else {
      throw DashboardError(.forbidden, "\(account.name) is no person's name in a survey: sign in under another one.")
    }
    return account.name
  }

  /// The next item, or a certain one.
  func reviewPage(_ request: Request, _ visit: Visit) async throws -> Response {
    guard visit.session != nil else { return .seeOther("/sign-in?back=\(FormFields.escape(request.uri.string))") }
    return try await reviewPage(request.fields, visit)
  }

  private func reviewPage(
    _ fields: FormFields, _ visit: Visit, sent: SubmissionForm? = nil, problem: ReviewError? = nil
  ) async throws -> Response {
    let name = try annotator(visit)
    let entry = try await subject(fields)
    let review = try await reviews.review(of: entry)
    let languages = fields["language"].map { Set([Language($0)]) }
    let turn: Turn
    if let item = sent?.submission.item ?? fields["item"] {
      turn = .work(try await review.session.work(on: item, for: name))
    } else {
      turn = try await review.session.next(for: name, languages: languages, revisit: fields["revisit"] == "yes")
    }
    var layout = Layout(title: entry.kind == .run ? "Label answers" : "Answer the form", visit: visit)
    layout.kicker = entry.name
    layout.links = Self.reviewLinks(entry, here: "/review")
    let progress = await review.session.progress()
    let own = progress.annotators.first { $0.annotator == name }
    layout.lead = "\(own?.answered ?? 0) answered by \(name); \(progress.given) of \(progress.wanted) in all."
    switch turn {
    case .work(let work):
      let screen = WorkScreen(
        form: review.session.form, work: work, run: entry.name, language: fields["language"],
        csrf: visit.session?.csrf ?? "", sent: sent?.submission, problem: problem,
        previous: await review.session.previous(for: name, before: fields["item"]))
      layout.main = screen.markup
      layout.data = ["review": "\(entry.name)\n\(name)"]
    case .waiting(let until):
      layout.main =
        "<p>Others are at what is left. Come again at \(Markup.text(Words.time(until.timeIntervalSince1970))).</p>\n"
    case .finished(let skipped):
      layout.main = "<p>Nothing is left for you to answer\(languages == nil ? "" : " in this language").</p>\n"
      if skipped > 0 {
        let path = "/review?f=\(FormFields.escape(entry.name))&revisit=yes"
        layout.main += "<p>\(Markup.link(path, "Go through the \(skipped) that you passed over"))</p>\n"
      }
    }
    return layout.response(status: problem == nil ? .ok : .unprocessableContent)
  }

  /// Keeps what a form sends, and shows the next item; what is not taken is shown again with what is wrong.
  func answer(_ request: Request, _ visit: Visit) async throws -> Response {
    let fields = FormFields(String(buffer: try await request.body.collect(upTo: visit.maxUploadSize)))
    let name = try annotator(visit)
    let review = try await reviews.review(of: try await subject(fields))
    let sent = try SubmissionForm(fields, form: review.session.form, annotator: name)
    do {
      _ = try await keep(sent, in: review, visit)
    } catch let error as ReviewError where error.code == .badAnswer {
      return try await reviewPage(fields, visit, sent: sent, problem: error)
    }
    let language = fields["language"].map { "&language=\(FormFields.escape($0))" } ?? ""
    return .seeOther("/review?f=\(FormFields.escape(fields["f"] ?? ""))\(language)")
  }

  /// The same for a script, which asks again until it has an answer: what is sent again under its key counts once.
  func answerForScript(_ request: Request, _ visit: Visit) async throws -> Response {
    let fields = FormFields(String(buffer: try await request.body.collect(upTo: visit.maxUploadSize)))
    let name = try annotator(visit)
    let review = try await reviews.review(of: try await subject(fields))
    let sent = try SubmissionForm(fields, form: review.session.form, annotator: name)
    do {
      let isRepeat = try await keep(sent, in: review, visit)
      return try .json(Kept(isKept: true, isRepeat: isRepeat))
    } catch let error as ReviewError where error.code == .badAnswer {
      return try .json(Kept(isKept: false, isRepeat: false, problem: error.message), status: .unprocessableContent)
    }
  }

  /// What a script is told of what it sent.
  private struct Kept: Encodable {
    var isKept: Bool
    var isRepeat: Bool
    var problem: String?
  }

  private func keep(_ sent: SubmissionForm, in review: Reviews.Open, _ visit: Visit) async throws -> Bool {
    guard await access.limiter.take(.write, by: visit.key) else {
      throw DashboardError(.tooMany, "Too many answers at once: wait a few seconds.")
    }
    if sent.isSkip {
      try await review.session.skip(
        sent.submission.item, by: sent.submission.annotator, key: sent.submission.key, comment: sent.submission.comment)
      return false
    }
    return try await review.session.record(sent.submission).isRepeat
  }
}
