public import IsoglossCore
internal import IsoglossStatistics

/// Everything that is told of an experiment of crossing behaviours: text, JSON and pages are made of it.
public struct CrossingTables: Hashable, Sendable, Codable {
  /// One model's part.
  public struct Model: Hashable, Sendable, Codable {
    /// The model.
    public var name: String
    /// The behaviours, in the order of the data.
    public var behaviours: [CrossingBehaviour]
    /// Behaviours against each other.
    public var contrasts: [CrossingContrast]
    /// What the adapters are made of, run by run.
    public var parts: [CrossingParts]
    /// Runs that are finished.
    public var runs: Int
  }

  /// The experiment's name.
  public var experiment: String
  /// The models, by name.
  public var models: [Model]
  /// Behaviours of which transfer is not defined, because the source gained nothing, and those without any whole group.
  public var undefined: [String]
  /// Resamples behind every interval.
  public var resamples: Int
  /// What makes the tables checkable.
  public var provenance: [Fact]

  /// Makes the tables.
  /// - Throws: `ExperimentError.notComparable` where no run was trained in the source with the data's labels;
  ///   `StatisticsError`.
  public init(_ results: [CrossingResult], resamples: Int = 2_000, seed: UInt64 = 0) throws {
    self.resamples = resamples
    experiment = results.first?.experiment ?? ""
    var undefined: [String] = []
    models = try Set(results.map(\.cell.base)).sorted().compactMap { base in
      let runs = results.filter { $0.cell.base == base }
      let measures = MatchedAnswers.Behaviour.allCases.enumerated().compactMap { place, behaviour -> CrossingMeasure? in
        guard let source = runs.first?.source, runs.contains(where: { $0.cell.behaviour == behaviour }) else {
          return nil
        }
        // Behaviours share no group: their draws are not to move together.
        let bootstrap = Bootstrap(resamples: resamples, method: .percentile, seed: seed &+ UInt64(place))
        let found = CrossingMeasure(runs, of: behaviour, source: source, bootstrap: bootstrap)
        if found == nil { undefined.append("\(base): \(behaviour.rawValue)") }
        return found
      }
      let behaviours = try Self.adjusted(measures.compactMap { try $0.measured() })
      undefined += behaviours.filter { $0.others.transfer == nil }.map { "\(base): \($0.behaviour.rawValue)" }
      guard !behaviours.isEmpty else { return nil }
      return Model(
        name: base, behaviours: behaviours, contrasts: try Self.contrasts(measures),
        parts: try Self.adjustedParts(runs.compactMap { try CrossingParts($0) }), runs: runs.count)
    }
    self.undefined = undefined
    guard !models.isEmpty else {
      throw ExperimentError(
        .notComparable, "No run has trained the source language with the data's labels yet: let the experiment go on.")
    }
    func each(_ value: (CrossingResult) -> String) -> String {
      Set(results.map(value)).sorted().joined(separator: "; ")
    }
    provenance = [
      Fact("experiment", experiment), Fact("models", each { "\($0.cell.base) \($0.base.joined(separator: " "))" }),
      Fact("isogloss", each(\.session.version)), Fact("engine", each(\.session.engine)),
      Fact("machine", each(\.session.machine)), Fact("resampling seed", "\(seed)"),
      Fact("wall time", "\(GridFormat.minutes(results.reduce(0) { $0 + $1.seconds })) min over \(results.count) runs"),
    ]
  }

  /// P-values of all behaviours and languages but the source, by Holm.
  private static func adjusted(_ behaviours: [CrossingBehaviour]) throws -> [CrossingBehaviour] {
    var behaviours = behaviours
    let places = behaviours.indices.flatMap { index in
      behaviours[index].rows.indices.filter {
        behaviours[index].rows[$0].language != behaviours[index].source && behaviours[index].rows[$0].pValue != nil
      }.map { (index, $0) }
    }
    let values = try Holm.adjust(places.compactMap { behaviours[$0.0].rows[$0.1].pValue })
    for (place, value) in zip(places, values) { behaviours[place.0].rows[place.1].adjusted = value }
    return behaviours
  }

  /// P-values of all runs' top blocks, in the source and in the others, by Holm.
  private static func adjustedParts(_ parts: [CrossingParts]) throws -> [CrossingParts] {
    var parts = parts
    let sides: [WritableKeyPath<CrossingParts, CrossingParts.Side?>] = [\.source, \.others]
    let places = parts.indices.flatMap { index in
      sides.filter { parts[index][keyPath: $0] != nil }.map { (index, $0) }
    }
    let values = try Holm.adjust(places.compactMap { parts[$0.0][keyPath: $0.1]?.pValue })
    for (place, value) in zip(places, values) { parts[place.0][keyPath: place.1]?.adjusted = value }
    return parts
  }

  /// Every behaviour less those before it.
  private static func contrasts(_ measures: [CrossingMeasure]) throws -> [CrossingContrast] {
    try measures.indices.flatMap { later in
      try measures[..<later].map { second in
        let first = measures[later]
        var contrast = CrossingContrast(first: first.behaviour, second: second.behaviour)
        func difference(_ a: CrossedResamples, _ b: CrossedResamples) throws -> IsoglossCore.Estimate? {
          try (a - b).estimate().map { IsoglossCore.Estimate($0, count: a.draws.count) }
        }
        if try first.isDefined(), try second.isDefined() {
          contrast.transfer = try difference(first.transfer(first.others), second.transfer(second.others))
        }
        if try first.hasCeiling(first.others), try second.hasCeiling(second.others),
          let a = try first.ofOwn(first.others), let b = try second.ofOwn(second.others)
        {
          contrast.ofOwn = try difference(a, b)
        }
        return contrast
      }
    }
  }
}
