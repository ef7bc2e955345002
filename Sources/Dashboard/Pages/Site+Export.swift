internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReview

/// Taking out what people said: as a file, and to where a survey or a review of data reads it.
extension Site {
  /// Every label as a line of JSON: what `isogloss judge calibrate --own-labels` reads.
  func export(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    guard visit.may(.admin) else {
      throw DashboardError(.forbidden, "Labels are taken out by who leads the review: sign in as an admin.")
    }
    let entry = try await subject(fields)
    let said = try await reviews.review(of: entry).session.annotations
    let labels =
      try await entry.kind == .run
      ? LabelExport.lines(said, of: readers.reader(entry)) : LabelExport.lines(said)
    return Response(
      status: .ok,
      headers: [
        .contentType: "application/jsonl; charset=utf-8", .contentDisposition: "attachment; filename=\"labels.jsonl\"",
      ], body: .init(byteBuffer: .init(bytes: labels)))
  }

  /// Brings what was said to where the survey, or the review of data, reads it.
  func take(_ request: Request, _ visit: Visit) async throws -> Response {
    guard visit.may(.admin) else {
      throw DashboardError(.forbidden, "Answers are taken over by who leads the review: sign in as an admin.")
    }
    let fields = FormFields(String(buffer: try await request.body.collect(upTo: visit.maxUploadSize)))
    let entry = try await subject(fields)
    var layout = Layout(title: "\(try await reviews.take(entry)) answers taken over", visit: visit)
    layout.kicker = entry.name
    layout.links = Self.reviewLinks(entry, here: "/take")
    layout.main =
      "<p>They are where \(entry.kind == .survey ? "<code>isogloss survey agree</code>" : "<code>isogloss data review</code>")"
      + " reads them. Answers that are given later are taken over in the same way.</p>\n"
    return layout.response()
  }

  /// The way to ``take(_:_:)``.
  static func takeForm(_ name: String, _ visit: Visit) -> String {
    "<form action=\"/take\" method=\"post\">\(Markup.hidden("csrf", visit.session?.csrf ?? ""))"
      + "\(Markup.hidden("f", name))<button type=\"submit\">Take the answers over into the folder</button></form>\n"
  }
}
