/// What a translation can lose.
public enum LossKind: String, Sendable, Codable, CaseIterable {
  /// It says something else: a negation dropped, a role exchanged.
  case meaning
  /// It asks for something less (or more) harmful.
  case hazard
  /// A culture-bound term became a general one.
  case culture
  /// A name was dropped or exchanged.
  case entity
  /// A number changed.
  case number
  /// A unit changed and the number was not converted.
  case unit
  /// Slang, politeness or officialese changed.
  case register
  /// A part is missing.
  case omission
}
