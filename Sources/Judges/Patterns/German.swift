extension LanguagePatterns {
  /// German.
  public static let german = LanguagePatterns("de", classes: [:], [:])
}
