import Foundation
import IsoglossCore
import Testing

@testable import IsoglossTokenizers

/// Published templates against transformers' renderer (Goldens/templates.json).
@Suite struct ChatTemplateTests {
  static let names = (try? golden("templates.json").get("templates").members.map(\.key)) ?? []
  /// The date of the goldens, at noon, so that it is the same day nearly everywhere.
  static let date = Date(timeIntervalSince1970: 1_720_180_800)

  /// The source of a template; null where it is not at hand.
  static func source(_ name: String) throws -> String? {
    switch name {
    case "smollm2": return try Embedded.smollm.tokenizer().chatTemplate
    case "gemma-3":
      let file = Place.shared.appendingPathComponent("templates/gemma-3.jinja")
      guard Place.exists(file) else { return nil }
      return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    default:
      let file = Place.here.appendingPathComponent("Templates/\(name).jinja")
      return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
  }

  @Test func thereAreAllFamilies() {
    for prefix in ["llama-3.1", "llama-3.2", "qwen2.5", "qwen3", "mistral", "gemma-3", "smollm2"] {
      #expect(Self.names.contains { $0.hasPrefix(prefix) })
    }
  }

  @Test(arguments: names)
  func rendersAsTransformers(name: String) throws {
    guard let source = try Self.source(name) else {
      print("skipped: shared data is not there, so \(name) cannot be read")
      return
    }
    let golden = try golden("templates.json")
    let conversations = try golden.get("conversations")
    let family = try golden.get("templates").get(name)
    let template = try ChatTemplate(source: source)
    var rendered: Set<String> = []
    for entry in try family.get("cases").array ?? [] {
      let title = try #require(entry["conversation"]?.string)
      let conversation = try conversations.get(title).array ?? []
      let variables = try entry.get("extra").members.map { ($0.key, TemplateValue($0.value)) }
      let result = Result {
        try template.render(
          conversation: conversation.map { TemplateValue($0) }, addGenerationPrompt: entry["generation"]?.bool == true,
          bosToken: family["bos"]?.string, eosToken: family["eos"]?.string,
          variables: Dictionary(uniqueKeysWithValues: variables), now: Self.date)
      }
      let place = "\(name), \(title), \(variables.map(\.0))"
      switch result {
      case .success(let text):
        rendered.insert(title)
        if let output = entry["output"]?.string {
          #expect(same(text, output), "\(place): \(text.debugDescription)")
        } else if let fnv = entry["fnv"]?.string {
          var hash = FNV()
          for byte in text.utf8 { hash.add(byte) }
          #expect(text.utf8.count == entry["length"]?.integer && hash.hex == fnv, "\(place): \(text)")
        } else {
          Issue.record("\(place): transformers refuses this: \(entry["refused"]?.string ?? "")")
        }
      case .failure(let error):
        let reason = try #require(entry["refused"]?.string, "\(place): \(error)")
        let fault = try #require(error as? TokenizerError)
        #expect(fault.code == .templateRender && fault.message.contains("Line "), "\(place): \(fault)")
        // What a template refuses itself, it says in its own words.
        if reason.contains("must alternate") || reason.contains("only supports") {
          #expect(fault.message.contains(reason), "\(place): \(fault)")
        }
      }
    }
    #expect(rendered.count >= 8)
  }

  @Test func messagesRenderLikeConversations() throws {
    let template = try ChatTemplate(source: #require(try Self.source("smollm2")))
    let text = try template.render(messages: [ChatMessage(.system, "Be kind."), ChatMessage(.user, "Hi")])
    #expect(
      text == "<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n")
  }

  @Test func aTurnWithTemplateTextIsText() throws {
    let template = try ChatTemplate(source: "{{ messages[0].content }}")
    let text = "{{ 1 + 1 }}{% raw %}"
    #expect(try template.render(messages: [ChatMessage(.user, text)]) == text)
  }
}
