/// What went wrong with an argument of this module. Too little data is not an error: it reads as `nil`.
public struct StatisticsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of mistake.
  public enum Code: String, Sendable {
    /// A number outside the range that the function is defined on, or not a number at all.
    case outOfRange
    /// Two inputs that must be of one length are not.
    case lengthMismatch
  }

  /// The kind of mistake.
  public var code: Code
  /// What was found, and what to give instead.
  public var message: String
  /// The error beneath, where there is one.
  public var underlying: String?

  /// An error of the given parts.
  public init(_ code: Code, _ message: String, underlying: String? = nil) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// The message.
  public var description: String { message }
}

/// Checks that more than one function makes of its arguments.
enum Check {
  static func confidence(_ value: Double) throws {
    guard value > 0, value < 1 else {
      throw StatisticsError(.outOfRange, "confidence is \(value): give a number between 0 and 1, such as 0.95")
    }
  }

  static func resamples(_ value: Int) throws {
    guard (1...10_000_000).contains(value) else {
      throw StatisticsError(.outOfRange, "resamples is \(value): give 1 to 10 million, such as 10000")
    }
  }

  static func draws(_ value: Int) throws {
    guard (100...1_000_000).contains(value) else {
      throw StatisticsError(.outOfRange, "draws is \(value): give 100 to 1 million, such as 1000")
    }
  }

  static func finite(_ values: some Sequence<Double>, _ name: String) throws {
    for value in values where !value.isFinite {
      throw StatisticsError(.outOfRange, "\(name) holds \(value): leave out what was not measured")
    }
  }

  static func sameLength(_ a: Int, _ b: Int, _ names: String) throws {
    guard a == b else {
      throw StatisticsError(.lengthMismatch, "\(names) have \(a) and \(b) values: give one pair an item")
    }
  }
}
