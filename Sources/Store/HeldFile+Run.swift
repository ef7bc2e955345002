internal import Foundation
internal import IsoglossCore

extension HeldFile {
  /// The lock beside a run file. It is a file of its own because closing any descriptor of the database would drop
  /// SQLite's own locks.
  convenience init(beside url: URL) throws(StoreError) {
    let path = url.path + ".lock"
    do {
      try self.init(path, removing: true)
    } catch {
      switch error {
      case .cannotOpen(let reason):
        throw StoreError(.cannotOpen, "\(path) cannot be written (\(reason)): give another --run.")
      case .inUse:
        throw StoreError(
          .inUse, "\(url.lastPathComponent) is being written by another process: wait for it, or give another --run.")
      }
    }
  }
}
