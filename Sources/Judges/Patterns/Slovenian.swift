extension LanguagePatterns {
  /// Slovenian.
  public static let slovenian = LanguagePatterns("sl", classes: [:], [:])
}
