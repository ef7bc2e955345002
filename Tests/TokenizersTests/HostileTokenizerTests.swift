import Foundation
import IsoglossModelFiles
import Testing

@testable import IsoglossTokenizers

/// Damaged and hostile files give a `TokenizerError` and no crash.
@Suite struct HostileTokenizerTests {
  /// A small sound `tokenizer.json`: characters with all bytes.
  static func sound() -> [String: Any] {
    var vocab: [String: Any] = ["<unk>": 0, "a": 257, "b": 258, "ab": 259, "\u{2581}": 260]
    for byte in 0..<256 { vocab[String(format: "<0x%02X>", byte)] = byte + 1 }
    return [
      "version": "1.0", "added_tokens": [["id": 261, "content": "<x>", "special": true]] as [[String: Any]],
      "normalizer": NSNull(),
      "pre_tokenizer": ["type": "Metaspace", "replacement": "\u{2581}", "prepend_scheme": "never", "split": false],
      "post_processor": NSNull(),
      "decoder": ["type": "Metaspace", "replacement": "\u{2581}", "prepend_scheme": "never"],
      "model": [
        "type": "BPE", "unk_token": "<unk>", "byte_fallback": true, "fuse_unk": true, "vocab": vocab,
        "merges": [["a", "b"]],
      ] as [String: Any],
    ]
  }

  static func tokenizer(_ json: [String: Any]) throws -> Tokenizer {
    try Tokenizer(TokenizerJSON(Array(JSONSerialization.data(withJSONObject: json))).parts())
  }

  @Test func theSoundOneLoads() throws {
    #expect(try Self.tokenizer(Self.sound()).encode("ab a\u{e9}<x>") == [259, 260, 257, 196, 170, 261])
  }

  /// One fault each: what is put where, and a word that the message must hold.
  static let faults: [(path: [String], value: String, message: String)] = [
    (["model"], "null", "model"), (["model"], "[]", "vocab"), (["model", "type"], "\"Unigram\"", "Unigram"),
    (["model", "vocab"], "{}", "empty"), (["model", "vocab"], "[]", "vocab"), (["model", "vocab"], "5", "vocab"),
    (["model", "vocab", "a"], "258", "share"), (["model", "vocab", "a"], "-1", "\"a\""),
    (["model", "vocab", "a"], "9000000000000", "\"a\""), (["model", "vocab", "a"], "8000001", "\"a\""),
    (["model", "vocab", "a"], "1.5", "\"a\""), (["model", "vocab", "a"], "\"1\"", "\"a\""),
    (["model", "vocab", "a"], "1e400", "\"a\""), (["model", "merges"], "null", "merges"),
    (["model", "merges"], "[[\"a\", \"q\"]]", "\"q\""), (["model", "merges"], "[[\"b\", \"a\"]]", "\"ba\""),
    (["model", "merges"], "[[\"a\"]]", "merge"), (["model", "merges"], "[7]", "merge"),
    (["model", "merges"], "[\"ab\"]", "merge"), (["model", "merges"], "[\"a b b\"]", "merge"),
    (["model", "merges"], "[\" \"]", "merge"), (["model", "merges"], "[[1, 2]]", "merge"),
    (["model", "unk_token"], "\"<none>\"", "<none>"), (["model", "unk_token"], "3", "unk_token"),
    (["model", "byte_fallback"], "\"yes\"", "byte_fallback"), (["model", "dropout"], "0.1", "dropout"),
    (["model", "end_of_word_suffix"], "\"</w>\"", "end_of_word_suffix"),
    (["normalizer"], "{\"type\": \"Lowercase\"}", "Lowercase"), (["normalizer"], "{}", "type"),
    (["normalizer"], "{\"type\": \"Sequence\"}", "normalizers"), (["normalizer"], "7", "normalizer"),
    (["normalizer"], "{\"type\": \"Replace\", \"pattern\": {\"Regex\": \"x+\"}, \"content\": \"\"}", "x+"),
    (["normalizer"], "{\"type\": \"Replace\", \"pattern\": {\"String\": \"\"}, \"content\": \"\"}", "pattern"),
    (["pre_tokenizer"], "{\"type\": \"BertPreTokenizer\"}", "BertPreTokenizer"),
    (
      ["pre_tokenizer"], "{\"type\": \"Split\", \"pattern\": {\"Regex\": \"[a-z]+|.\"}, \"behavior\": \"Isolated\"}",
      "[a-z]+|."
    ),
    (["pre_tokenizer"], "{\"type\": \"Split\", \"pattern\": {\"String\": \"a\"}, \"behavior\": \"Odd\"}", "Odd"),
    (["pre_tokenizer"], "{\"type\": \"Split\"}", "behavior"),
    (["pre_tokenizer"], "{\"type\": \"Metaspace\", \"replacement\": \"ab\"}", "Metaspace"),
    (["pre_tokenizer"], "{\"type\": \"ByteLevel\"}", "byte"), (["pre_tokenizer"], "{\"type\": 5}", "type"),
    (["decoder"], "{\"type\": \"WordPiece\"}", "WordPiece"), (["decoder"], "{\"type\": \"Sequence\"}", "decoders"),
    (["decoder"], "{\"type\": \"Sequence\", \"decoders\": [{\"type\": \"Strip\"}]}", "Strip"),
    (["post_processor"], "{\"type\": \"BertProcessing\"}", "BertProcessing"),
    (["post_processor"], "{\"type\": \"TemplateProcessing\"}", "single"),
    (["post_processor"], "{\"type\": \"TemplateProcessing\", \"single\": []}", "text"),
    (
      ["post_processor"], "{\"type\": \"TemplateProcessing\", \"single\": [{\"SpecialToken\": {\"id\": \"x\"}}]}",
      "special"
    ),
    (
      ["post_processor"],
      "{\"type\": \"TemplateProcessing\", \"single\": [{\"SpecialToken\": {\"id\": \"x\"}}, {\"Sequence\": {\"id\": \"A\"}}],"
        + " \"special_tokens\": {\"x\": {\"ids\": [-4]}}}", "impossible"
    ),
    (["added_tokens"], "5", "added_tokens"), (["added_tokens"], "[5]", "content"),
    (["added_tokens"], "[{\"content\": \"q\"}]", "\"q\""),
    (["added_tokens"], "[{\"id\": -3, \"content\": \"q\"}]", "\"q\""),
    (["added_tokens"], "[{\"id\": 99999999999, \"content\": \"q\"}]", "\"q\""),
    (["added_tokens"], "[{\"id\": 257, \"content\": \"q\"}]", "257"),
    (["added_tokens"], "[{\"id\": 300, \"content\": \"a\"}]", "257"),
    (["added_tokens"], "[{\"id\": 300, \"content\": \"p\"}, {\"id\": 300, \"content\": \"q\"}]", "300"),
    (["added_tokens"], "[{\"id\": 300, \"content\": \"p\", \"special\": \"no\"}]", "special"),
    (["added_tokens"], "[{\"id\": \"300\", \"content\": \"p\"}]", "\"p\""),
  ]

  @Test(arguments: faults.indices)
  func oneFault(index: Int) throws {
    let fault = Self.faults[index]
    var json = Self.sound()
    // JSONSerialization has no values beyond Double, so the fault goes in as text.
    let mark = "@@fault@@"
    if fault.path.count == 1 {
      json[fault.path[0]] = mark
    } else {
      var inner = try #require(json[fault.path[0]] as? [String: Any])
      if fault.path.count == 2 {
        inner[fault.path[1]] = mark
      } else {
        var innermost = try #require(inner[fault.path[1]] as? [String: Any])
        innermost[fault.path[2]] = mark
        inner[fault.path[1]] = innermost
      }
      json[fault.path[0]] = inner
    }
    let text = String(decoding: try JSONSerialization.data(withJSONObject: json), as: UTF8.self)
      .replacingOccurrences(of: "\"\(mark)\"", with: fault.value)
    let error = try #require(
      failure { try Tokenizer(TokenizerJSON(Array(text.utf8)).parts()) }, "\(fault.path): \(fault.value) loads")
    #expect([.malformed, .unsupported, .json].contains(error.code))
    #expect(error.message.contains(fault.message), "\(error)")
  }

  @Test(arguments: [0x0A, 0x20, 0x41, 0x80, 0xC3, 0xF0])
  func missingByteTokens(byte: Int) throws {
    var json = Self.sound()
    var model = try #require(json["model"] as? [String: Any])
    var vocab = try #require(model["vocab"] as? [String: Any])
    vocab[String(format: "<0x%02X>", byte)] = nil
    model["vocab"] = vocab
    json["model"] = model
    let broken = json
    let error = try #require(failure { try Self.tokenizer(broken) })
    #expect(error.code == .malformed && error.message.contains(String(format: "<0x%02X>", byte)))
  }

  @Test(arguments: [
    "", "{", "[", "nul", "{\"a\" 1}", "{\"a\": 1,}", "[1 2]", "\"open", "\"\\q\"", "\"\\u12\"", "\"\\ud800\"",
    "\"\\ud800\\u0041\"",
    "1 2", "--1", "+1", "1e", "\"a\nb\"", "{1: 2}", "\u{feff}{}", "[1,]", "tru", "{\"a\": }",
  ])
  func brokenJSON(text: String) throws {
    let error = try #require(failure { try JSONParser.parse(Array(text.utf8)) }, "\(text) is read")
    #expect(error.code == .json && error.message.contains("byte"))
  }

  @Test func strangeJSON() throws {
    #expect(failure { try JSONParser.parse([0x22, 0xFF, 0x22]) }?.code == .json)
    #expect(failure { try JSONParser.parse(Array(repeating: UInt8(ascii: "["), count: 1_000_000)) }?.code == .json)
    let value = try JSONParser.parse(Array(#" {"a": [1, -2.5e3, true, null, "\u00e9\ud83d\ude00\n"], "a": {}} "#.utf8))
    #expect(value.members.count == 2 && value.members[0].value.array?[4].string == "\u{e9}\u{1F600}\n")
    #expect(failure { try TokenizerJSON(Array("[]".utf8)) }?.code == .malformed)
  }

  // MARK: Folders

  @Test func folders() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let missing = try #require(failure { try Tokenizer(folder: folder) })
    #expect(missing.code == .unreadable && missing.message.contains(folder.path))
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func write(_ name: String, _ text: String) throws {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    let json = try JSONSerialization.data(withJSONObject: Self.sound())
    try json.write(to: folder.appendingPathComponent("tokenizer.json"))
    #expect(try Tokenizer(folder: folder).bos == nil)
    try write(
      "tokenizer_config.json",
      #"{"bos_token": {"content": "<x>"}, "eos_token": "<new>", "add_bos_token": true, "add_eos_token": true,"#
        + #" "chat_template": [{"name": "tool_use", "template": "t"}, {"name": "default", "template": "d"}]}"#)
    try write("generation_config.json", #"{"eos_token_id": [7, 9]}"#)
    try write("config.json", #"{"eos_token_id": 8}"#)
    let named = try Tokenizer(folder: folder)
    #expect(named.bos == 261 && named.eos == 262 && named.vocabularySize == 263)
    #expect(named.endTokens == [262, 7, 8, 9] && named.chatTemplate == "d")
    #expect(named.encode("ab") == [261, 259, 262] && named.encode("ab", addSpecialTokens: false) == [259])
    #expect(named.decode(named.encode("ab<new>")) == "ab")
    try write("chat_template.jinja", "j")
    #expect(try Tokenizer(folder: folder).chatTemplate == "j")
    try write("tokenizer_config.json", "{")
    let broken = try #require(failure { try Tokenizer(folder: folder) })
    #expect(broken.code == .json && broken.message.contains("tokenizer_config.json"))
    try Data([0xFF, 0xFE]).write(to: folder.appendingPathComponent("chat_template.jinja"))
    try write("tokenizer_config.json", "{}")
    #expect(failure { try Tokenizer(folder: folder) }?.code == .unreadable)
  }
}
