internal import Foundation
public import IsoglossCore
internal import Synchronization

/// DeepL's API, version 2: `/v2/translate` and `/v2/usage`.
///
/// Texts with placeholders go as XML whose placeholders stand in a tag that DeepL leaves alone. A text that DeepL refuses is
/// a `TranslationFailure`; a key that it does not accept (403) and a quota that is used up (456) end everything.
public struct DeepLTranslator: TranslationEngine {
  /// What an account has used.
  public struct Usage: Hashable, Sendable, Codable {
    /// Characters (Unicode code points) translated in this period.
    public var count: Int
    /// Characters that the period allows.
    public var limit: Int

    /// Characters that are left.
    public var left: Int { max(0, limit - count) }

    enum CodingKeys: String, CodingKey {
      case count = "character_count"
      case limit = "character_limit"
    }
  }

  private struct Body: Encodable {
    var text: [String]
    var source_lang: String
    var target_lang: String
    var formality: String?
    var glossary_id: String?
    var context: String?
    var preserve_formatting = true
    var show_billed_characters = true
    var tag_handling: String?
    var ignore_tags: [String]?
  }

  private struct Answer: Decodable {
    struct Translation: Decodable {
      var text: String
      var billed_characters: Int?
    }
    var translations: [Translation]
  }

  private static let tag = "x"
  /// DeepL takes bodies of 128 KiB; the rest of the body needs some of it.
  private static let mostBytes = 100 * 1024

  private let client: EndpointClient
  private let options: DeepLOptions
  private let billed = Counter()

  /// A translator; nothing is sent yet.
  /// - Parameter telling: says who is told that the server does not answer: sets ``EndpointOptions/notice`` and its like.
  /// - Throws: `EndpointError` on a key that is not there and on a bad server address.
  public init(
    _ options: DeepLOptions = DeepLOptions(), environment: [String: String],
    telling: (inout EndpointOptions) -> Void = { _ in }
  ) throws(EndpointError) {
    let key = try APIKey.read(options.keyVariable, from: environment, scheme: .deepL)
    let usual = key?.isFreeDeepL == true ? "https://api-free.deepl.com" : "https://api.deepl.com"
    let address = try EndpointAddress("\(options.server ?? usual)#deepl")
    var endpoint = EndpointOptions(
      concurrency: options.concurrency, attempts: options.attempts,
      certificateAuthority: options.certificateAuthority)
    telling(&endpoint)
    try endpoint.validate()
    self.init(
      client: EndpointClient(
        address: address, options: endpoint, key: key,
        transport: try HTTPTransport(base: address.base, key: key, options: endpoint)), options)
  }

  init(client: EndpointClient, _ options: DeepLOptions) {
    self.client = client
    self.options = options
  }

  /// `deepl`.
  public var engine: String { "deepl" }
  /// Version of the API and the settings that change a translation. DeepL tells no version of its models.
  public var version: String {
    let glossaries = options.glossaries.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let parts =
      ["v2"] + (options.formality == .default ? [] : ["formality \(options.formality.rawValue)"])
      + (glossaries.isEmpty ? [] : ["glossaries \(glossaries.joined(separator: ","))"])
      + (options.context.map { ["context \(ContentHash.of($0).prefix(8))"] } ?? [])
    return parts.joined(separator: ", ")
  }
  /// DeepL takes 50 texts a call.
  public var batch: Int { 50 }
  /// Most calls at once.
  public var concurrency: Int { options.concurrency }
  /// Characters billed so far, as DeepL counts them.
  public var billedCharacters: Int { billed.value }

  /// What the account has used and may use.
  /// - Throws: `EndpointError`, also `.requestFailed` where DeepL does not answer; `CancellationError`.
  public func usage() async throws -> Usage {
    do {
      return try await client.ask(Exchange(path: "/v2/usage", body: nil)) { reply throws(ReplyProblem) in
        try Self.decode(Usage.self, reply)
      }.value
    } catch let failure as RequestFailure {
      throw EndpointError(.requestFailed, "\(client.address.host) does not tell its usage: \(failure.reason).")
    }
  }

  /// One translation a text. A call that DeepL refuses as a whole for what it holds is sent again text by text.
  public func translations(
    of texts: [String], from source: Language, to target: Language
  ) async throws -> [Result<String, TranslationFailure>] {
    var results = [Result<String, TranslationFailure>?](repeating: nil, count: texts.count)
    for positions in calls(texts) {
      let answers = try await ask(positions.map { texts[$0] }, from: source, to: target)
      for (position, answer) in zip(positions, answers) { results[position] = answer }
    }
    return results.map { $0 ?? .failure(TranslationFailure("it was not sent")) }
  }

  /// Positions of texts that go together: with placeholders or without, few enough and short enough for one call.
  private func calls(_ texts: [String]) -> [[Int]] {
    let marked = texts.map { !Placeholders($0).kept.isEmpty }
    return [false, true].flatMap { isMarked in
      var calls: [[Int]] = []
      var bytes = 0
      for position in texts.indices where marked[position] == isMarked {
        let size = texts[position].utf8.count * 2
        if let last = calls.last, last.count < batch, bytes + size <= Self.mostBytes {
          calls[calls.count - 1].append(position)
          bytes += size
        } else {
          calls.append([position])
          bytes = size
        }
      }
      return calls
    }
  }

  private func ask(
    _ texts: [String], from source: Language, to target: Language
  ) async throws -> [Result<String, TranslationFailure>] {
    let marked = texts.map { Placeholders($0) }
    let isXML = marked.contains { !$0.kept.isEmpty }
    let body = Body(
      text: isXML
        ? marked.map { $0.text(words: Self.escaped) { "<\(Self.tag)>\(Self.escaped($1))</\(Self.tag)>" } } : texts,
      source_lang: source.code.uppercased(), target_lang: Self.code(target),
      formality: options.formality == .default ? nil : options.formality.rawValue,
      glossary_id: options.glossaries[target.code], context: options.context,
      tag_handling: isXML ? "xml" : nil, ignore_tags: isXML ? [Self.tag] : nil)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let exchange = Exchange(path: "/v2/translate", body: Array(try encoder.encode(body)))
    do {
      let translations = try await client.ask(exchange) { reply throws(ReplyProblem) in
        let answer = try Self.decode(Answer.self, reply)
        guard answer.translations.count == texts.count else {
          throw .passing("\(answer.translations.count) translations came for \(texts.count) texts")
        }
        return answer
      }.value.translations
      for (text, translation) in zip(texts, translations) {
        billed.add(translation.billed_characters ?? text.unicodeScalars.count)
      }
      return translations.map { .success(isXML ? Self.plain($0.text) : $0.text) }
    } catch let failure as RequestFailure {
      guard failure.isRejected, texts.count > 1 else {
        return texts.map { _ in .failure(TranslationFailure(failure.reason)) }
      }
      var results: [Result<String, TranslationFailure>] = []
      for text in texts { results += try await ask([text], from: source, to: target) }
      return results
    }
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, _ reply: Reply) throws(ReplyProblem) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(reply.body))
    } catch {
      throw .passing("the answer is not what DeepL's API gives")
    }
  }

  /// DeepL's code of a target: some languages are variants there.
  private static func code(_ language: Language) -> String {
    switch language.code {
    case "en": "EN-GB"
    case "pt": "PT-PT"
    case "zh": "ZH-HANS"
    default: language.code.uppercased()
    }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  /// XML as text: the tag goes, entities become their characters.
  private static func plain(_ xml: String) -> String {
    xml.replacing("<\(tag)>", with: "").replacing("</\(tag)>", with: "").replacing("&lt;", with: "<")
      .replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing("&apos;", with: "'")
      .replacing("&amp;", with: "&")
  }
}

/// A sum that any task may add to.
final class Counter: Sendable {
  private let sum = Atomic(0)
  var value: Int { sum.load(ordering: .relaxed) }
  func add(_ count: Int) { sum.add(count, ordering: .relaxed) }
}
