extension LanguagePatterns {
  /// Latvian.
  public static let latvian = LanguagePatterns("lv", classes: [:], [:])
}
