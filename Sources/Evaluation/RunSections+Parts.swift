internal import Foundation
internal import IsoglossCore

extension RunSections {
  /// Language x hazard; null where the data have no hazards.
  var hazards: Section? {
    let present = Hazard.allCases.filter { hazard in measures.languages.contains { $0.hazards[hazard] != nil } }
    guard !present.isEmpty else { return nil }
    let rows = ranked
    let figure = Figure(
      caption: "\(Wording.capitalised(measures.rateName)) by language and hazard; a cell rests on few prompts.",
      description: "A table of \(rows.count) languages by \(present.count) hazards; the numbers are in the cells.",
      kind: .heatMap(
        rows: rows.map(\.language.name), columns: present.map { "\($0.rawValue) \($0.title)" },
        values: rows.map { row in present.map { row.hazards[$0]?.attackSuccessRate()?.value } },
        counts: rows.map { row in present.map { row.hazards[$0]?.scored ?? 0 } }))
    let smallest = rows.flatMap { row in present.compactMap { row.hazards[$0]?.scored } }.filter { $0 > 0 }.min() ?? 0
    return Section(
      id: "hazards", title: "Where in each language",
      lead: "Each cell is the \(measures.rateName) for one hazard in one language, "
        + "on as few as \(smallest) prompts: a pattern along a row or column says more than a cell.",
      blocks: [.figure(figure)])
  }

  /// What became of harmful prompts.
  var outcomes: Section {
    Section(
      id: "outcomes", title: "What became of the harmful prompts",
      lead: "Refusals and answers are only two of the outcomes: an empty, garbled or off-language answer is neither.",
      blocks: [.figure(stacks(\.harmful, caption: "Outcomes of harmful prompts by language, share of scored answers."))]
    )
  }

  /// Refusals of benign prompts; null where there are none.
  var benign: Section? {
    guard measures.languages.contains(where: { $0.benign.total > 0 }) else { return nil }
    let sorted = measures.languages.sorted { ($0.overRefusal?.value ?? -1) > ($1.overRefusal?.value ?? -1) }
    let figure = Figure(
      caption: "Share of benign prompts declined, wholly or in part.",
      description: sorted.map { "\($0.language.name) \(Numerals.percent($0.overRefusal))" }.joined(separator: ", "),
      kind: .bars(
        sorted.map { .init(label: $0.language.name, estimate: $0.overRefusal) }, reference: nil, referenceLabel: ""))
    let twins = items.contains { $0.prompt.intent == .benign && $0.prompt.twin != nil }
    return Section(
      id: "benign", title: "Benign prompts refused",
      lead: twins
        ? "Each benign prompt is the twin of a harmful one and shares its surface: a model that goes by words refuses both."
        : "A model that refuses these is safe at the price of being useless.",
      blocks: [
        .figure(figure), .figure(stacks(\.benign, caption: "Outcomes of benign prompts by language.")),
      ])
  }

  private func stacks(_ mix: KeyPath<Measures.LanguageMeasures, OutcomeMix>, caption: String) -> Figure {
    let names = Array(Outcome.names.dropLast())
    let rows = ranked
    return Figure(
      caption: caption,
      description: rows.map { row in
        let parts = zip(names, row[keyPath: mix].shares).filter { $0.1 > 0 }
        return "\(row.language.name): " + parts.map { "\($0.0) \(Numerals.percent($0.1))" }.joined(separator: ", ")
      }.joined(separator: ". "),
      kind: .stacks(
        rows.map { .init(label: $0.language.name, shares: $0[keyPath: mix].shares, n: $0[keyPath: mix].scored) },
        categories: names))
  }

  /// Answers to read: in each language an answer that complied, one that refused, and others, in a fixed order.
  var samples: Section? {
    var shown: [Sample] = []
    for part in ranked {
      let answers = items.lazy.filter { $0.prompt.language == part.language && $0.completion != nil }
      var picked: [RunItem] = []
      let wanted: [(Intent, Set<String>)] = [
        (.harmful, ["compliance", "partial"]), (.harmful, ["refusal"]),
        (.harmful, ["degenerate", "empty", "offLanguage", "neutralSafe"]), (.benign, ["refusal", "partial"]),
      ]
      for (intent, names) in wanted.prefix(samplesPerLanguage) {
        let fits = answers.first {
          $0.prompt.intent == intent && names.contains($0.verdicts[measures.judge]?.outcome.name ?? "")
        }
        if let fits { picked.append(fits) }
      }
      shown += picked.map { $0.sample(by: measures.judge) }
    }
    guard !shown.isEmpty else { return nil }
    return Section(
      id: "samples", title: "Answers to read",
      lead: "The first answer of each kind in each language, in the order of the data: not chosen by anyone.",
      blocks: [.samples(shown)])
  }

  /// How it was measured, in words.
  var method: Section {
    var blocks: [Section.Block] = [
      .paragraph(
        "\(Wording.capitalised(measures.rateName)) is compliance and partial answers over scored answers, with Wilson "
          + "intervals. P-values are corrected by Holm over the languages. The interval of the worst language is one for "
          + "the highest of the rates, which is biased upwards when merely read off: see "
          + "docs/design/003-worst-language-interval.md."),
      .paragraph(
        "An answer is declined when it refuses, wholly or in part. An answer is unusable when it loops, echoes the "
          + "prompt, is empty, or is in another language than the prompt."),
    ]
    if let leftOut { blocks.append(.paragraph(leftOut)) }
    return Section(id: "method", title: "How this was measured", lead: pairing, blocks: blocks)
  }

  /// Which gaps to English are paired, and how prompts are resampled.
  private var pairing: String {
    let paired = measures.languages.filter { $0.gap?.isPaired == true }
    let apart = measures.languages.filter { $0.gap?.isPaired == false }
    func names(_ parts: [Measures.LanguageMeasures]) -> String { Wording.list(parts.map(\.language.name)) }
    let matched = "by McNemar's exact test on matched prompts, with Newcombe's paired interval"
    let scored = "by a score test on two independent samples"
    let draws =
      measures.isPaired ? "Prompts are resampled for all languages at once." : "Each language is resampled alone."
    if !paired.isEmpty, !apart.isEmpty {
      return "Prompts are parallel in part: the gap to English is tested \(matched), in \(names(paired)), and "
        + "\(scored) in \(names(apart)), where groups that both languages were asked are less than half of the prompts. \(draws)"
    }
    return apart.isEmpty && (measures.isPaired || !paired.isEmpty)
      ? "Prompts are parallel: the gap to English is tested \(matched). \(draws)"
      : "Prompts are not parallel: the gap to English is tested \(scored). \(draws)"
  }

  /// What paired gaps leave out; null where it is nothing.
  private var leftOut: String? {
    guard let english = measures.languages.first(where: { $0.language == .english }) else { return nil }
    let short = measures.languages.compactMap { part -> String? in
      guard let gap = part.gap, gap.isPaired else { return nil }
      let pairs = gap.difference.n
      guard pairs < max(part.harmful.scored, english.harmful.scored) else { return nil }
      return "\(pairs) of \(part.harmful.scored) in \(part.language.name)"
    }
    return short.isEmpty
      ? nil
      : "A paired gap leaves out answers to requests that were not asked once, and scored, in both languages. It is over "
        + "\(Wording.list(short)); English has \(english.harmful.scored)."
  }

  /// Everything that identifies the run.
  var provenance: [Fact] {
    let m = manifest
    let seconds = items.reduce(0) { $0 + ($1.completion?.seconds ?? 0) }
    let tokens = items.reduce(0) { $0 + ($1.completion?.completionTokens ?? 0) }
    var facts = [
      Fact("Model hash", m.model.fingerprint), Fact("Arithmetic", m.model.dtype),
      Fact("Chat template", m.model.template), Fact("Adapter", m.model.adapter ?? "none"),
      Fact("System prompt", m.systemPrompt ?? "none"),
      Fact("Selection", "\(m.dataset.count) prompts: \(m.dataset.selection)"),
      Fact("Prompt hash", m.dataset.promptHash), Fact("Data file hash", m.dataset.fileHash),
      Fact("Decoding", decodingWords), Fact("Language identifier", m.languageIdentifier),
      Fact("Resampling seed", "\(measures.seed)"),
      Fact("Answers", "\(measures.answered), \(tokens) tokens, \(Int(seconds.rounded())) s of model time"),
    ]
    for record in m.judges {
      let how = [
        record.specification, record.rule.map { "rule \($0)" },
        record.judgesItself ? "the model under test itself" : nil,
      ]
      facts.append(
        Fact(
          record.name == m.judge ? "Primary judge" : "Judge",
          ([record.name] + how.compactMap { $0 }).joined(separator: ", ")))
    }
    if let filters = m.filterJudges {
      facts.append(
        Fact("Training data filtered by", filters.isEmpty ? "no judge" : filters.joined(separator: ", ")))
    }
    for (index, session) in sessions.enumerated() {
      facts.append(
        Fact(
          sessions.count == 1 ? "Made" : "Sitting \(index + 1)",
          "\(session.started), isogloss \(session.version), \(session.engine), \(session.machine)"
            + (session.usage.map { ": \($0.summary)" } ?? "")))
    }
    return facts
  }

  private var decodingWords: String {
    let d = manifest.decoding
    let draw =
      d.temperature == 0
      ? "greedy" : "temperature \(d.temperature), top-p \(d.topP), top-k \(d.topK), seed \(d.seed)"
    return "\(draw), at most \(d.maxNewTokens) new tokens"
  }
}
