public import Foundation
import Glibc

/// A file mapped into memory for reading.
///
/// Pages come from the disk when they are first touched and are shared with every other process. The size is
/// checked before each access, so a file that was cut short since it was opened gives an error, not a crash.
public final class MappedFile: Sendable {
  /// What the caller is about to do, for the operating system's read-ahead.
  public enum Advice: Sendable {
    /// Will be read soon.
    case willNeed
    /// Will be read from start to end.
    case sequential
    /// Pages may be dropped; they come back from the disk when touched.
    case dontNeed

    var flag: Int32 {
      switch self {
      case .willNeed: MADV_WILLNEED
      case .sequential: MADV_SEQUENTIAL
      case .dontNeed: MADV_DONTNEED
      }
    }
  }

  /// The file.
  public let url: URL
  /// Its size in bytes when it was opened.
  public let count: Int
  // Read-only memory that lives as long as this object: safe to share.
  nonisolated(unsafe) private let base: UnsafeRawPointer?
  /// The open file, nil for bytes that stand in memory.
  private let descriptor: Int32?

  /// Opens and maps a file.
  /// - Throws: `ModelFileError` (`notFound`, `inputOutput`) where it is missing, no regular file, or unreadable.
  public init(contentsOf url: URL) throws {
    let path = url.path
    // Without O_NONBLOCK a pipe would wait for its writer for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code: ModelFileError.Code = errno == ENOENT ? .notFound : .inputOutput
      throw ModelFileError(code: code, message: "cannot be opened: \(Self.reason()).", path: path)
    }
    do {
      let size = try Self.size(of: descriptor, path: path)
      if size == 0 {
        base = nil
      } else {
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
          let message = "\(size) bytes cannot be mapped: \(Self.reason())."
          throw ModelFileError(code: .inputOutput, message: message, path: path)
        }
        base = UnsafeRawPointer(start)
      }
      self.url = url
      self.descriptor = descriptor
      count = size
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Bytes in memory in place of a file: exactly as large as the bytes, so that a sanitizer sees every step outside.
  init(copying bytes: [UInt8], url: URL) {
    self.url = url
    count = bytes.count
    descriptor = nil
    let copy = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 1)
    copy.copyMemory(from: bytes, byteCount: bytes.count)
    base = UnsafeRawPointer(copy)
  }

  deinit {
    guard let base else {
      if let descriptor { close(descriptor) }
      return
    }
    if let descriptor {
      munmap(UnsafeMutableRawPointer(mutating: base), count)
      close(descriptor)
    } else {
      base.deallocate()
    }
  }

  /// Calls `body` with the bytes of a range; they must not be used after it returns.
  /// - Throws: `outOfBounds` where the range is not in the file, `truncated` where the file shrank, and `body`'s error.
  public func withBytes<R>(in range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> R) throws -> R {
    guard range.lowerBound >= 0, range.upperBound <= count else {
      let message = "bytes \(range.lowerBound)..<\(range.upperBound) lie outside the file of \(count) bytes."
      throw ModelFileError(code: .outOfBounds, message: message, path: url.path)
    }
    if let descriptor {
      let now = try Self.size(of: descriptor, path: url.path)
      guard now >= range.upperBound else {
        let message = "had \(count) bytes when it was opened and has \(now) now. Fetch the file again."
        throw ModelFileError(code: .truncated, message: message, path: url.path)
      }
    }
    let bytes = UnsafeRawBufferPointer(start: base.map { $0 + range.lowerBound }, count: range.count)
    return try withExtendedLifetime(self) { try body(bytes) }
  }

  /// Tells the operating system how a range will be used. Has no effect on what is read.
  public func advise(_ advice: Advice, in range: Range<Int>) {
    guard let base, descriptor != nil, range.lowerBound >= 0, range.upperBound <= count, !range.isEmpty else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let start = range.lowerBound / page * page
    madvise(UnsafeMutableRawPointer(mutating: base + start), range.upperBound - start, advice.flag)
  }

  /// Size of an open regular file.
  private static func size(of descriptor: Int32, path: String) throws -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw ModelFileError(code: .inputOutput, message: "cannot be examined: \(reason()).", path: path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw ModelFileError(code: .inputOutput, message: "is no regular file. Give the path of a file.", path: path)
    }
    return Int(status.st_size)
  }

  /// The text of the last system error.
  static func reason() -> String { String(cString: strerror(errno)) }
}
