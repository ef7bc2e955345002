extension LanguagePatterns {
  /// Portuguese.
  public static let portuguese = LanguagePatterns("pt", classes: [:], [:])
}
