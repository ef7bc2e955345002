internal import IsoglossCore
internal import IsoglossStatistics

/// The runs of a behaviour on one model, sorted for measuring.
struct CrossingMeasure {
  let behaviour: MatchedAnswers.Behaviour
  let source: Language
  /// Every language that all runs were asked in, the source first.
  let languages: [Language]
  private let own: CrossingGains
  private let control: CrossingGains
  private let ceilings: [Language: CrossingGains]
  private let learnt: (own: Double, control: Double?)
  private let bootstrap: Bootstrap

  /// Sorts runs.
  /// - Returns: null where no run was trained in the source with the data's labels, or no group is whole.
  init?(_ runs: [CrossingResult], of behaviour: MatchedAnswers.Behaviour, source: Language, bootstrap: Bootstrap) {
    self.behaviour = behaviour
    self.source = source
    self.bootstrap = bootstrap
    let runs = runs.filter { $0.cell.behaviour == behaviour }
    let crossing = runs.filter { $0.cell.training == source && $0.cell.labels == .own }
    let shuffled = runs.filter { $0.cell.training == source && $0.cell.labels == .shuffled }
    let asked = (crossing + shuffled).map { Set($0.after.rows.keys) }
    let shared = asked.dropFirst().reduce(asked.first ?? []) { $0.intersection($1) }
    let others = shared.subtracting([source]).inReadingOrder
    guard shared.contains(source), !others.isEmpty else { return nil }
    let languages = [source] + others
    self.languages = languages
    let all = CrossingGains(crossing + shuffled, languages)
    let whole = Set(all.groups)
    own = CrossingGains(crossing, languages, groups: whole)
    control = CrossingGains(shuffled, languages, groups: whole)
    guard !own.isEmpty else { return nil }
    var ceilings: [Language: CrossingGains] = [:]
    for language in others {
      let gains = CrossingGains(
        runs.filter { $0.cell.training == language && $0.cell.labels == .own }, [language], groups: whole)
      // A ceiling is of the same groups, or it is none.
      if gains.groups == own.groups { ceilings[language] = gains }
    }
    self.ceilings = ceilings
    func mean(_ runs: [CrossingResult]) -> Double? {
      runs.isEmpty ? nil : runs.reduce(0) { $0 + $1.training.gain } / Double(runs.count)
    }
    learnt = (mean(crossing) ?? 0, mean(shuffled))
  }

  /// All but the source.
  var others: [Language] { Array(languages.dropFirst()) }

  /// What it comes to; p-values are not adjusted yet.
  func measured() throws -> CrossingBehaviour? {
    guard let others = try row(others, nil) else { return nil }
    return CrossingBehaviour(
      behaviour: behaviour, source: source, seeds: own.seeds, controlSeeds: control.seeds, groups: own.groups.count,
      learnt: learnt.own, controlLearnt: learnt.control, rows: try languages.compactMap { try row([$0], $0) },
      others: others)
  }

  /// Gain in languages over gain in the source; undefined where the source gains nothing.
  func transfer(_ languages: [Language]) throws -> CrossedResamples {
    let (asked, base) = (own.table(languages), own.table([source]))
    return try bootstrap.crossed(own.groups.count, by: own.seeds.count) { rows, columns in
      let gain = base.mean(rows, columns)
      return gain > 0 ? asked.mean(rows, columns) / gain : nil
    }
  }

  /// Gain in languages over what training in each of them gives; null where one was not run.
  func ofOwn(_ languages: [Language]) throws -> CrossedResamples? {
    guard let ceiling = ceiling(languages) else { return nil }
    let asked = own.table(languages)
    return try bootstrap.crossed(own.groups.count, by: own.seeds.count) { rows, columns in
      let gain = ceiling.mean(rows, [0])
      return gain > 0 ? asked.mean(rows, columns) / gain : nil
    }
  }

  /// Whether a gain is known to be above 0.
  private func isAboveZero(_ table: [[Double]]) throws -> Bool {
    try estimate(table).map { $0.low > 0 } ?? false
  }

  /// Whether transfer is defined: the source gained.
  func isDefined() throws -> Bool { try isAboveZero(own.table([source])) }

  /// Whether shares of the own gain of languages are defined.
  func hasCeiling(_ languages: [Language]) throws -> Bool { try ceiling(languages).map(isAboveZero) ?? false }

  /// Mean over languages of what training in each of them gives it: one column, the mean of its seeds.
  private func ceiling(_ languages: [Language]) -> [[Double]]? {
    let tables = languages.compactMap { language in ceilings[language]?.table([language]) }
    guard tables.count == languages.count, !tables.isEmpty else { return nil }
    return own.groups.indices.map { row in
      [tables.reduce(0) { $0 + $1[row].reduce(0, +) / Double($1[row].count) } / Double(tables.count)]
    }
  }

  private func estimate(_ table: [[Double]]) throws -> IsoglossCore.Estimate? {
    guard let width = table.first?.count, width > 0 else { return nil }
    return try bootstrap.crossed(table.count, by: width) { table.mean($0, $1) }.estimate().map {
      IsoglossCore.Estimate($0, count: table.count)
    }
  }

  private func row(_ asked: [Language], _ language: Language?) throws -> CrossingBehaviour.Row? {
    guard let gain = try estimate(own.table(asked)) else { return nil }
    var row = CrossingBehaviour.Row(language: language, gain: gain, undefined: 0)
    if !control.isEmpty {
      let table = control.table(asked)
      row.control = try estimate(table)
      row.detectable = try CrossedMean(table)?.smallestDetectableDifference()
      if let difference = own.difference(from: control, asked) {
        row.difference = difference.mean
        row.pValue = try CrossedMean(difference)?.pValue
      }
    }
    row.own = try ceiling(asked).flatMap(estimate)
    if try hasCeiling(asked) { row.ofOwn = try ofOwn(asked)?.estimate().map { .init($0, count: own.groups.count) } }
    guard language != source else { return row }
    let transfer = try transfer(asked)
    row.undefined = transfer.undefined
    if try isDefined() {
      row.transfer = try transfer.estimate().map { .init($0, count: own.groups.count) }
      if let base = own.table([source]).mean, base > 0 { row.detectableTransfer = row.detectable.map { $0 / base } }
    }
    return row
  }
}

extension IsoglossCore.Estimate {
  /// An estimate of a number of groups.
  init(_ estimate: IsoglossStatistics.Estimate, count: Int) {
    self.init(value: estimate.value, low: estimate.interval.lower, high: estimate.interval.upper, n: count)
  }
}
