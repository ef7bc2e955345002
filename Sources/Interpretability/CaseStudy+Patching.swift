public import IsoglossCore
internal import IsoglossModels
internal import IsoglossTorch

extension CaseStudy {
  /// Patches the pass of the same request in another language into this one's, at the template's tokens: all sites by
  /// attribution, the most promising ones truly, beside requests of the other intent as controls.
  ///
  /// Costs two passes and one backward of the plain model, and some twenty patched passes for the clean request and for each
  /// control, whatever the size of the run. Where nothing can be measured the result says why.
  /// - Parameters:
  ///   - source: language of the clean pass.
  ///   - least: least difference of the two scores for a ratio.
  ///   - controls: most requests of the other intent, the twin first.
  ///   - plain: makes the model on which gradients run.
  /// - Throws: `InterpretabilityError` for an unknown id; `CancellationError`, errors of the model.
  public func patched(
    _ id: String, from source: Language = .english, least: Double = 1, controls: Int = 4,
    plain: @escaping PatchStudy.PlainModel
  ) async throws -> CasePatching {
    let start = ContinuousClock.now
    let asked = try prompt(id)
    var result = CasePatching(source: source)
    func undefined(_ reason: String) -> CasePatching {
      result.undefined = reason
      result.seconds = (ContinuousClock.now - start) / .seconds(1)
      return result
    }
    guard source != asked.language else {
      return undefined("the request itself is in \(source.name): name another language with --reference")
    }
    guard let clean = counterpart(of: asked, in: source) else {
      return undefined("the run does not have it in \(source.name)")
    }
    result.clean = clean.id
    let frame = try PromptFrame(model)
    var both: Set<Int32> = []
    for language in [source, asked.language] {
      guard let tokens = try tokens(language, frame) else {
        return undefined("no token tells a refusal in \(language.name)")
      }
      both.formUnion(tokens.ids)
    }
    let others = self.others(beside: clean, atMost: controls)
    result.controls = others.map(\.id)
    let (tokens, tail) = (both.sorted().map { Int($0) }, frame.tail)
    let ids = try frame.encode([clean, asked] + others)
    let begun = result
    result = try await model.perform { packed in
      var result = begun
      let patcher = Patcher(model: packed, tail: tail, tokens: tokens)
      let (clean, corrupt) = try inference { (try patcher.record(ids[0]), try patcher.record(ids[1])) }
      let gap = clean.score - corrupt.score
      (result.cleanScore, result.corruptScore) = (clean.score, corrupt.score)
      guard gap.isFinite, abs(gap) >= least else {
        result.undefined =
          "the scores of the two passes, \(Shown.signed(clean.score)) and \(Shown.signed(corrupt.score)), are less than "
          + "\(Shown.plain(least)) apart: a share of so little says nothing"
        return result
      }
      let sites = PatchSite.all(packed.configuration, tail: tail)
      let estimates = try AttributionPatching(decoder: plain(), tail: tail, tokens: tokens)
        .effects(clean: ids[0], corrupt: ids[1], sites).map { $0 / gap }
      result.screened = sites.count
      let chosen = CasePatching.chosen(sites, estimates, layers: packed.configuration.layers)
      func restored(by source: Recording) throws -> [Double] {
        try patcher.scores(ids[1], chosen.map { (sites[$0], source) }).map { ($0 - corrupt.score) / gap }
      }
      try inference {
        let own = try restored(by: clean.values)
        let others = try ids.dropFirst(2).map { try restored(by: patcher.record($0).values) }
        result.effects = chosen.indices.map { place in
          CasePatching.Effect(
            site: sites[chosen[place]], estimated: estimates[chosen[place]], restored: own[place],
            controls: others.map { $0[place] })
        }.sorted { $0.restored > $1.restored }
      }
      return result
    }
    result.seconds = (ContinuousClock.now - start) / .seconds(1)
    return result
  }

  /// Requests of the other intent in a request's language, its twin first, then in the order of the run.
  private func others(beside clean: Prompt, atMost count: Int) -> [Prompt] {
    let all = prompts.filter {
      $0.language == clean.language && $0.intent != clean.intent && $0.perturbations == clean.perturbations
    }
    let isTwin = { (prompt: Prompt) in prompt.group != nil && prompt.group == clean.twin }
    return Array((all.filter(isTwin) + all.filter { !isTwin($0) }).prefix(max(0, count)))
  }
}
