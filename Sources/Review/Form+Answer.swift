internal import Foundation
internal import IsoglossCore

extension Form.Question {
  /// The answer that a text gives, in the one spelling that annotations have: a choice whatever its case, several of them
  /// in the form's order with commas, codes in order and once each, a number without leading zeros, a quote as it stands
  /// in the item.
  /// - Parameter item: what is asked about; quotes are looked for in its texts.
  /// - Throws: `ReviewError.badAnswer` where the question does not take it.
  public func answer(_ text: String, about item: Item) throws(ReviewError) -> String {
    guard text.utf8.count <= Self.longest else { throw refusal("more than \(Self.longest) bytes") }
    guard !text.unicodeScalars.contains(where: Self.isControl) else { throw refusal("control characters") }
    switch kind {
    case .one:
      guard let value = choice(text) else { throw refusal("\"\(Self.short(text))\"") }
      return value
    case .many:
      let parts = text.split(separator: ",").map(Self.tidy)
      if parts == [ReviewForm.Question.none] { return ReviewForm.Question.none }
      let chosen = parts.map(choice)
      if let odd = zip(parts, chosen).first(where: { $1 == nil })?.0 { throw refusal("\"\(Self.short(odd))\"") }
      guard !chosen.isEmpty else { throw refusal("nothing") }
      return choices.map(\.value).filter { chosen.contains($0) }.joined(separator: ", ")
    case .languages, .count:
      let open: ReviewForm.Question.Open = kind == .count ? .count : .languages
      guard let value = ReviewForm.Question(id: id, text: self.text, subject: .request, open: open).answer(text) else {
        throw refusal("\"\(Self.short(text))\"")
      }
      return value
    case .text:
      let value = text.trimmingCharacters(in: .whitespacesAndNewlines)
      guard !value.isEmpty else { throw refusal("nothing") }
      return value
    case .quote:
      let quote = Self.tidy(text)
      guard !quote.isEmpty else { throw refusal("nothing") }
      for field in item.fields {
        let whole = Self.tidy(field.text)
        if let found = whole.range(of: quote, options: .caseInsensitive) { return String(whole[found]) }
      }
      throw refusal("\"\(Self.short(quote))\", which the item does not say")
    }
  }

  /// What it takes, in words.
  public var takes: String {
    switch kind {
    case .one: choices.map(\.value).joined(separator: ", ")
    case .many: "any of \(choices.map(\.value).joined(separator: ", ")) with commas, or \(ReviewForm.Question.none)"
    case .languages: ReviewForm.Question(id: id, text: text, subject: .request, open: .languages).takes
    case .count: ReviewForm.Question(id: id, text: text, subject: .request, open: .count).takes
    case .text: "words of your own"
    case .quote: "words of the text, as they stand there"
    }
  }

  /// The set that an answer stands for, where answers are sets; null where they are not.
  public func set(_ value: String) -> Set<String>? {
    guard kind == .many || kind == .languages else { return nil }
    if value == ReviewForm.Question.none { return [] }
    return Set(value.split(separator: kind == .many ? "," : " ").map(Self.tidy))
  }

  private func choice(_ text: String) -> String? {
    let plain = Self.tidy(text).lowercased()
    return choices.first { Self.tidy($0.value).lowercased() == plain }?.value
  }

  private func refusal(_ found: String) -> ReviewError {
    ReviewError(.badAnswer, "The answer to \"\(id)\" is \(found): it takes \(takes).", question: id)
  }

  /// Bytes of an answer at most.
  static let longest = 10_000

  private static func tidy(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func short(_ text: String) -> String { text.count > 60 ? "\(text.prefix(60))…" : text }

  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control && !["\n", "\r", "\t"].contains(scalar)
  }
}
