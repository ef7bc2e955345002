internal import Foundation
internal import IsoglossDigests

#if canImport(Glibc)
  internal import Glibc
#endif

/// Random secrets, and files for their owner's eyes only.
enum Secret {
  /// 256 random bits as 64 hexadecimal digits.
  static func token() -> String { Hex.of(bytes()) }

  /// 256 bits from the system's source.
  static func bytes() -> [UInt8] {
    var source = SystemRandomNumberGenerator()
    return (0..<32).map { _ in UInt8.random(in: 0 ... .max, using: &source) }
  }

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
  static func key(at url: URL) throws -> [UInt8] {
    do {
      if let data = try? Data(contentsOf: url), data.count == 32 {
        let mode = try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? NSNumber
        guard let mode, mode.intValue & 0o077 == 0 else {
          throw DashboardError(.noKey, "\(url.path) can be read by others: remove it, and everybody signs in again.")
        }
        return [UInt8](data)
      }
      let key = bytes()
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try write(Data(key), to: url)
      return key
    } catch let error as DashboardError where error.code == .noKey {
      throw error
    } catch {
      throw DashboardError(.noKey, "The key of sessions cannot be kept at \(url.path): \(error).", underlying: error)
    }
  }
}
