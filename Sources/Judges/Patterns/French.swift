extension LanguagePatterns {
  /// French.
  public static let french = LanguagePatterns("fr", classes: [:], [:])
}
