extension Int {
  /// The number with what is counted: `1 answer`, `2 answers`. For nouns of English that take an s.
  public func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
