internal import Crypto
internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#endif

/// Random secrets, and files for their owner's eyes only.
enum Secret {
  /// 256 random bits as 64 hexadecimal digits.
  static func token() -> String { SymmetricKey(size: .bits256).withUnsafeBytes { Hex.of($0) } }

  /// Writes a file that only its owner may read, whole or not at all.
  static func write(_ data: Data, to url: URL) throws {
    let draft = url.deletingLastPathComponent().appending(
      path: ".\(url.lastPathComponent).\(UInt64.random(in: 0 ... .max))")
    let descriptor = open(draft.path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw DashboardError(.badTokenFile, "\(url.path) cannot be written (\(String(cString: strerror(errno)))).")
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try file.write(contentsOf: data)
    try file.synchronize()
    guard rename(draft.path, url.path) == 0 else {
      unlink(draft.path)
      throw DashboardError(.badTokenFile, "\(url.path) cannot be written (\(String(cString: strerror(errno)))).")
    }
  }

  /// The key at a place, made where there is none: sessions outlive the process by it.
  /// - Throws: `DashboardError.noKey` where it cannot be kept, or others may read it.
  static func key(at url: URL) throws -> SymmetricKey {
    do {
      if let data = try? Data(contentsOf: url), data.count == 32 {
        let mode = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? NSNumber
        guard let mode, mode.intValue & 0o077 == 0 else {
          throw DashboardError(.noKey, "\(url.path) can be read by others: remove it, and everybody signs in again.")
        }
        return SymmetricKey(data: data)
      }
      let key = SymmetricKey(size: .bits256)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try write(key.withUnsafeBytes { Data($0) }, to: url)
      return key
    } catch let error as DashboardError where error.code == .noKey {
      throw error
    } catch {
      throw DashboardError(.noKey, "The key of sessions cannot be kept at \(url.path): \(error).", underlying: error)
    }
  }
}

/// Bytes as text.
enum Hex {
  /// Two lower-case digits a byte.
  static func of(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
