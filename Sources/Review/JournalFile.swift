internal import Foundation
internal import IsoglossCore

/// A file that is only added to, by one writer.
final class JournalFile {
  private let url: URL
  private let file: HeldFile
  /// Bytes that are known to be on disk.
  private var end = 0
  /// Whether the disk failed in a way that leaves open what it holds.
  private var isBroken = false

  /// Opens and locks a file, and makes it where there is none.
  /// - Throws: `ReviewError.locked`, `.unreadable`.
  init(_ url: URL) throws {
    self.url = url
    do {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch { throw ReviewError(.unreadable, "The folder of \(url.path) cannot be made.", underlying: error) }
    do {
      file = try HeldFile(url.path, flags: O_APPEND | O_NONBLOCK)
    } catch {
      switch error {
      case .cannotOpen(let reason):
        throw ReviewError(.unreadable, "\(url.path) cannot be opened: \(reason).")
      case .inUse:
        throw ReviewError(
          .locked, "\(url.path) is being written by another program, such as isogloss serve: end it, or wait for it.")
      }
    }
    var status = stat()
    guard fstat(file.descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw ReviewError(.unreadable, "\(url.path) is no file.")
    }
    // A new file is there after a crash only when its folder says so.
    let folder = open(url.deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// All bytes.
  func read() throws -> Data {
    guard let data = FileManager.default.contents(atPath: url.path) else {
      throw ReviewError(.unreadable, "\(url.path) cannot be read.")
    }
    end = data.count
    return data
  }

  /// Cuts off what follows.
  /// - Returns: bytes that were cut off.
  func trim(to length: Int) throws -> Int {
    let cut = end - length
    guard cut > 0 else { return 0 }
    guard ftruncate(file.descriptor, length) == 0, fsync(file.descriptor) == 0 else {
      throw ReviewError(.unreadable, "The end of \(url.path) broke off and cannot be cut: \(Self.reason).")
    }
    end = length
    return cut
  }

  /// Adds bytes, all or none, and waits for the disk.
  func append(_ data: Data) throws {
    guard !isBroken else {
      throw ReviewError(.unreadable, "\(url.path) could not be written before: start again, and mend the disk first.")
    }
    // A program that saves a file may put a whole new one in its place: what is written here would be in no file then.
    guard file.isInPlace else {
      throw ReviewError(.replaced, "Another file has taken the place of \(url.path) while it was written: start again.")
    }
    do {
      try write(data)
    } catch {
      // What was written of it is taken back, so that the next send begins on a line of its own.
      isBroken = ftruncate(file.descriptor, end) != 0
      throw error
    }
    guard fsync(file.descriptor) == 0 else {
      // What the disk holds after a failed fsync nobody knows.
      isBroken = true
      throw ReviewError(.unreadable, "\(url.path) could not be brought to disk: \(Self.reason).")
    }
    end += data.count
  }

  private func write(_ data: Data) throws {
    try data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(file.descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw ReviewError(.unreadable, "\(url.path) cannot be written: \(Self.reason).") }
        rest = rest.dropFirst(count)
      }
    }
  }

  private static var reason: String { String(cString: strerror(errno)) }
}
