extension LanguagePatterns {
  /// Italian.
  public static let italian = LanguagePatterns("it", classes: [:], [:])
}
