extension LanguagePatterns {
  /// Polish.
  public static let polish = LanguagePatterns("pl", classes: [:], [:])
}
