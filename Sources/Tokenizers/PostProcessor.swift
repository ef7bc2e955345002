/// The ids that are put around a text.
struct PostProcessor: Sendable, Hashable {
  var prefix: [Int32] = []
  var suffix: [Int32] = []

  /// What a `post_processor` asks for; throws an error that names what is not known here.
  init(_ json: JSONValue?) throws {
    guard let json, !json.isNull else { return }
    let type = try json.requiredString("type", in: "The post_processor")
    switch type {
    case "ByteLevel": return
    case "Sequence":
      guard let parts = json["processors"]?.array else {
        throw TokenizerError(.malformed, "The post_processor Sequence has no list \"processors\".")
      }
      for part in parts {
        let inner = try PostProcessor(part)
        prefix = inner.prefix + prefix
        suffix += inner.suffix
      }
    case "TemplateProcessing": try read(json)
    default:
      throw TokenizerError(
        .unsupported,
        "The post_processor \(type) is not known here. Known are ByteLevel, TemplateProcessing and "
          + "Sequence.")
    }
  }

  private mutating func read(_ json: JSONValue) throws {
    guard let single = json["single"]?.array else {
      throw TokenizerError(.malformed, "TemplateProcessing has no list \"single\".")
    }
    var afterText = false
    for part in single {
      if let sequence = part["Sequence"] {
        guard sequence["id"]?.string == "A", !afterText else {
          throw TokenizerError(.unsupported, "TemplateProcessing does not put the text exactly once in \"single\".")
        }
        afterText = true
        continue
      }
      guard let name = part["SpecialToken"]?["id"]?.string,
        let ids = json["special_tokens"]?[name]?["ids"]?.array
      else { throw TokenizerError(.malformed, "A part of TemplateProcessing is no text and no special token.") }
      for value in ids {
        guard let id = value.integer, (0...Vocabulary.largestID).contains(id) else {
          throw TokenizerError(.malformed, "The special token \(name) of TemplateProcessing has an impossible id.")
        }
        if afterText { suffix.append(Int32(id)) } else { prefix.append(Int32(id)) }
      }
    }
    guard afterText else { throw TokenizerError(.malformed, "TemplateProcessing has no place for the text.") }
  }
}
