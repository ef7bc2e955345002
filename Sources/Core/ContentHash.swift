internal import Crypto
public import Foundation

/// SHA-256 digests as lower-case hexadecimal.
public enum ContentHash {
  /// Digest of bytes.
  public static func of(_ data: some DataProtocol) -> String { hex(SHA256.hash(data: data)) }

  /// Digest of the UTF-8 bytes of a text.
  public static func of(_ text: String) -> String { of(Data(text.utf8)) }

  /// Digest of a sequence of texts: each is preceded by its length, so that no two sequences share one input.
  public static func of(_ texts: some Sequence<String>) -> String {
    var hash = SHA256()
    for text in texts {
      let bytes = Data(text.utf8)
      hash.update(data: Data("\(bytes.count):".utf8))
      hash.update(data: bytes)
    }
    return hex(hash.finalize())
  }

  /// Digest of a file, read in pieces.
  /// - Throws: the file system's error where it cannot be read.
  public static func ofFile(at url: URL) throws -> String {
    let handle = try FileHandle(forReadingFrom: url)
    defer { try? handle.close() }
    var hash = SHA256()
    while let piece = try handle.read(upToCount: 1 << 22), !piece.isEmpty { hash.update(data: piece) }
    return hex(hash.finalize())
  }

  private static func hex(_ digest: SHA256Digest) -> String {
    digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
