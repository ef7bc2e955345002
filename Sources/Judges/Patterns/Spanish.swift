extension LanguagePatterns {
  /// Spanish.
  public static let spanish = LanguagePatterns("es", classes: [:], [:])
}
