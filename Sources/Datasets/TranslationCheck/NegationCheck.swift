internal import IsoglossCore

/// A negation that is dropped or added.
struct NegationCheck: LossCheck {
  func signs(in text: CheckedText) -> [LossSign] {
    guard text.row.sourceLanguage == .english else { return [] }
    let source = Self.negations(text.source)
    let kept = Self.isNegated(text.translation, in: text.row.language)
    guard let back = text.back else {
      guard let first = source.first, kept == false, source.contains(where: Self.hard.contains) else { return [] }
      return [LossSign(.meaning, 0.5, "the source says \"\(first)\", and the translation has no negation")]
    }
    let returned = Self.negations(back)
    let soft = back.words.contains { Self.isSoft($0.key) }
    if let first = source.first, returned.isEmpty {
      if kept == true, soft { return [] }
      return [
        LossSign(.meaning, soft ? 0.35 : kept == false ? 0.85 : 0.7, "\"\(first)\" is gone: the negation is lost")
      ]
    }
    if source.isEmpty, let first = returned.first, !text.source.words.contains(where: { Self.isSoft($0.key) }) {
      return [LossSign(.meaning, kept == false ? 0.35 : 0.6, "a negation is new: \"\(first)\"")]
    }
    if source.count > returned.count, source.filter(Self.hard.contains).count > returned.count {
      return [LossSign(.meaning, 0.4, "\(source.count) negations became \(returned.count)")]
    }
    return []
  }

  /// Words that negate, as they stand.
  private static func negations(_ words: TextWords) -> [String] {
    let keys = words.words.map(\.key)
    return keys.indices.filter { index in
      let isBound = index + 1 < keys.count && bounds.contains(keys[index + 1]) && ["no", "not"].contains(keys[index])
      return !isBound && (hard.contains(keys[index]) || keys[index].hasSuffix("n't") || mild.contains(keys[index]))
    }.map { keys[$0] }
  }

  private static let hard = EnglishWords.set(
    "not never no none nobody nothing nowhere neither cannot nor dont doesnt cant wont")
  /// "No more than five" negates nothing.
  private static let bounds = EnglishWords.set("more less fewer later longer only")
  private static let mild = EnglishWords.set("without")

  /// Words that say a negation in another way.
  private static func isSoft(_ key: String) -> Bool {
    if softStems.contains(where: key.hasPrefix) { return true }
    if key.count > 6, key.hasSuffix("less") { return true }
    return key.count > 6 && key.hasPrefix("un")
      && !["under", "unit", "univ", "uniq", "unif", "until", "union"].contains(where: key.hasPrefix)
  }

  private static let softStems = EnglishWords.set(
    """
    avoid prevent refus lack fail stop exclud except forbid prohibit instead rather unable unless hardly barely free missing \
    ignor skip deny denied impossib illegal invisib inaccess incapab insuffic secret escap evad absen omit
    """)

  /// Whether a text negates; null for a language without a list.
  static func isNegated(_ words: TextWords, in language: Language) -> Bool? {
    guard let forms = table[language.code] else { return nil }
    return words.words.contains { word in
      forms.contains { form in
        if form.hasSuffix("*") { return word.key.hasPrefix(form.dropLast()) && word.key.count > form.count }
        return word.key == form
      }
    }
  }

  private static func forms(_ text: String) -> [String] {
    text.split(separator: " ").map { TextWords.fold(String($0)) }
  }

  /// Words, and beginnings of words with a `*`.
  private static let table: [String: [String]] = [
    "de": forms("nicht nichts nie niemals niemand kein keine keinen keiner keinem keines ohne weder noch"),
    "fr": forms("ne n' n'* pas jamais sans rien aucun aucune ni personne"),
    "es": forms("no sin nunca jamás ni ningún ninguno ninguna nadie nada tampoco"),
    "it": forms("non senza mai nessun nessuno nessuna nulla niente né"),
    "pt": forms("não sem nunca jamais nem nenhum nenhuma ninguém nada"),
    "pl": forms("nie bez nigdy nikt nikogo nikomu nic niczego żaden żadna żadne żadnego żadnej żadnych ani nie*"),
    "cs": forms("ne ne* bez nikdy nikdo nikoho nikomu nic žádný žádná žádné žádného ani nikde"),
    "sk": forms("ne ne* nie bez nikdy nikto nikoho nikomu nič žiadny žiadna žiadne žiadneho ani"),
    "sl": forms("ne ni nisem nima brez nikoli nihče nič noben nobena nobenega niti ne*"),
    "lt": forms("ne ne* be niekada niekas nieko joks jokia jokio nėra nei"),
    "lv": forms("ne ne* bez nekad neviens nekas nekā nav"),
    "ar": forms("لا لم لن ليس ليست لست ليسوا بدون دون غير عدم ما بلا الا ولا ولم ولن لكيلا لئلا كيلا"),
    "bn": forms("না নেই নয় নি ছাড়া কখনও কখনো কেউ নয়তো বিনা"),
    "hi": forms("नहीं न ना मत बिना बगैर कभी"),
    "sw": forms(
      "si bila kamwe hapana hakuna sio siyo ha* hu* si* wasi* usi* nisi* asi* isi* msi* tusi* yasi* zisi* lisi* kuto*"),
  ]
}
