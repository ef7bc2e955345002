/// Somebody who may use a dashboard.
public struct Account: Hashable, Sendable {
  /// What somebody may do; each role may do what the ones before it may.
  public enum Role: String, Sendable, CaseIterable, Comparable {
    /// Looks at everything.
    case reader
    /// Answers forms.
    case annotator
    /// Sees agreement while others work, and takes the answers out.
    case admin

    /// Less may do less.
    public static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }
    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  }

  /// The name that annotations bear.
  public let name: String
  /// What it may do.
  public let role: Role
  /// SHA-256 of its token, lower-case hexadecimal; null where a dashboard asks for no token.
  let tokenHash: String?

  /// Whether a text can be a name: 1 to 40 letters, digits, `.`, `_` and `-`, a letter or digit first.
  static func isName(_ text: String) -> Bool {
    (1...40).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || [0x2D, 0x2E, 0x5F].contains(byte)
      } && text.first.map { $0.isLetter || $0.isNumber } == true
  }
}
