internal import Foundation
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReporting

/// A training: its curves by language, while it goes on and after.
extension Site {
  func trainingPage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let entry = try await catalogue.entry(fields["f"] ?? "", .training)
    let version = try FileVersion(of: entry.watched)
    let log = try TrainingLog(contentsOf: entry.watched)
    var layout = Layout(title: Self.headline(log), visit: visit)
    layout.kicker = "Training \(entry.name)"
    let quiet = Date.now.timeIntervalSince1970 - version.changed
    if quiet < 120 {
      layout.data = [
        "poll": "/api/training?f=\(FormFields.escape(entry.name))", "version": version.tag, "every": "5000",
      ]
    }
    layout.main = Self.bar(log, steps: TrainingPlan.steps(of: entry.url), quiet: quiet)
    layout.main += try await part("training\n\(entry.name)\n\(version.tag)") { Self.curves(log) }
    return layout.response()
  }

  /// How far a training is, for the page's script.
  func trainingState(_ fields: FormFields) async throws -> Response {
    let entry = try await catalogue.entry(fields["f"] ?? "", .training)
    let version = try FileVersion(of: entry.watched)
    return try .json(LiveState(version: version.tag, done: 0, total: 0, isReady: true, words: ""))
  }

  /// How far a training is, and how long the rest takes; nothing where its folder does not say how long it is to be.
  /// - Parameter quiet: seconds since it wrote something.
  private static func bar(_ log: TrainingLog, steps: Int?, quiet: Double) -> String {
    guard let steps else { return "" }
    let left = log.secondsLeft(of: steps)
    var words = "\(log.step) of \(steps) steps"
    if log.step >= steps {
      words += ", done"
    } else if quiet >= 120 {
      words += "; nothing new for \(Words.duration(quiet)): it has stopped, or a step takes long"
    } else if let left {
      words += ", about \(Words.duration(left)) of steps left"
    }
    return """
      <p class="live" role="status"><progress max="\(steps)" value="\(min(log.step, steps))" aria-label="Steps"></progress> \
      \(Markup.text(words))</p>

      """
  }

  private static func headline(_ log: TrainingLog) -> String {
    guard let last = log.evaluations.last, let languages = last.languages else { return "Step \(log.step)" }
    let worst = languages.compactMap { code, means in means.margin.map { (Language(code), $0) } }
      .min { ($0.1, $0.0) < ($1.1, $1.0) }
    guard let worst else { return "Step \(log.step)" }
    return "Lowest margin: \(worst.0.name), \(Curve.short(worst.1)); step \(log.step)"
  }

  private static func curves(_ log: TrainingLog) -> String {
    var markup = ""
    if log.problems > 0 { markup += "<p class=\"note\">\(log.problems) lines of the metrics cannot be read.</p>\n" }
    let evaluations = log.evaluations
    let codes = Set(evaluations.flatMap { ($0.languages ?? [:]).keys }).sorted()
    func series(_ code: String, _ value: (TrainingLog.Means) -> Double?) -> [(step: Int, value: Double)] {
      evaluations.compactMap { record in record.languages?[code].flatMap(value).map { (record.step, $0) } }
    }
    let measures: [(id: String, title: String, lead: String, value: (TrainingLog.Means) -> Double?)] = [
      (
        "margin", "Margin on held-out pairs",
        "Reward of the preferred answer over the other one: a curve that stays at 0 has learned nothing in its language.",
        { $0.margin }
      ),
      (
        "accuracy", "Pairs put in order", "Share of held-out pairs whose preferred answer has the higher reward.",
        { $0.accuracy }
      ),
    ]
    for measure in measures {
      let all = codes.map { ($0, series($0, measure.value)) }.filter { !$0.1.isEmpty }
      guard !all.isEmpty else { continue }
      let (steps, values) = Curve.axes(all.map(\.1))
      // The lowest last value first: the language that needs looking at.
      let sorted = all.sorted { ($0.1.last?.value ?? 0, $0.0) < ($1.1.last?.value ?? 0, $1.0) }
      markup += "<section>\n<h2>\(Markup.text(measure.title))</h2>\n<p class=\"lead\">\(Markup.text(measure.lead)) "
      markup += "The language with the lowest last value comes first.</p>\n<div class=\"curves\">\n"
      for (code, points) in sorted {
        let curve = Curve(title: Language(code).name, points: points, steps: steps, values: values)
        markup += "<figure><figcaption>\(Markup.text(Language(code).name)) "
        markup += "<span class=\"faint\">\(points.last.map { Curve.short($0.value) } ?? "")</span></figcaption>"
        markup += curve.markup(id: "\(measure.id)-\(HTMLParts.tag(Language(code)).isEmpty ? "x\(points.count)" : code)")
        markup += "</figure>\n"
      }
      markup += "</div>\n</section>\n"
    }
    let losses = log.steps.compactMap { record in record.all?.loss.map { (step: record.step, value: $0) } }
    if !losses.isEmpty {
      let (steps, values) = Curve.axes([losses])
      let curve = Curve(title: "Loss", points: losses, steps: steps, values: values)
      markup += "<section>\n<h2>Loss of each step</h2>\n<div class=\"curves\"><figure>"
      markup += "\(curve.markup(id: "loss"))</figure></div>\n</section>\n"
    }
    return markup.isEmpty ? "<p>Nothing is written yet.</p>\n" : markup
  }
}
