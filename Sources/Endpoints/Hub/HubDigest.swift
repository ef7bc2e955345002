internal import Foundation
internal import IsoglossDigests

/// Hashes of files, as the Hub states them.
enum HubDigest {
  /// Whether a file on disk has a size and digest; false where it is not there.
  static func matches(_ url: URL, _ file: HubFile) -> Bool {
    guard let handle = try? FileHandle(forReadingFrom: url) else { return false }
    defer { try? handle.close() }
    guard let size = try? handle.seekToEnd(), size == UInt64(file.size), (try? handle.seek(toOffset: 0)) != nil else {
      return false
    }
    let found: [UInt8]?
    let stated: String
    switch file.digest {
    case .sha256(let hex):
      found = try? Digest.of(handle)
      stated = hex
    case .gitBlob(let hex):
      found = try? Digest.of(handle, after: Data("blob \(file.size)\0".utf8), .sha1)
      stated = hex
    }
    return found.map(Hex.of) == stated
  }
}
