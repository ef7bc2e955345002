/// The number of languages that a text tells.
enum StatedCount {
  private static let numbers: [String: Int] = [
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
  ]
  /// Words between a number and `languages` that make it another number: programming languages, five large language models.
  private static let others: Set<String> = [
    "programming", "formal", "and", "of", "in", "to", "for", "datasets", "tasks", "models",
  ]

  /// The largest, such as 12 in `across 12 typologically diverse languages`; null where there is none from 2 up.
  static func of(_ words: TextWords) -> Int? {
    words.words.indices.compactMap { index -> Int? in
      guard words.plain(index) == "languages" else { return nil }
      for back in 1...4 {
        let word = words.plain(index - back)
        if others.contains(word) { return nil }
        guard words.words.indices.contains(index - back),
          words.words[index].sentence == words.words[index - back].sentence
        else { return nil }
        if let number = numbers[word] ?? Int(word), (2...8000).contains(number) { return number }
      }
      return nil
    }.max()
  }
}
