internal import Crypto
internal import Foundation

/// Hashes of files, as the Hub states them.
enum HubDigest {
  /// Whether a file on disk has a size and digest; false where it is not there.
  static func matches(_ url: URL, _ file: HubFile) -> Bool {
    guard let handle = try? FileHandle(forReadingFrom: url) else { return false }
    defer { try? handle.close() }
    guard let size = try? handle.seekToEnd(), size == UInt64(file.size), (try? handle.seek(toOffset: 0)) != nil else {
      return false
    }
    switch file.digest {
    case .sha256(let hex): return digest(of: handle, SHA256()) == hex
    case .gitBlob(let hex):
      var hash = Insecure.SHA1()
      hash.update(data: Data("blob \(file.size)\0".utf8))
      return digest(of: handle, hash) == hex
    }
  }

  private static func digest<Hash: HashFunction>(of handle: FileHandle, _ start: Hash) -> String? {
    var hash = start
    do {
      while let piece = try handle.read(upToCount: 1 << 22), !piece.isEmpty { hash.update(data: piece) }
    } catch {
      return nil
    }
    return hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
