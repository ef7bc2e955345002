import Foundation
import IsoglossAlignment
import IsoglossCore
import IsoglossModels

/// What training says before and while it works.
enum TrainingProgress {
  /// Every setting once.
  static func announce(
    _ plan: AlignmentSession.Plan, _ data: AdapterManifest.Data, steps: Int, shifted: Int, base: AdapterManifest.Base
  ) {
    let stage = plan.stage
    let weights =
      stage.rank == 0
      ? "all weights" : "rank \(stage.rank), alpha \(stage.alpha)\(stage.rankStabilised ? " / √rank" : "")"
    let beneath = plan.stack.map { " + \($0.name)" } ?? ""
    Terminal.note(
      "base \(base.name)\(beneath) (\(base.dtype), template \(base.template)); pairs \(data.name), mixture "
        + "\(stage.mixture.share), size \(stage.mixture.size)")
    Terminal.note("\(data.counts); \(data.heldOut) held out, \(data.dropped) too long")
    Terminal.note(
      "\(stage.loss.rawValue), beta \(stage.beta), rate \(stage.rate) \(stage.schedule.rawValue), warm-up "
        + "\(stage.warmup), \(weights); \(steps) steps of \(stage.batch * stage.accumulation) pairs, seed \(stage.seed)"
    )
    if stage.teachesCompliance {
      Terminal.note(
        "this stage teaches compliance: what it makes stays in its run folder and cannot be exported or merged")
    }
    if shifted > 0 {
      Terminal.note(
        "warning: \(shifted) prompts are not how the template begins their answered conversation; the answers begin where "
          + "they part")
    }
  }
}

extension ProgressLine {
  /// A step or an evaluation of training.
  func show(_ progress: TrainingRun.Progress) {
    let record = progress.record
    var parts = ["\(progress.step)/\(progress.steps)"]
    if record.kind == .evaluation {
      if let worst = record.worst {
        Terminal.note(
          (Terminal.isInteractive ? "\n" : "")
            + String(
              format: "held-out groups: worst language %@, reward margin %.2f", worst.language.code, worst.margin))
      }
      return
    }
    if let means = record.all {
      parts.append(String(format: "loss %.4f", means.loss))
      if let margin = means.margin { parts.append(String(format: "margin %.2f", margin)) }
      if let accuracy = means.accuracy { parts.append(String(format: "accuracy %.2f", accuracy)) }
    }
    if let rate = record.tokensPerSecond { parts.append(String(format: "%.0f tokens/s", rate)) }
    if let left = progress.secondsLeft, progress.step < progress.steps { parts.append("\(Duration.words(left)) left") }
    show(
      parts.joined(separator: ", "), share: Double(progress.step) / Double(progress.steps),
      isEnd: progress.step == progress.steps)
  }
}

extension AdapterManifest {
  /// The worst language after training, with its change.
  var headline: String {
    let worst = margins.compactMap { language, pair in pair.last.map { (language, pair[0], $0) } }
      .min { ($0.2, $0.0) < ($1.2, $1.0) }
    guard let worst else { return "\(steps) steps, \(ending)" }
    return String(
      format:
        "worst language on held-out groups: %@, preferred over rejected by %.1f nats (before: %.1f); %d steps, %@",
      worst.0.name, worst.2, worst.1, steps, ending)
  }

  /// Why there are no margins.
  private var unwatched: String {
    data.heldOut == 0
      ? "No groups were held out."
      : "\(data.heldOut) pairs are held out; the stage that stands on this one asks them before its first step."
  }

  /// Margins by language, before and after.
  var section: Section {
    let order = Dictionary(uniqueKeysWithValues: Language.refusEU.enumerated().map { ($1, $0) })
    let rows = margins.sorted { (order[$0.key] ?? .max, $0.key) < (order[$1.key] ?? .max, $1.key) }.map {
      language, pair -> [Table.Cell] in
      let numbers = [pair.first, pair.last, pair.last.flatMap { last in pair.first.map { last - $0 } }]
      return [Table.Cell(language.name)]
        + numbers.map { number in number.map { Table.Cell(String(format: "%.1f", $0), value: $0) } ?? Table.Cell("–") }
    }
    let table = Table(
      caption: "log p(preferred) − log p(rejected), in nats, mean over held-out pairs of both intents",
      columns: [Table.Column("language")] + ["before", "after", "change"].map { Table.Column($0, isNumeric: true) },
      rows: rows)
    return Section(
      id: "align-\(stage.name)", title: "Stage \(stage.name)",
      lead: "How much more probable the preferred answers of the held-out groups are than the rejected ones.",
      blocks: rows.isEmpty ? [.paragraph(unwatched)] : [.table(table)])
  }
}
