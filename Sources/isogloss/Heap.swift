import Foundation

/// The process's heap.
enum Heap {
  /// glibc's `malloc_trim`, which its Swift overlay leaves out.
  private typealias Trim = @convention(c) (Int) -> Int32

  /// Gives memory that is free but still held back to the system, so that the next stage of a command starts from what
  /// is in use. Where the C library has no such call, nothing happens.
  static func giveBack() {
    guard let symbol = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(symbol, to: Trim.self)(0)
  }
}
