internal import Foundation
public import IsoglossCore
internal import IsoglossDatasets

extension SurveyFindings {
  /// The result in a sentence.
  public var headline: String {
    guard let all = years.first, let english = all.englishOnly else {
      return "\(papers.counted("paper")), none with a settled kind"
    }
    let share = String(format: "%.0f", 100 * english.value)
    let second =
      runnerUp.flatMap { code in languages.first { $0.language == code } }
      .map { "; \(LanguageNames.name(of: $0.language)) comes next with \($0.papers.counted("paper"))" } ?? ""
    return "\(share) % of \(english.n.counted("paper")) \(english.n == 1 ? "is" : "are") on English only\(second)"
  }

  /// What a reader is shown: years, languages, herds, documentation.
  public var sections: [Section] { [yearSection, languageSection, topicSection] }

  private var source: String { "Labels: \(labels). " }

  private var yearSection: Section {
    Section(
      id: "english-only", title: "English only, by year", lead: headline + ".",
      blocks: [
        .table(
          Table(
            caption: "Papers by year; intervals are Wilson's for shares, resampled over papers for the rest, at 95 %.",
            columns: [.init("Year")]
              + ["Papers", "English only", "English's attention", "Gap index"].map { .init($0, isNumeric: true) },
            rows: years.map { row in
              [
                .init(row.year.map(String.init) ?? "all"), .init(count: row.papers), .init(share: row.englishOnly),
                .init(share: row.englishAttention), .init(number: row.gap),
              ]
            })),
        .figure(
          Figure(
            caption: "Kinds of papers by year.",
            description:
              "For each year the shares of papers on English only, on several languages, and on one other language.",
            kind: .stacks(
              years.map { row in
                let sum = max(1, row.kinds.values.reduce(0, +))
                return .init(
                  label: row.year.map(String.init) ?? "all",
                  shares: SurveyForm.Kind.allCases.map { Double(row.kinds[$0.rawValue] ?? 0) / Double(sum) },
                  n: row.kinds.values.reduce(0, +))
              }, categories: SurveyForm.Kind.allCases.map(\.rawValue)))),
        .note(
          source
            + "Attention shares each paper out evenly among its languages. The gap index is log10 of papers on English "
            + "by papers on \(runnerUp.map(LanguageNames.name) ?? "another language"), half a paper added to each: 1 is "
            + "ten times as many, 0 is none. Languages can be told of \(withLanguages) of \(papers.counted("paper")); a paper that "
            + "names none and tells of no other language counts as English."),
      ])
  }

  private var languageSection: Section {
    let sizes: [(String, (Int) -> Bool)] = [
      ("1", { $0 == 1 }), ("2", { $0 == 2 }), ("3 to 5", { (3...5).contains($0) }),
      ("6 to 10", { (6...10).contains($0) }),
      ("11 and more", { $0 > 10 }),
    ]
    return Section(
      id: "languages", title: "Languages",
      lead: "\(languages.count.counted("language")) \(languages.count == 1 ? "is" : "are") studied in "
        + "\(withLanguages.counted("paper")).",
      blocks: [
        .figure(
          Figure(
            caption: "Languages by number of papers, on a logarithmic axis.",
            description: "One bar a language, its length the logarithm of the number of papers.",
            kind: .counts(
              languages.prefix(30).map { .init(label: LanguageNames.name(of: $0.language), count: $0.papers) },
              unit: "papers"))),
        .table(
          Table(
            caption: "Papers a language: alone, and in a herd with others.",
            columns: [.init("Language"), .init("Code")]
              + ["Papers", "Alone", "In a herd"].map { .init($0, isNumeric: true) },
            rows: languages.map { row in
              [
                .init(LanguageNames.name(of: row.language)), .init(row.language), .init(count: row.papers),
                .init(count: row.alone), .init(count: row.inHerd),
              ]
            })),
        .table(
          Table(
            caption: "Papers by the number of languages that they study, where it can be told.",
            columns: [.init("Languages"), .init("Papers", isNumeric: true)],
            rows: sizes.map { name, holds in
              [.init(name), .init(count: herds.reduce(0) { $0 + (holds($1.key) ? $1.value : 0) })]
            })),
        .note(source),
      ])
  }

  private var topicSection: Section {
    Section(
      id: "documentation", title: "Are the languages stated?",
      lead: "Share of papers that say which languages they study.",
      blocks: [
        .table(
          Table(
            caption: "Papers that state their languages in title or abstract, by subtopic.",
            columns: [.init("Subtopic")]
              + ["Papers", "State them", "English only", "State it"].map { .init($0, isNumeric: true) },
            rows: topics.map { row in
              [
                .init(row.topic ?? "all"), .init(count: row.stated?.n ?? 0), .init(share: row.stated),
                .init(count: row.statedEnglish?.n ?? 0), .init(share: row.statedEnglish),
              ]
            })),
        .note(source + "Only titles and abstracts were read: a paper may state its languages further on."),
      ])
  }
}
