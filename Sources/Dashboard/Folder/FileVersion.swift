internal import Foundation

#if canImport(CDispatch)
  internal import CDispatch
#endif
#if canImport(Glibc)
  internal import Glibc
#endif

/// Which state of a file was read: what its folder entry says of it and of its write-ahead log.
struct FileVersion: Hashable, Sendable {
  private struct Stamp: Hashable, Sendable {
    var file: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int
  }
  private var stamps: [Stamp]

  /// - Throws: `DashboardError.notFound` where there is no file.
  init(of url: URL) throws {
    guard let own = Self.stamp(url.path) else {
      throw DashboardError(.notFound, "There is no \(url.lastPathComponent) any more.")
    }
    // A log that is not there and an empty one are the same.
    stamps = [own] + [Self.stamp(url.path + "-wal")].compactMap { $0 }.filter { $0.size > 0 }
  }

  /// Seconds since 1970 of the last change.
  var changed: Double { stamps.map { Double($0.seconds) + Double($0.nanoseconds) / 1e9 }.max() ?? 0 }

  /// Whether it is the same file, in whatever state.
  func isSameFile(as other: FileVersion) -> Bool { stamps.first?.file == other.stamps.first?.file }

  /// The state of two files together.
  func with(_ other: FileVersion) -> FileVersion {
    var both = self
    both.stamps += other.stamps
    return both
  }

  /// For a page's address of one state, and for a browser that asks whether there is a newer one.
  var tag: String {
    var hash = UInt64(0xcbf2_9ce4_8422_2325)
    for stamp in stamps {
      for part in [stamp.file, UInt64(bitPattern: stamp.size), UInt64(stamp.seconds), UInt64(stamp.nanoseconds)] {
        hash = (hash ^ part) &* 0x100_0000_01b3
      }
    }
    return String(hash, radix: 36)
  }

  private static func stamp(_ path: String) -> Stamp? {
    var found = stat()
    guard stat(path, &found) == 0 else { return nil }
    return Stamp(
      file: UInt64(found.st_ino), size: Int64(found.st_size), seconds: Int(found.st_mtim.tv_sec),
      nanoseconds: Int(found.st_mtim.tv_nsec))
  }
}
