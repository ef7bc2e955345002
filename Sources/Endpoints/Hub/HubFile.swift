/// A file of a repository, as the Hub lists it.
public struct HubFile: Hashable, Sendable, Codable {
  /// What the Hub knows a file's bytes by.
  public enum Digest: Hashable, Sendable {
    /// SHA-256 of the bytes, for files in large file storage.
    case sha256(String)
    /// Git's SHA-1 of the bytes and their number, for the others.
    case gitBlob(String)
  }

  /// Path in the repository, with slashes.
  public var path: String
  /// Bytes.
  public var size: Int
  /// What the bytes must hash to.
  public var digest: Digest

  enum CodingKeys: String, CodingKey { case path, size, sha256, gitBlob }

  init(path: String, size: Int, digest: Digest) {
    self.path = path
    self.size = size
    self.digest = digest
  }

  /// Decodes an entry of a stored listing.
  public init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    path = try members.decode(String.self, forKey: .path)
    size = try members.decode(Int.self, forKey: .size)
    if let sha256 = try members.decodeIfPresent(String.self, forKey: .sha256) {
      digest = .sha256(sha256)
    } else {
      digest = .gitBlob(try members.decode(String.self, forKey: .gitBlob))
    }
  }

  /// Encodes an entry of a stored listing.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(path, forKey: .path)
    try members.encode(size, forKey: .size)
    switch digest {
    case .sha256(let hex): try members.encode(hex, forKey: .sha256)
    case .gitBlob(let hex): try members.encode(hex, forKey: .gitBlob)
    }
  }

  /// The digest in hexadecimal.
  var hex: String {
    switch digest {
    case .sha256(let hex), .gitBlob(let hex): hex
    }
  }

  /// Why the file cannot be put below a folder under its own path; null where it can. The path is the server's word: it
  /// must stay in the folder, and out of the folder's own records.
  var objection: String? {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let isShown = path.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    guard isShown, path.utf8.count <= 1024, parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }),
      parts.first.map(String.init) != HubFolder.records, !path.contains("\\")
    else { return "is no path that a file can have here" }
    let length = if case .sha256 = digest { 64 } else { 40 }
    guard hex.utf8.count == length, hex.utf8.allSatisfy(\.isHexDigit), size >= 0 else {
      return "has no size and digest that can be checked"
    }
    return nil
  }
}

extension UInt8 {
  /// Whether it is one of `0`...`9`, `a`...`f`.
  var isHexDigit: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
  }
}
