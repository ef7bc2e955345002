import Foundation

/// Rewrites text before it is cut into words.
enum Normalizer: Sendable, Hashable {
  /// Canonical composition; Qwen 2 and 3.
  case composed
  /// Text put before any text that is not empty.
  case prepend(String)
  /// Every occurrence of a text for another.
  case replace(String, with: String)
  /// White space cut off at the ends.
  case strip(left: Bool, right: Bool)

  /// The steps that a `normalizer` asks for, in order; throws an error that names what is not known here.
  static func steps(_ json: JSONValue?) throws -> [Normalizer] {
    guard let json, !json.isNull else { return [] }
    switch try json.requiredString("type", in: "The normalizer") {
    case "Sequence":
      guard let parts = json["normalizers"]?.array else {
        throw TokenizerError(.malformed, "The normalizer Sequence has no list \"normalizers\".")
      }
      return try parts.flatMap { try steps($0) }
    case "NFC": return [.composed]
    case "Prepend": return [.prepend(try json.requiredString("prepend", in: "The normalizer Prepend"))]
    case "Replace":
      let pattern = try LiteralPattern.text(json["pattern"], in: "The normalizer Replace")
      return [.replace(pattern, with: try json.requiredString("content", in: "The normalizer Replace"))]
    case "Strip":
      return [
        .strip(
          left: try json.optionalBool("strip_left", in: "The normalizer Strip", default: true),
          right: try json.optionalBool("strip_right", in: "The normalizer Strip", default: true))
      ]
    case let type:
      throw TokenizerError(
        .unsupported, "The normalizer \(type) is not known here. Known are NFC, Prepend, Replace, Strip and Sequence.")
    }
  }

  /// The text after this step.
  func apply(to text: String) -> String {
    switch self {
    case .composed: Self.isSurelyComposed(text) ? text : Self.composed(text)
    case .prepend(let prefix): text.isEmpty ? text : prefix + text
    case .replace(let old, let new): text.replacingBytes(old, with: new)
    case .strip(let left, let right): text.trimmingWhitespace(left: left, right: right)
    }
  }

  /// Composition with the data of Unicode 9, which is what `tokenizers` has: a younger scalar stays where it is, and
  /// nothing is ordered across it.
  private static func composed(_ text: String) -> String {
    func isYoung(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.age.map { $0.major > 9 } ?? false }
    guard text.unicodeScalars.contains(where: isYoung) else { return text.precomposedStringWithCanonicalMapping }
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while !rest.isEmpty {
      let known = rest.prefix { !isYoung($0) }
      result.append(contentsOf: String(known).precomposedStringWithCanonicalMapping.unicodeScalars)
      rest = rest.dropFirst(known.count)
      let young = rest.prefix(while: isYoung)
      result.append(contentsOf: young)
      rest = rest.dropFirst(young.count)
    }
    return String(result)
  }

  /// Whether no scalar can change under composition: all lie below U+0300.
  private static func isSurelyComposed(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 < 0xCC }
  }
}

/// The `pattern` member of JSON parts: `{"String": …}` or `{"Regex": …}`.
enum LiteralPattern {
  /// The literal text; throws where it is a regular expression or missing.
  static func text(_ json: JSONValue?, in place: String) throws -> String {
    if let text = json?["String"]?.string, !text.isEmpty { return text }
    if let regex = json?["Regex"]?.string {
      throw TokenizerError(.unsupported, "\(place) uses the regular expression \(regex), which is not known here.")
    }
    throw TokenizerError(.malformed, "\(place) has no \"pattern\" with \"String\" or \"Regex\".")
  }
}

extension String {
  /// Every occurrence of a text for another, byte for byte (a combining mark does not hide what precedes it).
  func replacingBytes(_ old: String, with new: String) -> String {
    let needle = Array(old.utf8)
    guard let first = needle.first else { return self }
    let replacement = Array(new.utf8)
    var text = self
    return text.withUTF8 { source in
      var output: [UInt8] = []
      output.reserveCapacity(source.count + source.count / 4)
      var index = 0
      while index < source.count {
        if source[index] == first, index + needle.count <= source.count,
          needle.indices.allSatisfy({ source[index + $0] == needle[$0] })
        {
          output.append(contentsOf: replacement)
          index += needle.count
        } else {
          output.append(source[index])
          index += 1
        }
      }
      return String(decoding: output, as: UTF8.self)
    }
  }

  /// The text without White_Space scalars at its ends.
  func trimmingWhitespace(left: Bool = true, right: Bool = true) -> String {
    var scalars = unicodeScalars[...]
    if left { scalars = scalars.drop { $0.properties.isWhitespace } }
    if right { while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() } }
    return String(scalars)
  }
}
