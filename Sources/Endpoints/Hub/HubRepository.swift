/// A data set on the Hugging Face Hub: `hub:OWNER/NAME`, or `hub:OWNER/NAME@REVISION`.
public struct HubRepository: Hashable, Sendable, CustomStringConvertible {
  /// `OWNER/NAME`; a few old sets have a name only.
  public let id: String
  /// A branch, a tag or a commit; null stands for `main`.
  public let revision: String?

  /// Whether a text is meant as one.
  public static func isName(_ text: String) -> Bool { text.hasPrefix("hub:") }

  /// Reads a name, with or without `hub:`.
  /// - Throws: `EndpointError.badAddress` for what the Hub cannot have as a name.
  public init(_ text: String) throws(EndpointError) {
    let name = text.hasPrefix("hub:") ? text.dropFirst("hub:".count) : Substring(text)
    let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(path.count), path.allSatisfy(Self.isPart) else {
      throw EndpointError(
        .badAddress, "\"\(text)\" names no data set of the Hub: write hub:OWNER/NAME or hub:OWNER/NAME@REVISION.")
    }
    if parts.count == 2 {
      let isPlain = parts[1].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
      guard isPlain, !parts[1].isEmpty, parts[1].utf8.count <= 250 else {
        throw EndpointError(.badAddress, "\"\(parts[1])\" is no revision: give a branch, a tag or a commit.")
      }
    }
    id = String(parts[0])
    revision = parts.count == 2 ? String(parts[1]) : nil
  }

  /// The parts of the id.
  var parts: [String] { id.split(separator: "/").map(String.init) }

  /// Letters, digits, `-`, `_` and `.`, not at the ends a sign of punctuation, 1 to 96 of them.
  private static func isPart(_ part: Substring) -> Bool {
    let isAllowed = part.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    let signs: Set<Character> = ["-", "."]
    return isAllowed && (1...96).contains(part.count) && !part.contains("..") && !part.contains("--")
      && part.first.map(signs.contains) == false && part.last.map(signs.contains) == false
  }

  /// `hub:OWNER/NAME`, with the revision where one was given.
  public var description: String { "hub:\(id)" + (revision.map { "@\($0)" } ?? "") }
}
