public import IsoglossCore
public import IsoglossModels
internal import IsoglossStatistics
internal import IsoglossTokenizers
internal import IsoglossTorch

/// Reads refusal tokens and words off every layer.
public struct LensStudy: Sendable {
  /// Words of two languages that mean the same as an English one.
  public struct Words: Sendable {
    /// Language asked from.
    public var source: Language
    /// Language asked for.
    public var target: Language
    /// Each English word with its counterparts.
    public var entries: [(english: String, source: String, target: String)]

    /// Words of two lexica that translate one English word, in the order of the first.
    public init(
      source: Language, _ first: [(english: String, word: String)], target: Language,
      _ second: [(english: String, word: String)]
    ) {
      self.source = source
      self.target = target
      let other = Dictionary(second.map { ($0.english, $0.word) }, uniquingKeysWith: { first, _ in first })
      entries = first.compactMap { entry in other[entry.english].map { (entry.english, entry.word, $0) } }
    }
  }

  let model: LocalModel
  let sets: [StudyPrompts]
  let tokens: [Language: RefusalTokens]
  let settings: DirectionStudy.Settings
  let kept: KeptUnits
  /// Words shown before the one that is asked for.
  var shots = 4

  /// A study over the test parts of some languages' prompts, the reference first.
  /// - Parameter kept: what is measured already.
  /// - Throws: `InterpretabilityError.noRefusalTokens` for a language without tokens.
  public init(
    model: LocalModel, prompts: [StudyPrompts], tokens: [Language: RefusalTokens],
    settings: DirectionStudy.Settings = .init(), kept: KeptUnits = KeptUnits()
  ) throws {
    guard !prompts.isEmpty else { throw InterpretabilityError(.badSetting, "Name at least one language.") }
    for set in prompts where tokens[set.language] == nil {
      throw InterpretabilityError(.noRefusalTokens, "No token tells a refusal in \(set.language.name).")
    }
    self.model = model
    sets = prompts
    self.tokens = tokens
    self.settings = settings
    self.kept = kept
  }

  /// Runs all of it.
  public func run(_ words: [Words], progress: @Sendable (Int, Int) -> Void = { _, _ in }) async throws -> LensMeasures {
    let frame = try PromptFrame(model)
    var findings: [LensMeasures.Finding] = []
    var thoughts: [LensMeasures.Thought] = []
    let total = sets.count + words.count
    for set in sets {
      let found = try await kept.unit("lens.\(set.language.code)") { try await finding(set, frame) }
      findings.append(found)
      progress(findings.count, total)
    }
    for pair in words {
      let found = try await kept.unit("words.\(pair.source.code).\(pair.target.code)") { try await thought(pair) }
      if let found { thoughts.append(found) }
      progress(findings.count + thoughts.count, total)
    }
    progress(total, total)
    let test = sets[0].harmful[.test]?.count ?? 0
    return LensMeasures(
      findings: findings, thoughts: thoughts, prompts: test, seed: settings.seed, draws: settings.controls)
  }

  private func finding(_ set: StudyPrompts, _ frame: PromptFrame) async throws -> LensMeasures.Finding {
    let (harmful, benign) = (try frame.encode(set.harmful[.test] ?? []), try frame.encode(set.benign[.test] ?? []))
    let own = (tokens[set.language]?.ids ?? []).map { Int($0) }
    let first = (tokens[sets[0].language]?.ids ?? []).map { Int($0) }
    let isFirst = set.language == sets[0].language || Set(own) == Set(first)
    let settings = settings
    return try await model.perform { decoder in
      try inference {
        let vocabulary = decoder.configuration.vocabulary
        var generator = Draw.tokens.generator(seed: settings.seed, set.language)
        let random = (0..<settings.controls).map { _ in own.map { _ in generator.index(below: vocabulary) } }
        let (mine, others) = (Set(own).subtracting(first), Set(first).subtracting(own))
        let layers = decoder.configuration.layers + 1
        var scores = [[Double]](repeating: [], count: layers)
        var drawn = [[[Double]]](repeating: random.map { _ in [Double]() }, count: layers)
        var shares = [[Double]](repeating: [], count: layers)
        try Lens(model: decoder).read(harmful + benign) { layer, rows, logits in
          // As `RefusalScore` wants it: near 1, float32 has no room for what is left.
          let all = try logits.to(.float64).softmax(-1)
          func mass(_ tokens: some Sequence<Int>) throws -> [Double] {
            try all.rows(Tensor(tokens.sorted()), axis: 1).sum(1).doubles()
          }
          scores[layer] += try mass(own).map { RefusalScore.of(probability: $0) }
          for (place, tokens) in random.enumerated() { drawn[layer][place] += try mass(tokens) }
          guard !isFirst, !mine.isEmpty, !others.isEmpty else { return }
          let (here, there) = (try mass(mine), try mass(others))
          for (place, row) in rows.enumerated() where row < harmful.count {
            shares[layer].append(there[place] / max(there[place] + here[place], .leastNonzeroMagnitude))
          }
        }
        let pivot = shares.compactMap { $0.isEmpty ? nil : $0.mean }
        let labels = harmful.map { _ in true } + benign.map { _ in false }
        return LensMeasures.Finding(
          language: set.language, harmful: scores.map { Array($0.prefix(harmful.count)).mean },
          benign: scores.map { Array($0.dropFirst(harmful.count)).mean },
          auc: try scores.map { try AreaUnderCurve.value(scores: $0, positives: labels) },
          control: try drawn.map { sets in
            try sets.map { abs((try AreaUnderCurve.value(scores: $0, positives: labels) ?? 0.5) - 0.5) }.max() ?? 0
          }, pivot: pivot.isEmpty ? nil : pivot)
      }
    }
  }

  private func thought(_ words: Words) async throws -> LensMeasures.Thought? {
    var prompts: [[Int32]] = []
    var targets: [[Int]] = []
    var skipped = 0
    let entries = words.entries
    for index in entries.indices.dropFirst(shots) {
      let head =
        entries.prefix(shots).map { line($0, words) + "\($0.target)\"\n" }.joined() + line(entries[index], words)
      let ids = model.tokenizer.encode(head)
      // Half of the list further on, so that no two words share their control.
      let other = entries[(index + entries.count / 2) % entries.count].english
      let found = [entries[index].target, entries[index].english, other].map { first(of: $0, after: head, ids) }
      let known = found.compactMap { $0 }
      guard known.count == 3, Set(known).count == 3 else {
        skipped += 1
        continue
      }
      prompts.append(ids)
      targets.append(known)
    }
    guard prompts.count > 1 else { return nil }
    let (settings, picked, asked) = (settings, targets, prompts)
    let layers = try await model.perform { decoder in
      try inference {
        var layers = [[[Double]]](repeating: [[], [], []], count: decoder.configuration.layers + 1)
        try Lens(model: decoder).read(asked) { layer, rows, logits in
          let chosen = try Tensor(picked[rows].flatMap { $0 }, shape: [rows.count, 3])
          let values = try logits.softmax(-1).gathered(1, chosen).doubles()
          for kind in 0..<3 { layers[layer][kind] += rows.indices.map { values[($0 - rows.lowerBound) * 3 + kind] } }
        }
        return layers
      }
    }
    func estimates(_ kind: Int) throws -> [IsoglossCore.Estimate] { try layers.map { try settings.estimate($0[kind]) } }
    return LensMeasures.Thought(
      source: words.source, target: words.target, words: prompts.count, skipped: skipped, own: try estimates(0),
      english: try estimates(1), control: try estimates(2))
  }

  private func line(_ entry: (english: String, source: String, target: String), _ words: Words) -> String {
    "\(words.source.endonym): \"\(entry.source)\" - \(words.target.endonym): \""
  }

  /// The first token of a word where it stands behind a text; null where the two share a token.
  private func first(of word: String, after head: String, _ ids: [Int32]) -> Int? {
    let whole = model.tokenizer.encode(head + word + "\"")
    guard whole.count > ids.count, Array(whole.prefix(ids.count)) == ids else { return nil }
    return Int(whole[ids.count])
  }
}

/// The final norm and the head on every layer's stream at the prompts' ends.
struct Lens {
  let model: PackedDecoder

  /// Prompts whose scores are formed at once: all of many prompts' would fill the memory.
  var promptsAtOnce = 64

  /// Calls a body with each layer, from the stream before the first block to that after the last, and the scores of some
  /// prompts there, `[prompts, vocabulary]`: of a layer's prompts in order, at most `promptsAtOnce` in a call.
  func read(_ prompts: [[Int32]], _ body: (Int, Range<Int>, Tensor) throws -> Void) throws {
    let layers = model.configuration.layers
    var rows = [[Tensor]](repeating: [], count: layers + 1)
    try PassRunner(model: model).run(
      prompts,
      read: { batch, point, x in
        switch point {
        case .blockInput(let layer): rows[layer].append(try x.rows(Tensor(batch.ends)))
        case .final: rows[layers].append(try x.rows(Tensor(batch.ends)))
        default: break
        }
      })
    for (layer, parts) in rows.enumerated() where !parts.isEmpty {
      let states = try Tensor.concatenated(parts, 0)
      for start in stride(from: 0, to: prompts.count, by: max(1, promptsAtOnce)) {
        let range = start..<min(start + max(1, promptsAtOnce), prompts.count)
        try body(layer, range, model.logits(states.sliced(0, range).contiguous()))
      }
    }
  }
}
