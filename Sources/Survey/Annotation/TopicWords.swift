/// Subtopics by words of title and abstract.
enum TopicWords {
  /// Beginnings of words, by subtopic; a word of the title weighs three times one of the abstract.
  private static let stems: [(topic: String, stems: [String])] = [
    ("jailbreak", ["jailbreak", "adversarial", "attack", "red", "injection", "backdoor", "trojan", "defen"]),
    (
      "toxicity",
      ["toxi", "hate", "hateful", "offensive", "abus", "harass", "cyberbully", "detoxif", "profan", "violen"]
    ),
    ("bias", ["bias", "fairness", "stereotyp", "gender", "debias", "discriminat"]),
    ("alignment", ["align", "rlhf", "preference", "reward", "helpful", "harmless", "refus", "guardrail", "overrefus"]),
    (
      "privacy", ["privacy", "private", "memoriz", "anonymi", "leak", "unlearn", "deidentif", "federated", "watermark"]
    ),
    ("misinformation", ["misinformation", "disinformation", "fake", "rumor", "propaganda", "factcheck", "conspira"]),
    ("hallucination", ["hallucinat", "factual", "faithful", "groundedness", "truthful"]),
  ]

  /// The subtopic with the most words, the first of equals, and a word of it; `other` where fewer than two points speak
  /// for any.
  static func topic(of paper: Paper) -> (topic: String, word: String?) {
    let words =
      PaperText.plainWords(paper.title).map { ($0, 3) } + PaperText.plainWords(paper.abstract ?? "").map { ($0, 1) }
    var best: (topic: String, score: Int, word: String?) = ("other", 1, nil)
    for (topic, stems) in stems {
      let found = words.filter { word, _ in
        stems.contains { $0.count <= 3 ? word == $0 : word.hasPrefix($0) }
      }
      let score = found.reduce(0) { $0 + $1.1 }
      if score > best.score { best = (topic, score, found.first?.0) }
    }
    return (best.topic, best.word)
  }
}
