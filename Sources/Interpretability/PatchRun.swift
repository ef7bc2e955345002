internal import IsoglossCore
internal import IsoglossStatistics
internal import IsoglossTorch

/// The measurements of a `PatchStudy`, on the model's thread.
struct PatchRun {
  let patcher: Patcher
  let screen: AttributionPatching?
  let settings: PatchStudy.Settings

  /// Patches each pair at each site.
  func map(
    from source: Language, to target: Language, _ pairs: [PatchStudy.Pair], _ sites: [PatchSite]
  ) throws -> PatchMeasures.Map {
    var restored: [[Double]] = []
    var controls: [[Double]] = []
    var gaps: [Double] = []
    var agreement: [PatchSite.Kind: [Double]] = [:]
    for pair in pairs {
      let (clean, corrupt) = try inference { (try patcher.record(pair.clean), try patcher.record(pair.corrupt)) }
      let gap = clean.score - corrupt.score
      guard gap.isFinite, abs(gap) >= settings.least else { continue }
      let (patched, control) = try inference {
        let other = try patcher.record(pair.control).values
        return (
          try patcher.scores(pair.corrupt, sites.map { ($0, clean.values) }),
          try patcher.scores(pair.corrupt, sites.map { ($0, other) })
        )
      }
      gaps.append(gap)
      restored.append(patched.map { ($0 - corrupt.score) / gap })
      controls.append(control.map { ($0 - corrupt.score) / gap })
      guard let screen else { continue }
      let estimated = try screen.effects(clean: pair.clean, corrupt: pair.corrupt, sites)
      for kind in PatchSite.Kind.allCases {
        let own = sites.indices.filter { sites[$0].kind == kind }
        let found = try Correlation.spearman(own.map { estimated[$0] }, own.map { patched[$0] - corrupt.score })
        if let found { agreement[kind, default: []].append(found.coefficient) }
      }
    }
    let effects =
      try restored.isEmpty
      ? []
      : sites.indices.map { index in
        PatchMeasures.Effect(
          site: sites[index], restored: try settings.study.estimate(restored.map { $0[index] }),
          control: controls.map { $0[index] }.mean,
          beyond: try settings.study.estimate(zip(restored, controls).map { $0[index] - $1[index] }))
      }
    return PatchMeasures.Map(
      source: source, target: target, pairs: gaps.count, undefined: pairs.count - gaps.count,
      gap: gaps.isEmpty ? nil : try settings.study.estimate(gaps), effects: effects,
      agreement: Dictionary(
        uniqueKeysWithValues: try agreement.map { ($0.rawValue, try settings.study.estimate($1)) }))
  }

  /// What harmful prompts' scores lose without each head and each gated layer; the most effective by their mean ablation.
  func ablations(
    _ language: Language, _ harmful: [[Int32]], _ benign: [[Int32]], _ all: [PatchSite]
  ) throws -> [PatchMeasures.Ablation] {
    try inference {
      let sites = all.filter { $0.kind == .head || $0.kind == .gated }
      let means = try mean(benign)
      let zeros = means.mapValues { $0.map { _ in Float(0) } }
      var falls = (mean: [[Double]](), zero: [[Double]]())
      for ids in harmful {
        let base = try patcher.record(ids).score
        falls.mean.append(try patcher.scores(ids, sites.map { ($0, means) }).map { base - $0 })
        falls.zero.append(try patcher.scores(ids, sites.map { ($0, zeros) }).map { base - $0 })
      }
      let found = try sites.indices.map { index in
        PatchMeasures.Ablation(
          language: language, site: sites[index], mean: try settings.study.estimate(falls.mean.map { $0[index] }),
          zero: try settings.study.estimate(falls.zero.map { $0[index] }))
      }
      return Array(found.sorted { $0.mean.value > $1.mean.value }.prefix(settings.top))
    }
  }

  /// The mean recording of prompts.
  private func mean(_ prompts: [[Int32]]) throws -> Recording {
    var sums: Recording = [:]
    for ids in prompts {
      for (point, values) in try patcher.record(ids).values {
        guard var sum = sums[point] else {
          sums[point] = values
          continue
        }
        for index in sum.indices { sum[index] += values[index] }
        sums[point] = sum
      }
    }
    return sums.mapValues { $0.map { $0 / Float(prompts.count) } }
  }
}

/// Whether two languages' most effective heads are the same ones.
struct HeadOverlap {
  let layers: Int
  let heads: Int
  let settings: PatchStudy.Settings

  /// All pairs of maps, with both p-values corrected over them.
  func all(_ maps: [PatchMeasures.Map]) throws -> [PatchMeasures.Overlap] {
    let lists = maps.filter { !$0.effects.isEmpty }.map { ($0.target, top($0)) }
    var found: [PatchMeasures.Overlap] = lists.indices.flatMap { row in
      (0..<row).map { overlap(lists[$0], lists[row]) }
    }
    for (index, value) in try Holm.adjust(found.map(\.pValue)).enumerated() { found[index].adjusted = value }
    for (index, value) in try Holm.adjust(found.map(\.pWithinLayers)).enumerated() {
      found[index].adjustedWithinLayers = value
    }
    return found
  }

  /// The heads that restore most, as numbers layer · heads + head.
  func top(_ map: PatchMeasures.Map) -> [Int] {
    let found = map.effects.compactMap { effect -> (Int, Double)? in
      guard case .head(let layer, let head) = effect.site else { return nil }
      return (layer * heads + head, effect.restored.value)
    }
    return found.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(settings.top).map(\.0)
  }

  private func overlap(_ first: (Language, [Int]), _ second: (Language, [Int])) -> PatchMeasures.Overlap {
    let mine = Set(first.1)
    let shared = mine.intersection(second.1).count
    var generator = Draw.heads.generator(seed: settings.study.seed, first.0, second.0)
    var asMany = (all: 0, within: 0)
    var order = Array(0..<layers * heads)
    for _ in 0..<settings.permutations {
      generator.shuffle(&order)
      if second.1.count(where: { mine.contains(order[$0]) }) >= shared { asMany.all += 1 }
      let within = (0..<layers).flatMap { layer -> [Int] in
        var own = Array(layer * heads..<(layer + 1) * heads)
        generator.shuffle(&own)
        return own
      }
      if second.1.count(where: { mine.contains(within[$0]) }) >= shared { asMany.within += 1 }
    }
    let total = Double(settings.permutations + 1)
    let (all, within) = (Double(asMany.all + 1) / total, Double(asMany.within + 1) / total)
    return .init(
      languages: [first.0, second.0], shared: shared, count: min(first.1.count, second.1.count), pValue: all,
      adjusted: all, pWithinLayers: within, adjustedWithinLayers: within)
  }
}
