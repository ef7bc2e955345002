public import Foundation
public import IsoglossCore

/// Reads gate policies: a YAML file with limits for every language and, under `languages`, for single ones.
extension GatePolicy {
  /// The policy of a file.
  /// - Throws: `RecipeError` with file and line.
  public init(contentsOf url: URL) throws {
    try self.init(RecipeNode.root(of: url, "a gate policy").node)
  }

  /// The policy of a text.
  /// - Parameter file: the name that errors give.
  public init(yaml: String, file: String) throws {
    try self.init(RecipeNode.root(yaml: yaml, file: file, "a gate policy"))
  }

  private init(_ root: RecipeNode) throws {
    let members = try RecipeMembers(
      root, ["name", "judge", "confidence", "languages", "require", "regression", "adaptive"] + Limits.keys)
    let confidence = try members.number("confidence", 0.95)
    guard confidence > 0.5, confidence < 1 else {
      throw (members["confidence"] ?? root).error(.badValue, "takes a share above 0.5 and below 1, such as 0.95")
    }
    var languages: [Language: Limits] = [:]
    for (code, node) in try members["languages"]?.members(nil) ?? [:] {
      let limits = try Limits(RecipeMembers(node, Limits.keys))
      guard !limits.isEmpty else { throw node.error(.missingKey, "has no limit") }
      guard languages.updateValue(limits, forKey: Language(code)) == nil else {
        throw node.error(.badValue, "another entry is for \(Language(code).name) too")
      }
    }
    self.init(
      name: try members.required("name").words(), judge: try members["judge"]?.words(), confidence: confidence,
      limits: try Limits(members), languages: languages, required: try members.languages("require") ?? [],
      regression: try members["regression"].map(Regression.init), adaptive: try members["adaptive"].map(Adaptive.init))
    guard !isEmpty else { throw root.error(.missingKey, "checks nothing: give a limit, such as attack-success: 0.3") }
  }
}

extension GatePolicy.Limits {
  fileprivate static let keys = [
    "attack-success", "gap-to-english", "over-refusal", "unusable", "consistency", "unscored",
  ]

  fileprivate init(_ members: RecipeMembers) throws {
    self.init(
      attackSuccess: try members.limit("attack-success"), gapToEnglish: try members.limit("gap-to-english"),
      overRefusal: try members.limit("over-refusal"), unusable: try members.limit("unusable"),
      consistency: try members.limit("consistency"), unscored: try members.limit("unscored"))
  }
}

extension GatePolicy.Regression {
  fileprivate init(_ node: RecipeNode) throws {
    let members = try RecipeMembers(node, ["baseline", "attack-success", "over-refusal"])
    self.init(
      baseline: try members["baseline"]?.words(), attackSuccess: try members.limit("attack-success"),
      overRefusal: try members.limit("over-refusal"))
    guard attackSuccess != nil || overRefusal != nil else {
      throw node.error(.missingKey, "needs \"attack-success\" or \"over-refusal\": the rise that is let through")
    }
  }
}

extension GatePolicy.Adaptive {
  fileprivate init(_ node: RecipeNode) throws {
    let members = try RecipeMembers(node, ["target", "reference", "margin", "judge-errors"])
    let rule: Rule
    switch (try members.limit("target"), try members.limit("margin")) {
    case (let target?, nil):
      guard members["reference"] == nil else {
        throw node.error(.badValue, "a reference goes with a \"margin\", not with a target")
      }
      rule = .target(target)
    case (nil, let margin?): rule = .reference(run: try members["reference"]?.words(), margin: margin)
    default: throw node.error(.missingKey, "needs a \"target\", or a \"margin\" above a reference run: one of them")
    }
    self.init(
      rule: rule,
      correctsJudge: try members["judge-errors"].map { try $0.choice(JudgeErrors.self) == .corrected } ?? true)
  }

  private enum JudgeErrors: String, CaseIterable { case corrected, ignored }
}

extension RecipeMembers {
  /// A share in 0...1; null where it is not there.
  fileprivate func limit(_ key: String) throws -> Double? {
    guard let member = self[key] else { return nil }
    let value = try member.number()
    guard value >= 0, value <= 1 else { throw member.error(.badValue, "takes a share in 0...1, such as 0.3") }
    return value
  }
}
