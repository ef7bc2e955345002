internal import Foundation

/// The beginning of a file that is on its way: bytes are added at its end, and what is there survives the process.
final class PartFile {
  /// Bytes so far.
  private(set) var count: Int
  let url: URL
  private let handle: FileHandle

  /// Opens what is there, or a new one.
  /// - Throws: `EndpointError.file` where it cannot be written.
  init(_ url: URL) throws(EndpointError) {
    self.url = url
    do {
      if !FileManager.default.fileExists(atPath: url.path) {
        try Data().write(to: url)
      }
      handle = try FileHandle(forUpdating: url)
      count = Int(try handle.seekToEnd())
    } catch {
      throw EndpointError(.file, "\(url.path) cannot be written: \(error.localizedDescription)", underlying: error)
    }
  }

  deinit { try? handle.close() }

  /// Adds bytes.
  func append(_ bytes: some DataProtocol) throws(EndpointError) {
    do {
      try handle.write(contentsOf: bytes)
      count += bytes.count
    } catch {
      throw EndpointError(
        .file, "\(url.path) cannot be written (is the disk full?): \(error.localizedDescription)", underlying: error)
    }
  }

  /// Forgets every byte.
  func restart() throws(EndpointError) {
    do {
      try handle.truncate(atOffset: 0)
      count = 0
    } catch {
      throw EndpointError(.file, "\(url.path) cannot be written: \(error.localizedDescription)", underlying: error)
    }
  }
}
