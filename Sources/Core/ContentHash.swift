public import Foundation
internal import IsoglossDigests

/// SHA-256 digests as lower-case hexadecimal.
public enum ContentHash {
  /// Digest of bytes.
  public static func of(_ data: some DataProtocol) -> String { Hex.of(Digest.of(data)) }

  /// Digest of the UTF-8 bytes of a text.
  public static func of(_ text: String) -> String { of(Data(text.utf8)) }

  /// Digest of a sequence of texts: each is preceded by its length, so that no two sequences share one input.
  public static func of(_ texts: some Sequence<String>) -> String {
    var digest = Digest(.sha256)
    for text in texts {
      let bytes = Data(text.utf8)
      digest.update(Data("\(bytes.count):".utf8))
      digest.update(bytes)
    }
    return Hex.of(digest.finalize())
  }

  /// Digest of a file, read in pieces.
  /// - Throws: the file system's error where it cannot be read.
  public static func ofFile(at url: URL) throws -> String {
    let handle = try FileHandle(forReadingFrom: url)
    defer { try? handle.close() }
    return Hex.of(try Digest.of(handle))
  }
}
