/// How token texts become text again.
enum TokenDecoder: Sendable, Hashable {
  /// Each scalar stands for a byte.
  case byteLevel
  /// A mark stands for a space, `<0x..>` for a byte; some leading spaces of the whole text are dropped.
  case sentencePiece(mark: String, bytes: Bool, dropsLeading: Int)
  /// Token texts with a space between them, where a file names no decoder.
  case spaced

  /// What a `decoder` asks for; throws an error that names what is not known here.
  init(_ json: JSONValue?) throws {
    guard let json, !json.isNull else {
      self = .spaced
      return
    }
    let type = try json.requiredString("type", in: "The decoder")
    switch type {
    case "ByteLevel": self = .byteLevel
    case "Metaspace":
      let mark = try json.requiredString("replacement", in: "The decoder Metaspace")
      let scheme = json["prepend_scheme"]?.string
      let adds = try json.optionalBool("add_prefix_space", in: "The decoder Metaspace", default: true)
      self = .sentencePiece(mark: mark, bytes: false, dropsLeading: scheme == "never" || !adds ? 0 : 1)
    case "Sequence": try self.init(sequence: json)
    default:
      throw TokenizerError(
        .unsupported,
        "The decoder \(type) is not known here. Known are ByteLevel, Metaspace, and Sequence of Replace, "
          + "ByteFallback, Fuse and Strip.")
    }
  }

  private init(sequence json: JSONValue) throws {
    guard let parts = json["decoders"]?.array else {
      throw TokenizerError(.malformed, "The decoder Sequence has no list \"decoders\".")
    }
    var mark: String?
    var bytes = false
    var fused = false
    var drops = 0
    for part in parts {
      let type = try part.requiredString("type", in: "A decoder of the Sequence")
      switch type {
      case "Replace" where mark == nil && !fused:
        guard part["content"]?.string == " " else {
          throw TokenizerError(.unsupported, "The decoder Replace puts in something else than a space.")
        }
        mark = try LiteralPattern.text(part["pattern"], in: "The decoder Replace")
      case "ByteFallback" where !fused: bytes = true
      case "Fuse": fused = true
      case "Strip" where fused && part["content"]?.string == " " && part["stop"]?.integer == 0:
        drops = part["start"]?.integer ?? 0
      case "ByteLevel" where parts.count == 1:
        self = .byteLevel
        return
      default:
        throw TokenizerError(.unsupported, "The decoder \(type) at this place of the Sequence is not known here.")
      }
    }
    guard fused, let mark, (0...64).contains(drops) else {
      throw TokenizerError(.unsupported, "The decoder Sequence has no Replace or no Fuse; that is not known here.")
    }
    self = .sentencePiece(mark: mark, bytes: bytes, dropsLeading: drops)
  }
}
