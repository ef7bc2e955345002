public import IsoglossCore

/// What perturbations are made of, and makes them by their names.
public struct PerturbationKit: Sendable {
  private let lexica: LexiconFolder
  private let texts: ParallelTexts?
  private let learnsLexica: Bool
  private let translator: (any Translator)?
  private let model: (any ChatModel)?

  /// A kit.
  /// - Parameters:
  ///   - lexica: where lexica are.
  ///   - texts: the same requests in several languages: needed to switch clauses.
  ///   - learnsLexica: whether words are switched by a lexicon learned from `texts` instead.
  ///   - translator: needed to translate.
  ///   - model: needed where a model mixes languages.
  public init(
    lexica: LexiconFolder, texts: ParallelTexts? = nil, learnsLexica: Bool = false,
    translator: (any Translator)? = nil, model: (any ChatModel)? = nil
  ) {
    self.lexica = lexica
    self.texts = texts
    self.learnsLexica = learnsLexica
    self.translator = translator
    self.model = model
  }

  /// The perturbation with a name, or several joined by `+`, applied from left to right.
  /// - Parameter languages: languages of the prompts: lexica from these are read.
  /// - Throws: `PerturbationError` for a name that cannot be read, or a part that is missing.
  public func make(_ name: String, for languages: [Language]) throws -> any Perturbation {
    let links = try name.split(separator: "+", omittingEmptySubsequences: false).map {
      try make(PerturbationName(parsing: String($0)), for: languages)
    }
    return links.count == 1 ? links[0] : PerturbationChain(links)
  }

  private func make(_ name: PerturbationName, for languages: [Language]) throws -> any Perturbation {
    func part<Part>(_ part: Part?, _ what: String) throws -> Part {
      guard let part else {
        throw PerturbationError(.missingPart, "\(name) needs \(what).")
      }
      return part
    }
    switch name.kind {
    case .codeSwitch: return try codeSwitch(name, for: languages)
    case .clauseSwitch: return ClauseSwitch(name, texts: try part(texts, "parallel texts (--parallel SET)"))
    case .modelSwitch:
      return ModelSwitch(into: name.languages[0], model: try part(model, "a model that rewrites (--rewriter MODEL)"))
    case .latin: return Transliteration(name, scheme: .latin)
    case .arabizi: return Transliteration(name, scheme: .arabizi)
    case .ascii: return Transliteration(name, scheme: .ascii)
    case .homoglyphs: return Homoglyphs(name)
    case .answerIn: return try AnswerIn(name.languages[0])
    case .translate, .roundTrip:
      return Translated(
        into: name.languages[0], roundTrip: name.kind == .roundTrip,
        translator: try part(translator, "a translator (--rewriter MODEL)"))
    }
  }

  /// Lexica are read once. It is an error when there is none for any of the prompts' languages.
  private func codeSwitch(_ name: PerturbationName, for languages: [Language]) throws -> CodeSwitch {
    var books: [BilingualLexicon] = []
    var missing: PerturbationError?
    for source in languages {
      for target in name.languages where target != source {
        do {
          books.append(try lexicon(from: source, to: target))
        } catch let error as PerturbationError where error.code == .noLexicon {
          missing = missing ?? error
        }
      }
    }
    if books.isEmpty, let missing { throw missing }
    let found = books
    return CodeSwitch(name) { source, target in found.first { $0.source == source && $0.target == target } }
  }

  private func lexicon(from source: Language, to target: Language) throws -> BilingualLexicon {
    guard learnsLexica else { return try lexica.lexicon(from: source, to: target) }
    let learned = BilingualLexicon(
      learnedFrom: texts?.pairs(source, target) ?? [], from: source, to: target)
    guard learned.count > 0 else {
      throw PerturbationError(
        .noLexicon, "The parallel texts have no words to learn from \(source.name) to \(target.name): give more.")
    }
    return learned
  }
}
