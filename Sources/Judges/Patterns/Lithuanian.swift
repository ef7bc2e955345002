extension LanguagePatterns {
  /// Lithuanian.
  public static let lithuanian = LanguagePatterns("lt", classes: [:], [:])
}
