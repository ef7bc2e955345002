internal import IsoglossCore

extension RecipeNode {
  private static let stageKeys = [
    "name", "pairs", "mixture", "held-out", "teaches-compliance", "loss", "beta", "smoothing", "sft-weight", "rate",
    "schedule", "warmup", "weight-decay", "clip", "steps", "epochs", "batch", "accumulation", "max-length", "rank",
    "alpha", "rank-stabilised", "seed", "evaluate-every", "patience",
  ]

  /// The value as a stage; keys that are not there keep the defaults.
  func stage() throws -> AlignmentStage {
    let members = try members(Self.stageKeys)
    guard let name = members["name"], let pairs = members["pairs"] else {
      throw error(.missingKey, "a stage has \"name\" and \"pairs\"")
    }
    var stage = AlignmentStage(name: try name.text(), pairs: try pairs.text())
    func set<Value>(_ key: String, _ path: WritableKeyPath<AlignmentStage, Value>, _ read: (RecipeNode) throws -> Value)
      throws
    {
      if let member = members[key] { stage[keyPath: path] = try read(member) }
    }
    let number = { (node: RecipeNode) in try node.number() }
    let integer = { (node: RecipeNode) in try node.integer() }
    let flag = { (node: RecipeNode) in try node.flag() }
    try set("mixture", \.mixture) { try $0.mixture() }
    try set("held-out", \.heldOut, number)
    try set("teaches-compliance", \.teachesCompliance, flag)
    try set("loss", \.loss) { try $0.choice(AlignmentStage.Loss.self) }
    try set("beta", \.beta, number)
    try set("smoothing", \.smoothing, number)
    try set("sft-weight", \.sftWeight, number)
    try set("rate", \.rate, number)
    try set("schedule", \.schedule) { try $0.choice(AlignmentStage.Schedule.self) }
    try set("warmup", \.warmup, number)
    try set("weight-decay", \.weightDecay, number)
    try set("clip", \.clip, number)
    try set("batch", \.batch, integer)
    try set("accumulation", \.accumulation, integer)
    try set("max-length", \.maxLength, integer)
    try set("rank", \.rank, integer)
    try set("alpha", \.alpha, number)
    try set("rank-stabilised", \.rankStabilised, flag)
    try set("seed", \.seed) { node in
      guard let seed = UInt64(try node.text()) else { throw node.error(.badValue, "a seed is a whole number from 0") }
      return seed
    }
    try set("evaluate-every", \.evaluateEvery, integer)
    if let patience = members["patience"] { stage.patience = try patience.integer() }
    switch (members["steps"], members["epochs"]) {
    case (let steps?, nil): stage.length = .steps(try steps.integer())
    case (nil, let epochs?): stage.length = .epochs(try epochs.number())
    case (let steps?, _?): throw steps.error(.badValue, "a stage has steps or epochs, not both")
    case (nil, nil): break
    }
    if let flaw = stage.flaw { throw error(.badValue, flaw) }
    return stage
  }

  /// The value as a mixture: a share's name, or keys.
  func mixture() throws -> Mixture {
    if !isMapping { return Mixture(share: try share()) }
    let members = try members([
      "languages", "total", "per-language", "temperature", "cap", "caps", "harmless", "repeats",
    ])
    var mixture = Mixture()
    if let languages = members["languages"] { mixture.share = try languages.share() }
    switch (members["total"], members["per-language"]) {
    case (let total?, nil): mixture.size = .total(try total.integer())
    case (nil, let count?): mixture.size = .perLanguage(try count.integer())
    case (let total?, _?): throw total.error(.badValue, "a mixture holds the total or the count a language, not both")
    case (nil, nil): break
    }
    if let temperature = members["temperature"] { mixture.temperature = try temperature.number() }
    if let cap = members["cap"] { mixture.cap = try cap.integer() }
    if let caps = members["caps"] { mixture.caps = try caps.byLanguage { try $0.integer() } }
    if let harmless = members["harmless"] { mixture.harmless = try harmless.number() }
    if let repeats = members["repeats"] { mixture.repeats = try repeats.flag() }
    return mixture
  }

  /// A share's name, or weights by language.
  func share() throws -> Mixture.Share {
    if isMapping { return .weights(try byLanguage { try $0.number() }) }
    let name = try text()
    guard let share = Mixture.Share(name) else {
      throw error(
        .badValue, "there is no mixture \"\(name)\"; choose \(Mixture.Share.spellings.joined(separator: ", "))")
    }
    return share
  }

  private func byLanguage<Value>(_ read: (RecipeNode) throws -> Value) throws -> [Language: Value] {
    var values: [Language: Value] = [:]
    for (code, member) in try members(nil) {
      guard values.updateValue(try read(member), forKey: Language(code)) == nil else {
        throw member.error(.badValue, "the language occurs twice")
      }
    }
    return values
  }
}
