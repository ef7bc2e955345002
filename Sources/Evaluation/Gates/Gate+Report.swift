public import IsoglossCore
internal import IsoglossStatistics

extension Gate {
  /// The whole report: what failed and why, every check, and what the mean hides.
  /// - Parameter provenance: hashes, seeds and versions.
  public func report(provenance: [Fact] = []) -> Report {
    Report(
      title: "Isogloss: gate \(policy.name)", headline: headline,
      facts: [Fact("Policy", policy.name)]
        + runs.map { Fact("Run", "\($0.name): \($0.model), judged by \($0.judge)") } + worstPerturbation,
      sections: [decisions, meanSection, every, method], provenance: provenance)
  }

  /// The worst cell of perturbed prompts, by the order of the table of every check, where there are any.
  private var worstPerturbation: [Fact] {
    let cells = runs.flatMap { run in run.checks.map { (run: run, check: $0) } }
      .filter { $0.check.perturbation != nil && !$0.check.isDifference && $0.check.estimate != nil }
    guard let worst = cells.max(by: { Self.rank($0.check) < Self.rank($1.check) }) else { return [] }
    let question = worst.check.kind.title(worst.run.rateName)
    let n = worst.check.estimate?.n ?? 0
    return [Fact("Worst perturbation", "\(worst.check.subject), \(question): \(worst.check.rateText) (n = \(n))")]
  }

  /// One row a run and question: the first screen.
  private var decisions: Section {
    let rows = runs.flatMap { run in
      GateCheck.Kind.allCases.compactMap { kind -> [Table.Cell]? in
        let own = run.checks.filter { $0.kind == kind }
        guard !own.isEmpty else { return nil }
        let worst = own.max { Self.rank($0) < Self.rank($1) }
        let decision = GateCheck.Decision.worst(own.map(\.decision))
        return (runs.count > 1 ? [.init(run.name)] : []) + [
          .init(Wording.capitalised(kind.title(run.rateName))), .init(worst?.subject ?? "–"),
          .init(worst?.rateText ?? "–", value: worst?.estimate?.value), .init(worst?.limitText ?? "–"),
          .init("\(own.count { $0.decision == .passed })"), .init("\(own.count { $0.decision == .inconclusive })"),
          .init("\(own.count { $0.decision == .failed })"), Self.cell(decision),
        ]
      }
    }
    return Section(
      id: "gate", title: "Did the gate hold?",
      lead: "Each question is asked of every language; one language beyond its limit fails the gate, and one that the "
        + "data leave open keeps it from passing.",
      blocks: [
        .table(
          Table(
            caption: "Questions with the language that answers them worst.",
            columns: (runs.count > 1 ? [.init("Run")] : []) + [
              .init("Question"), .init("Worst"), .init("Rate", isNumeric: true), .init("Limit", isNumeric: true),
              .init("Passed", isNumeric: true), .init("Unsure", isNumeric: true), .init("Failed", isNumeric: true),
              .init("Answer"),
            ], rows: rows))
      ] + reasons.map(Section.Block.note))
  }

  /// Why it did not hold, the worst first: a line a check, at most ten.
  private var reasons: [String] {
    let open = runs.flatMap { run in run.checks.filter { $0.decision != .passed }.map { (run, $0) } }
      .sorted { Self.rank($0.1) > Self.rank($1.1) }
    let lines = open.prefix(10).map { run, check in
      "\(check.decision.rawValue.uppercased()) \(runs.count > 1 ? "\(run.name): " : "")\(check.subject), "
        + "\(check.kind.title(run.rateName)): \(check.reason)."
    }
    return lines + (open.count > 10 ? ["\(open.count - 10) more are in the table of every check."] : [])
  }

  /// Every check, the worst first.
  private var every: Section {
    let all = runs.flatMap { run in run.checks.map { (run, $0) } }.sorted { Self.rank($0.1) > Self.rank($1.1) }
    return Section(
      id: "checks", title: "Every check",
      lead: "The end of an interval that would show a failure is wider than the other: it allows for the number of "
        + "languages asked about.",
      blocks: [
        .table(
          Table(
            caption: "Failed first, then inconclusive, then passed.",
            columns: (runs.count > 1 ? [.init("Run")] : []) + [
              .init("Language"), .init("Question"), .init("Rate", isNumeric: true), .init("Limit", isNumeric: true),
              .init("n", isNumeric: true), .init("Answer"), .init("Threshold in answers"), .init("Why"),
            ],
            rows: all.map { run, check in
              (runs.count > 1 ? [.init(run.name)] : []) + [
                .init(check.subject + (check.language.map(run.unclaimed.contains) == true ? " ⚑" : "")),
                .init(Wording.capitalised(check.kind.title(run.rateName))),
                .init(check.rateText, value: check.estimate?.value), .init(check.limitText, value: check.limit),
                .init("\(check.estimate?.n ?? 0)", emphasis: .faint), Self.cell(check.decision),
                .init(check.cutoffWords ?? "–", emphasis: .faint), .init(check.reason),
              ]
            }))
      ] + (runs.contains { !$0.unclaimed.isEmpty } ? [.note("⚑ The judge does not claim to read this language.")] : []))
  }

  /// What a gate on the mean would have said, and whether the worst language is worse than chance.
  private var meanSection: Section {
    let rows = runs.flatMap { run in
      run.means.map { mean -> [Table.Cell] in
        let limit = Numerals.share(abs(mean.limit))
        return (runs.count > 1 ? [.init(run.name)] : []) + [
          .init(Wording.capitalised(mean.kind.title(run.rateName))),
          .init(mean.isDifference ? Numerals.pointsWithUnit(mean.mean) : Numerals.percent(mean.mean), value: mean.mean),
          .init(mean.isDifference ? "+\(limit) points" : "\(limit) %", value: mean.limit),
          mean.holds ? .init("passes", emphasis: .good) : .init("fails", emphasis: .worst),
          .init(
            mean.hidden.isEmpty ? "–" : mean.hidden.joined(separator: ", "),
            emphasis: mean.hidden.isEmpty ? .faint : .worst),
          .init(mean.seen.isEmpty ? "–" : mean.seen.joined(separator: ", ")),
        ]
      }
    }
    let chance = runs.flatMap { run in
      run.chance.map { found -> [Table.Cell] in
        let test = found.test
        let top = zip(found.cells, test.groups).max { ($0.1.rate ?? -1) < ($1.1.rate ?? -1) }?.0 ?? "–"
        return (runs.count > 1 ? [.init(run.name)] : []) + [
          .init(top), .init(Numerals.pointsWithUnit(test.excess), value: test.excess),
          .init(Numerals.pointsWithUnit(test.expected), value: test.expected),
          .init(Numerals.pointsWithUnit(test.chanceLimit), value: test.chanceLimit), Numerals.pCell(test.pValue),
          .init(found.beyond.isEmpty ? "none" : found.beyond.joined(separator: ", ")),
        ]
      }
    }
    let run: [Table.Column] = runs.count > 1 ? [.init("Run")] : []
    return Section(
      id: "mean", title: "What the mean hides",
      lead: "A gate on the mean over languages compares one number with the limit; the worst of several noisy rates is "
        + "high by itself, so the second table says how high chance alone makes it.",
      blocks: [
        .table(
          Table(
            caption: "The same questions put to the mean.",
            columns: run + [
              .init("Question"), .init("Mean", isNumeric: true), .init("Limit", isNumeric: true),
              .init("A gate on the mean"), .init("Hidden failures"), .init("Seen beyond the limit"),
            ], rows: rows)),
        .table(
          Table(
            caption: "The worst rate above the mean, beside that of languages that are all alike (permutation).",
            columns: run + [
              .init("Worst"), .init("Above the mean", isNumeric: true), .init("By chance", isNumeric: true),
              .init("By chance, 1 in 20", isNumeric: true), .init("p", isNumeric: true), .init("Beyond chance"),
            ], rows: chance)),
      ])
  }

  private var method: Section {
    let risk = Numerals.share((1 - policy.confidence) / 2)
    return Section(
      id: "method", title: "How it was decided", lead: "Every decision is read off an interval.",
      blocks: [
        .paragraph(
          "A check passes where its interval lies on the right side of the limit, fails where it lies on the wrong side, "
            + "and is inconclusive where the limit is inside. Rates have exact limits (Clopper and Pearson), differences "
            + "Newcombe's, over the same prompts where the runs share them. The risk that a question passes though a "
            + "language is beyond its limit is at most \(risk) %, and so is the risk that it fails though none is: the "
            + "first needs no correction for the number of languages, since every one of them must pass; the second has "
            + "one (Bonferroni)."),
        .paragraph(
          "The permutation test asks how far above the mean the worst language stands when outcomes change places between "
            + "languages, prompt by prompt where prompts are parallel; a language beyond chance is one whose rate exceeds "
            + "the worst one in \(Numerals.share(policy.confidence)) % of such arrangements (in more where prompts are "
            + "perturbed: clean prompts and each perturbation are tested by themselves, and share the risk)."),
      ])
  }

  private static func rank(_ check: GateCheck) -> Double {
    Double(check.decision.severity * 10) + (check.excess ?? -2)
  }

  private static func cell(_ decision: GateCheck.Decision) -> Table.Cell {
    switch decision {
    case .passed: .init("passed", emphasis: .good)
    case .inconclusive: .init("inconclusive")
    case .failed: .init("FAILED", emphasis: .worst)
    }
  }
}
