import Foundation
import IsoglossCore
import Synchronization
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

/// DeepL's API by its real shapes, on loopback.
struct DeepLTests {
  private static let key = "0e4c1b9a-77aa-4c21-9d0e-d5c1f2a3b4c5:fx"
  private let pl = Language("pl")
  private let pt = Language("pt")

  private struct Body: Codable {
    var text: [String]
    var source_lang: String
    var target_lang: String
    var formality: String?
    var glossary_id: String?
    var context: String?
    var tag_handling: String?
    var ignore_tags: [String]?
  }

  private static func body(_ seen: LoopbackServer.Seen) -> Body? {
    try? JSONDecoder().decode(Body.self, from: Data(seen.body.utf8))
  }

  /// Puts the target before every text.
  private static func act(_ seen: LoopbackServer.Seen) -> LoopbackServer.Act {
    guard seen.headers["authorization"] == "DeepL-Auth-Key \(key)" else {
      return .json(#"{"message":"Forbidden"}"#, status: 403)
    }
    if seen.path == "/v2/usage" { return .json(#"{"character_count":180118,"character_limit":500000}"#) }
    guard seen.path == "/v2/translate", let body = body(seen), !body.text.isEmpty, body.text.count <= 50,
      seen.body.utf8.count <= 128 * 1024
    else { return .json(#"{"message":"Bad request"}"#, status: 400) }
    let translations = body.text.map {
      ["detected_source_language": body.source_lang, "text": "\(body.target_lang): \($0)"]
    }
    let data = (try? JSONEncoder().encode(["translations": translations])) ?? Data()
    return .json(String(decoding: data, as: UTF8.self))
  }

  private func translator(_ server: LoopbackServer, _ change: (inout DeepLOptions) -> Void = { _ in }) throws
    -> DeepLTranslator
  {
    var options = DeepLOptions(server: "http://127.0.0.1:\(server.port)", keyVariable: "K", attempts: 2)
    change(&options)
    return try DeepLTranslator(options, environment: ["K": Self.key])
  }

  @Test func requestsHaveDeepLsShape() async throws {
    try await LoopbackServer.with(Self.act) { server in
      let deepL = try translator(server) {
        $0.formality = .preferLess
        $0.glossaries = ["pl": "def3a26b"]
        $0.context = "letters"
      }
      #expect(try await deepL.translate(["a\n\"b\""], from: .english, to: pl) == ["PL: a\n\"b\""])
      #expect(try await deepL.translate(["a"], from: pl, to: .english) == ["EN-GB: a"])
      #expect(try await deepL.translate(["a"], from: pl, to: pt) == ["PT-PT: a"])
      let seen = try #require(server.seen.first.flatMap(Self.body))
      #expect(seen.source_lang == "EN" && seen.formality == "prefer_less" && seen.glossary_id == "def3a26b")
      #expect(seen.context == "letters" && seen.tag_handling == nil)
      #expect(server.seen.last.flatMap(Self.body)?.glossary_id == nil)
      #expect(deepL.billedCharacters == 7)
      #expect(try await deepL.usage() == DeepLTranslator.Usage(count: 180_118, limit: 500_000))
      #expect(
        deepL.version
          == "v2, formality prefer_less, glossaries pl=def3a26b, context \(ContentHash.of("letters").prefix(8))")
    }
  }

  @Test func placeholdersGoInATagThatDeepLLeavesAlone() async throws {
    try await LoopbackServer.with(Self.act) { server in
      let texts = ["plain & <3", "Hi {name} & [CITY] < 5", "<b>bold</b> &amp;"]
      let results = try await translator(server).translate(texts, from: .english, to: pl)
      #expect(results == texts.map { "PL: \($0)" })
      let bodies = server.seen.compactMap(Self.body)
      #expect(bodies.map(\.text.count) == [1, 2])
      #expect(bodies[0].tag_handling == nil && bodies[0].text == ["plain & <3"])
      #expect(bodies[1].tag_handling == "xml" && bodies[1].ignore_tags == ["x"])
      #expect(bodies[1].text[0] == "Hi <x>{name}</x> &amp; <x>[CITY]</x> &lt; 5")
    }
  }

  @Test func manyAndLongTextsAreSentInCallsThatDeepLTakes() async throws {
    try await LoopbackServer.with(Self.act) { server in
      let texts =
        (0..<120).map { "text \($0)" } + [
          String(repeating: "long ", count: 9000), String(repeating: "ü", count: 20_000),
        ]
      let results = try await translator(server).translate(texts, from: .english, to: pl)
      #expect(results == texts.map { "PL: \($0)" })
      #expect(server.seen.count >= 4 && server.seen.allSatisfy { $0.body.utf8.count <= 128 * 1024 })
    }
  }

  @Test func oneTextThatIsRefusedLeavesTheOthers() async throws {
    try await LoopbackServer.with { seen in
      Self.body(seen)?.text.contains("bad") == true
        ? .json(#"{"message":"Text is not supported"}"#, status: 400) : Self.act(seen)
    } body: { server in
      let results = try await translator(server).translations(of: ["a", "bad", "c"], from: .english, to: pl)
      #expect(results.map { try? $0.get() } == ["PL: a", nil, "PL: c"])
      guard case .failure(let failure) = results[1] else { throw CocoaError(.featureUnsupported) }
      #expect(failure.reason.contains("Text is not supported"))
    }
  }

  @Test func aBusyServerIsAskedAgain() async throws {
    try await LoopbackServer.with { seen in
      switch seen.number {
      case 1: .json("", status: 429, headers: [("Retry-After", "0")])
      case 2: .json(#"{"translations":[]}"#)
      default: Self.act(seen)
      }
    } body: { server in
      let deepL = try translator(server) { $0.attempts = 4 }
      #expect(try await deepL.translate(["a"], from: .english, to: pl) == ["PL: a"])
      #expect(server.seen.count == 3)
    }
  }

  @Test func aServerThatGivesNothingOfUseIsSpokenOf() async throws {
    let notices = Mutex([String]())
    let notice: @Sendable (String) -> Void = { text in notices.withLock { $0.append(text) } }
    try await LoopbackServer.with { seen in
      seen.number == 1 ? .json("", status: 503, headers: [("Retry-After", "0")]) : Self.act(seen)
    } body: { server in
      let options = DeepLOptions(server: "http://127.0.0.1:\(server.port)", keyVariable: "K", attempts: 2)
      let deepL = try DeepLTranslator(options, environment: ["K": Self.key]) { $0.notice = notice }
      #expect(try await deepL.translate(["a"], from: .english, to: pl) == ["PL: a"])
    }
    let heard = notices.withLock { $0 }
    #expect(heard.count == 2 && heard.last?.hasSuffix("answers again.") == true, "\(heard)")
    #expect(heard.first?.contains("gives no answer of use (status 503") == true, "\(heard)")
  }

  @Test(arguments: [(456, EndpointError.Code.quota), (403, .unauthorized)])
  func aQuotaThatIsUsedUpAndAWrongKeyEndEverything(status: Int, code: EndpointError.Code) async throws {
    try await LoopbackServer.with { _ in
      .json(#"{"message":"Quota Exceeded for \#(Self.key)"}"#, status: status)
    } body: { server in
      let error = await #expect(throws: EndpointError.self) {
        _ = try await translator(server).translations(of: ["a", "b"], from: .english, to: pl)
      }
      #expect(error?.code == code && error?.message.contains(Self.key.prefix(12)) == false)
      #expect(server.seen.count == 1)
    }
  }

  @Test func theKeyDecidesTheServerAndIsNotShown() throws {
    let free = try DeepLTranslator(DeepLOptions(keyVariable: "K"), environment: ["K": Self.key])
    let paid = try DeepLTranslator(DeepLOptions(keyVariable: "K"), environment: ["K": String(Self.key.dropLast(3))])
    var shown = ""
    dump(free, to: &shown)
    #expect(shown.contains("api-free.deepl.com") && !shown.contains(Self.key))
    shown = ""
    dump(paid, to: &shown)
    #expect(shown.contains("https://api.deepl.com"))
    let error = #expect(throws: EndpointError.self) { _ = try DeepLTranslator(environment: [:]) }
    #expect(error?.message.contains("DEEPL_AUTH_KEY") == true)
  }
}
