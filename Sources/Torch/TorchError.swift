internal import CTorch

/// A failure in libtorch, or in what was asked of it.
public struct TorchError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Code: Int32, Sendable {
    /// libtorch refused: shapes, dtypes or devices do not fit.
    case torch = 1
    /// No memory for the result.
    case outOfMemory = 2
    /// Refused before libtorch saw it.
    case invalidArgument = 3
    /// Anything else that was thrown inside.
    case unknown = 4
  }

  /// What kind of failure it is.
  public let code: Code
  /// libtorch's message, or this module's.
  public let message: String

  /// A failure.
  public init(code: Code, message: String) {
    self.code = code
    self.message = message
  }

  /// The message, with what to do where that is known.
  public var description: String {
    switch code {
    case .outOfMemory: "Out of memory: use a smaller batch or shorter texts. (\(message))"
    default: message
    }
  }
}

/// Throws where a call into `CTorch` did not succeed. Every status passes through here.
@inline(__always)
func check(_ status: Int32) throws(TorchError) {
  if status != 0 { throw lastError(status) }
}

private func lastError(_ status: Int32) -> TorchError {
  TorchError(code: TorchError.Code(rawValue: status) ?? .unknown, message: String(cString: ct_last_error()))
}
