public import IsoglossCore

/// A perturbation as it is written: `code-switch:bn,hi/phrase@0.5`, which is its kind, the languages that it brings in, the
/// unit that it rewrites, and the share of them.
public struct PerturbationName: Hashable, Sendable, CustomStringConvertible {
  /// What is done.
  public enum Kind: String, Sendable, CaseIterable {
    case codeSwitch = "code-switch"
    case clauseSwitch = "clause-switch"
    case modelSwitch = "model-switch"
    case latin, arabizi, ascii, homoglyphs
    case answerIn = "answer-in"
    case translate
    case roundTrip = "round-trip"
  }

  /// What is done.
  public var kind: Kind
  /// Languages that it brings in.
  public var languages: [Language]
  /// Words one by one, or phrases; words where the kind knows no other.
  public var unit: CodeSwitch.Unit
  /// Share of what can be rewritten, above 0 and at most 1.
  public var rate: Double

  /// A name of the given parts.
  /// - Throws: `PerturbationError.badRate` for a rate outside its range, or of a kind that rewrites the whole prompt;
  ///   `.unknownName` for languages that the kind does not take, or lacks.
  public init(
    _ kind: Kind, _ languages: [Language] = [], unit: CodeSwitch.Unit = .word, rate: Double? = nil
  ) throws {
    let rate = rate ?? kind.usualRate
    guard rate > 0, rate <= 1 else {
      throw PerturbationError(.badRate, "\(kind.rawValue) takes a rate above 0 and at most 1, and not \(rate).")
    }
    guard kind.hasRate || rate == 1 else { throw Self.noRate(kind) }
    let most = kind.mostLanguages
    guard most == 0 ? languages.isEmpty : (1...most).contains(languages.count) else {
      let needs = most == 0 ? "no language" : most == 1 ? "one language" : "one language or more"
      throw PerturbationError(.unknownName, "\(kind.rawValue) takes \(needs), as in \(kind.example).")
    }
    guard Set(languages).count == languages.count else {
      throw PerturbationError(.unknownName, "\(kind.rawValue) was given a language twice.")
    }
    (self.kind, self.languages, self.unit, self.rate) = (kind, languages, unit, rate)
  }

  /// Reads a name.
  /// - Throws: `PerturbationError.unknownName` or `.badRate` with what was expected.
  public init(parsing text: String) throws {
    let known = Kind.allCases.map(\.example).joined(separator: ", ")
    let shape =
      /([a-z-]+)(?::([A-Za-z][A-Za-z-]*(?:,[A-Za-z][A-Za-z-]*)*))?(?:\/([a-z]+))?(?:@([0-9]*\.?[0-9]+))?/
    guard let match = text.wholeMatch(of: shape), let kind = Kind(rawValue: String(match.output.1)) else {
      throw PerturbationError(.unknownName, "There is no perturbation \"\(text)\": they look like \(known).")
    }
    var unit = CodeSwitch.Unit.word
    if let given = match.output.3 {
      guard kind == .codeSwitch, let found = CodeSwitch.Unit(rawValue: String(given)) else {
        throw PerturbationError(.unknownName, "\"\(text)\": only code-switch takes a unit, /word or /phrase.")
      }
      unit = found
    }
    let rate = match.output.4.map { Double($0) ?? 0 }
    guard rate == nil || kind.hasRate else { throw Self.noRate(kind) }
    let codes = match.output.2?.split(separator: ",") ?? []
    try self.init(kind, codes.map { Language(String($0)) }, unit: unit, rate: rate)
  }

  /// The name without its rate: what a draw is seeded with.
  var family: String {
    let places = languages.isEmpty ? "" : ":" + languages.map(\.code).joined(separator: ",")
    return kind.rawValue + places + (unit == .word ? "" : "/\(unit.rawValue)")
  }

  /// As it is written, so that it reads back as the same: a rate of 1 is left out where nothing else is the usual.
  public var description: String {
    rate == 1 && kind.usualRate == 1 ? family : "\(family)@\(Self.decimals(rate))"
  }

  /// A rate with all of its digits and no exponent: `0.00001`.
  /// - Parameter rate: above 0 and at most 1.
  private static func decimals(_ rate: Double) -> String {
    guard rate < 1 else { return "1" }
    // The fewest digits that are read as the same number: `0.4`, `2.5e-05`.
    let parts = String(rate).split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return String(rate) }
    return "0." + String(repeating: "0", count: -exponent - 1) + parts[0].filter { $0 != "." }
  }

  private static func noRate(_ kind: Kind) -> PerturbationError {
    PerturbationError(.badRate, "\(kind.rawValue) rewrites the whole prompt and takes no rate.")
  }
}

extension PerturbationName.Kind {
  /// Whether it rewrites a share of the prompt.
  var hasRate: Bool {
    switch self {
    case .codeSwitch, .clauseSwitch, .latin, .arabizi, .ascii, .homoglyphs: true
    case .modelSwitch, .answerIn, .translate, .roundTrip: false
    }
  }

  /// The rate where none is given.
  var usualRate: Double {
    switch self {
    case .codeSwitch: 0.4
    case .clauseSwitch: 0.5
    case .homoglyphs: 0.2
    default: 1
    }
  }

  /// Most languages that it takes.
  var mostLanguages: Int {
    switch self {
    case .codeSwitch: 9
    case .clauseSwitch, .modelSwitch, .answerIn, .translate, .roundTrip: 1
    case .latin, .arabizi, .ascii, .homoglyphs: 0
    }
  }

  /// How it is written.
  public var example: String {
    switch self {
    case .codeSwitch: "code-switch:bn/word@0.4"
    case .clauseSwitch: "clause-switch:bn@0.5"
    case .modelSwitch: "model-switch:bn"
    case .homoglyphs: "homoglyphs@0.2"
    case .answerIn: "answer-in:sw"
    case .translate: "translate:sw"
    case .roundTrip: "round-trip:sw"
    case .latin, .arabizi, .ascii: rawValue
    }
  }

  /// What it does, in a sentence.
  public var summary: String {
    switch self {
    case .codeSwitch: "content words or phrases in another language, by a lexicon; the frame stays the prompt's"
    case .clauseSwitch: "whole clauses in another language, from parallel texts"
    case .modelSwitch: "a model mixes another language in"
    case .latin: "Cyrillic, Greek, Devanagari and Bengali in Latin letters; with a rate below 1, scripts are mixed"
    case .arabizi: "Arabic in Latin letters and digits, as in chats"
    case .ascii: "no diacritics: lodka for łódka"
    case .homoglyphs: "letters of another script that look alike"
    case .answerIn: "asks for the answer in another language"
    case .translate: "the whole prompt in another language, by a translator"
    case .roundTrip: "into another language and back, by a translator"
    }
  }
}
