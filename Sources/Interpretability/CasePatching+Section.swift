public import IsoglossCore

extension CasePatching {
  /// Sites that stand out, of those that were patched.
  private var standing: [Effect] { effects.filter(\.standsOut) }

  /// What was found, for a first line; null where nothing was measured.
  public var clause: String? {
    guard undefined == nil else { return nil }
    guard !controls.isEmpty else { return "patched from \(source.name) without a control" }
    let best = standing.first.map { ", the most by \($0.site), which restores \(Self.share($0.restored))" } ?? ""
    return "patched from \(source.name), \(standing.count) of \(effects.count) parts restore more than all "
      + "\(controls.count) controls\(best)"
  }

  /// What was found, with what would refute it.
  public var section: Section {
    Section(
      id: "case-patching", title: "Which parts of its pass in \(source.name) change the answer?",
      lead:
        "Parts of the pass of the same request in \(source.name) are put into this one's, at the template's tokens after "
        + "it; each restores a share of the difference of the two refusal scores.",
      blocks: blocks)
  }

  private var blocks: [Section.Block] {
    if let undefined { return [.note("Not measured: \(undefined).")] }
    return [.facts(facts), .table(table), .note(note)]
  }

  private var facts: [Fact] {
    [
      Fact("Score after it in \(source.name)", "\(Shown.signed(cleanScore ?? .nan)) (\(clean ?? "none"))"),
      Fact("Score after this request", Shown.signed(corruptScore ?? .nan)),
      Fact("Screened by attribution", "\(screened) sites, with two passes and one backward in float32"),
      Fact("Patched truly", "\(effects.count) sites, and as many for each control"),
      Fact(
        "Controls",
        controls.isEmpty ? "none: the run has no request of the other intent" : controls.joined(separator: ", ")),
      Fact("Took", "\(Shown.plain(seconds, digits: 1)) s, the plain model's loading with it"),
    ]
  }

  private var table: Table {
    Table(
      caption: "1 is all of the difference. The control is the strongest of the requests of the other intent.",
      columns: [
        .init("Site"), .init("Estimated", isNumeric: true), .init("Restored", isNumeric: true),
        .init("Strongest control", isNumeric: true),
      ],
      rows: effects.map { effect in
        [
          .init("\(effect.site)"), Shown.cell(effect.estimated),
          Shown.cell(effect.restored, emphasis: effect.standsOut ? .good : .none),
          effect.controls.max().map { Shown.cell($0) } ?? Shown.none,
        ]
      })
  }

  private var note: String {
    let chance =
      controls.isEmpty
      ? "Without a control nothing here can be told from what any request in \(source.name) brings."
      : "Refuted as carriers of the refusal where controls restore as much: then they carry the language. One case has no "
        + "interval, and by chance alone about \(Self.share(1 / Double(controls.count + 1))) of the sites lie above all "
        + "\(controls.count) controls: what holds in one case is to be asked of many, with `isogloss interpret patch`."
    return chance
      + " The score counts what refusals begin with in either language. Shares outside of 0 to 1 overshoot; where "
      + "the estimate and the true share differ, the true one counts."
  }

  private static func share(_ value: Double) -> String { "\(Shown.plain(100 * value, digits: 0)) %" }
}
