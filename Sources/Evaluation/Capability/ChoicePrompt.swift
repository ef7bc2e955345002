public import IsoglossCore

/// What a model reads before it chooses: the template of Global-MMLU in lm-evaluation-harness, the same English scaffold in
/// every language.
public enum ChoicePrompt {
  /// The letters of the options.
  public static let letters = ["A", "B", "C", "D"]
  /// What is scored after a prompt, one a letter.
  public static let continuations = letters.map { " \($0)" }

  /// A question with its options, up to the answer.
  public static func text(_ question: ChoiceQuestion) -> String {
    var text = trimmed(question.question)
    for (letter, option) in zip(letters, question.options) { text += "\n\(letter). \(option)" }
    return text + "\nAnswer:"
  }

  /// A question behind examples with their answers.
  public static func text(_ question: ChoiceQuestion, after examples: some Sequence<ChoiceQuestion>) -> String {
    examples.map { "\(text($0)) \(letters[$0.answer])\n\n" }.joined() + text(question)
  }

  /// Without white space at both ends, scalar by scalar, as Python strips it.
  private static func trimmed(_ text: String) -> String {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !isSpace($0) }), let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(scalars[first...last])
  }
}
