internal import IsoglossCore

/// What is left out: a translation too short, and a run of words that did not come back.
struct LengthCheck: LossCheck {
  func signs(in text: CheckedText) -> [LossSign] {
    let row = text.row
    if text.translation.words.isEmpty { return [LossSign(.omission, 1, "the translation is empty")] }
    if ChrF.score(row.translation, reference: row.source) > 80 {
      return [LossSign(.meaning, 0.95, "the translation repeats the source: it is not translated")]
    }
    var signs: [LossSign] = []
    let letters = Double(row.translation.unicodeScalars.count) / Double(row.source.unicodeScalars.count)
    if row.sourceLanguage == .english, let usual = Self.usual[row.language.code], text.source.words.count >= 6 {
      let ratio = letters / usual
      if ratio < 0.7 {
        let percent = Int((ratio * 100).rounded())
        signs.append(
          LossSign(
            .omission, ratio < 0.55 ? 0.7 : 0.45, "the translation has \(percent) % of the usual length"))
      } else if ratio > 1.7 {
        signs.append(
          LossSign(.meaning, 0.35, "the translation is \(Int((ratio * 100).rounded())) % of the usual length"))
      }
    }
    guard let (source, back) = text.english, source.words.count >= 6 else { return signs }
    let words = Double(back.words.count) / Double(source.words.count)
    let run = Self.longestLoss(source, back)
    if run.count >= 3, words < 0.9 {
      let weight = words < 0.75 ? 0.9 : run.count >= 4 ? 0.8 : 0.6
      signs.append(LossSign(.omission, weight, "\"\(run.joined(separator: " … "))\" did not come back"))
    } else if words < 0.72 {
      signs.append(
        LossSign(
          .omission, 0.65, "\(source.words.count) words of the source came back as \(back.words.count)"))
    }
    return signs
  }

  /// The longest run of content words of the source without any counterpart.
  static func longestLoss(_ source: TextWords, _ back: TextWords) -> [String] {
    let returned = EnglishWords.content(back).map(\.stem)
    var best: [String] = []
    var run: [String] = []
    for (word, stem) in EnglishWords.content(source) {
      if returned.contains(where: { EnglishWords.isSame(stem, $0) }) { run = [] } else { run.append(word) }
      if run.count > best.count { best = run }
    }
    return best
  }

  /// Letters of a translation for one letter of English: medians of the human translations of NTREX-128, of which the
  /// shortest hundredth has about 0.7 of the median.
  private static let usual: [String: Double] = [
    "de": 1.19, "fr": 1.18, "es": 1.15, "it": 1.16, "pt": 1.12, "pl": 1.12, "cs": 0.97, "sk": 1.01, "sl": 1.02,
    "lt": 1.04,
    "lv": 1.07, "ar": 0.94, "bn": 1.0, "hi": 1.06, "sw": 1.14, "et": 1.01, "hr": 1.04, "ko": 0.5, "ro": 1.17, "th": 1.0,
    "uk": 1.02, "vi": 1.08, "zh": 0.35,
  ]
}
