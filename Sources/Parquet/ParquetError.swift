internal import CArrow

/// Why a Parquet file could not be read or written.
public struct ParquetError: Error, Sendable, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// The file is not there.
    case notFound
    /// The operating system refused to open, read or write.
    case inputOutput
    /// Not a Parquet file, cut short, or damaged.
    case malformed
    /// More memory than there is, or than the reader's limit.
    case outOfMemory
    /// A type, codec or feature that is not read here.
    case unsupported
    /// A column that the file does not have.
    case noSuchColumn
    /// A row that does not fit the columns, or a call out of order.
    case invalidArgument
    /// Anything else that went wrong inside Arrow.
    case unknown
  }

  /// Kind of failure.
  public let code: Code
  /// What is wrong and what to do next.
  public let message: String
  /// The file concerned.
  public let path: String

  init(_ code: Code, _ message: String, path: String) {
    self.code = code
    self.message = message
    self.path = path
  }

  /// Path and message on one line.
  public var description: String { "\(path): \(message)" }
}

/// Throws where a call into `CArrow` did not succeed. Every status passes through here.
func check(_ status: Int32, path: String) throws(ParquetError) {
  guard status != 0 else { return }
  let said =
    String(cString: ca_last_error()).split(whereSeparator: \.isNewline).first.map(String.init) ?? "no reason given"
  switch UInt32(status) {
  case CA_INPUT_OUTPUT.rawValue: throw ParquetError(.inputOutput, said, path: path)
  case CA_MALFORMED.rawValue:
    throw ParquetError(.malformed, "not a whole Parquet file (\(said)). Fetch or write it again.", path: path)
  case CA_OUT_OF_MEMORY.rawValue:
    throw ParquetError(.outOfMemory, "needs more memory than is allowed (\(said)).", path: path)
  case CA_UNSUPPORTED.rawValue: throw ParquetError(.unsupported, "holds what is not read here: \(said).", path: path)
  case CA_INVALID_ARGUMENT.rawValue: throw ParquetError(.invalidArgument, said, path: path)
  default: throw ParquetError(.unknown, said, path: path)
  }
}
