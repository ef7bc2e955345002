extension LanguagePatterns {
  /// Slovak.
  public static let slovak = LanguagePatterns("sk", classes: [:], [:])
}
