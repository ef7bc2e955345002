public import Foundation

/// Why a model file could not be read or written.
public struct ModelFileError: Error, Sendable {
  /// The kind of failure, for programs that react to it.
  public enum Code: String, Sendable, CaseIterable {
    /// The file is not there.
    case notFound
    /// The operating system refused to open, read or write.
    case inputOutput
    /// The first bytes are not those of the format.
    case wrongFormat
    /// The format is right, the version is not one of those read here.
    case unsupportedVersion
    /// The file ends before what its header promises, or shrank since it was opened.
    case truncated
    /// A field that cannot be understood.
    case malformed
    /// A name or text that is not UTF-8.
    case invalidText
    /// The same name twice.
    case duplicateName
    /// A count, size or product above what the file can hold or what is allowed.
    case tooLarge
    /// A tensor whose bytes lie outside the file.
    case outOfBounds
    /// Two tensors over the same bytes, or a hole between tensors where the format allows none.
    case overlap
    /// An alignment that is not a power of two, or an offset that does not keep it.
    case misaligned
    /// A number format that is unknown, or known and not decoded here.
    case unsupportedType
    /// A shape and a byte count that contradict each other.
    case shapeMismatch
    /// No tensor of that name.
    case noSuchTensor
    /// A destination of another size than the tensor, or rows that it does not have.
    case wrongBufferSize
    /// A path that leaves the model's folder.
    case pathEscapes
  }

  /// The kind of failure.
  public let code: Code
  /// What is wrong and what to do next, in one or two sentences.
  public let message: String
  /// The file concerned.
  public let path: String
  /// The cause, where another error led to this one.
  public let underlying: (any Error)?

  /// A failure.
  public init(code: Code, message: String, path: String, underlying: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.path = path
    self.underlying = underlying
  }
}

extension ModelFileError: CustomStringConvertible, LocalizedError {
  /// Path and message on one line.
  public var description: String { "\(path): \(message)" }
  /// The same line, for callers that only know `Error`.
  public var errorDescription: String? { description }
}

/// A name out of an untrusted file as it may be shown: in quotes, shortened, control characters escaped.
func quoted(_ name: String) -> String {
  var shown = "\""
  var length = 0
  for scalar in name.unicodeScalars {
    guard length < 80 else {
      shown += "…"
      break
    }
    shown += scalar.properties.generalCategory == .control ? scalar.escaped(asASCII: true) : String(scalar)
    length += 1
  }
  return shown + "\""
}
