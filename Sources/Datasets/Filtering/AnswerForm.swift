internal import IsoglossCore

/// Whether the answers of a pair are whole answers, and two different ones.
enum AnswerForm {
  /// Jaccard index of runs of five letters from which on an answer only says the request again.
  private static let echo = 0.8

  /// What is wrong with the answers; null where nothing is.
  static func finding(_ pair: PreferencePair) -> String? {
    let (request, chosen, rejected) = (TextGrams(pair.prompt), TextGrams(pair.chosen), TextGrams(pair.rejected))
    if chosen.identity == rejected.identity { return "both answers have the same words" }
    if chosen.similarity(to: request) >= echo { return "the chosen answer echoes the request" }
    if rejected.similarity(to: request) >= echo { return "the rejected answer echoes the request" }
    if breaksOff(pair.chosen) { return "the chosen answer breaks off" }
    return breaksOff(pair.rejected) ? "the rejected answer breaks off" : nil
  }

  /// Whether a text ends where no sentence does. A missing full stop proves nothing; a comma at the end does.
  private static func breaksOff(_ text: String) -> Bool {
    guard let last = text.last(where: { !$0.isWhitespace }) else { return false }
    return [",", ";", "(", "[", "-", "–", "—", "،", "、", "，"].contains(last)
  }
}
