internal import Foundation
internal import Glibc

/// A file that only grows, by whole writes that reach the kernel at once: what was appended survives the process.
final class AppendedFile {
  let url: URL
  private let descriptor: Int32

  /// Opens a file, made where it is missing, and cuts it to its first `length` bytes.
  init(_ url: URL, keeping length: Int) throws {
    self.url = url
    descriptor = open(url.path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure("opened", url) }
    guard ftruncate(descriptor, off_t(length)) == 0, lseek(descriptor, off_t(length), SEEK_SET) >= 0 else {
      close(descriptor)
      throw Self.failure("cut", url)
    }
  }

  deinit { close(descriptor) }

  func append(_ data: Data) throws {
    try data.withUnsafeBytes { bytes in
      var done = 0
      while let base = bytes.baseAddress, done < bytes.count {
        let count = write(descriptor, base + done, bytes.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw Self.failure("written", url) }
        done += count
      }
    }
  }

  /// Makes what was appended survive the machine, too.
  func synchronize() throws {
    guard fsync(descriptor) == 0 else { throw Self.failure("flushed", url) }
  }

  private static func failure(_ action: String, _ url: URL) -> AlignmentError {
    AlignmentError(
      .inputOutput, "\(url.path) cannot be \(action): \(String(cString: strerror(errno))). Check the space on the disk."
    )
  }
}
