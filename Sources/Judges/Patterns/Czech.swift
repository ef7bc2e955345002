extension LanguagePatterns {
  /// Czech.
  public static let czech = LanguagePatterns("cs", classes: [:], [:])
}
