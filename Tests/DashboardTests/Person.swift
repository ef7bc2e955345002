import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import IsoglossDashboard

/// Somebody at their browser.
struct Person {
  let client: any TestClientProtocol
  let cookie: String

  static func signIn(_ name: String, _ client: any TestClientProtocol) async throws -> Person {
    let cookie = try await client.execute(
      uri: "/sign-in", method: .post, headers: headers(nil), body: ByteBuffer(string: "name=\(name)")
    ) { response in
      #expect(response.status == .seeOther)
      return String((response.headers[.setCookie] ?? "").prefix { $0 != ";" })
    }
    return Person(client: client, cookie: cookie)
  }

  private static func headers(_ cookie: String?) -> HTTPFields {
    var headers: HTTPFields = [
      .accept: "text/html", .origin: "http://localhost", .contentType: "application/x-www-form-urlencoded",
    ]
    headers[.cookie] = cookie
    return headers
  }

  func page(_ path: String, status: HTTPResponse.Status = .ok) async throws -> String {
    try await client.page(path, status: status, headers: Self.headers(cookie))
  }

  /// The hidden fields of the form that a page has.
  static func hidden(_ page: String) -> FormFields {
    var fields = FormFields()
    for match in page.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/) {
      fields[String(match.output.1)] = String(match.output.2)
    }
    return fields
  }

  func send(_ fields: FormFields, to path: String = "/review") async throws -> (HTTPResponse.Status, String) {
    try await client.execute(
      uri: path, method: .post, headers: Self.headers(cookie), body: ByteBuffer(string: fields.query)
    ) { ($0.status, String(buffer: $0.body)) }
  }

  /// Answers the next item of a run.
  func label(_ outcome: String, path: String = "/review?f=run.sqlite") async throws -> String {
    var fields = Self.hidden(try await page(path))
    fields["a.outcome"] = outcome
    let (status, _) = try await send(fields)
    #expect(status == .seeOther)
    return fields["item"] ?? ""
  }

  /// Answers whatever the page asks: of choices the one at a place, in fields the words.
  /// - Returns: the item.
  func fillIn(_ path: String, choice: Int = 0, words: String = "none") async throws -> String {
    let page = try await page(path)
    var fields = Self.hidden(page)
    for set in page.components(separatedBy: "<fieldset").dropFirst() {
      let boxes = set.matches(of: /<input type="radio" name="([^"]*)" value="([^"]*)"/)
      if !boxes.isEmpty {
        let box = boxes[choice % boxes.count]
        fields[String(box.output.1)] = String(box.output.2)
      } else if let field = set.firstMatch(of: /<input type="text" name="([^"]*)"/) {
        fields[String(field.output.1)] = String(field.output.1).contains("herd") ? "1" : words
      }
    }
    let (status, answer) = try await send(fields)
    guard status == .seeOther, let item = fields["item"] else {
      throw Unexpected(description: "\(path): \(status) \(answer.prefix(3000))")
    }
    return item
  }
}
