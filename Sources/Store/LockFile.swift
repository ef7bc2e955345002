internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#endif

/// An advisory lock beside a run file, held for as long as the value lives. The kernel drops it when the process dies,
/// so a killed run can be taken up at once. It is a file of its own because closing any descriptor of the database
/// would drop SQLite's own locks.
final class LockFile: Sendable {
  private let descriptor: Int32
  private let path: String

  init(beside url: URL) throws {
    path = url.path + ".lock"
    descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw StoreError(
        .cannotOpen, "\(path) cannot be written (\(String(cString: strerror(errno)))): give another --run.")
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw StoreError(
        .inUse, "\(url.lastPathComponent) is being written by another process: wait for it, or give another --run.")
    }
  }

  deinit {
    unlink(path)
    close(descriptor)
  }
}
