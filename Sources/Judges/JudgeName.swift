internal import Foundation
internal import IsoglossCore

/// Names of judges that ask a model: `llama-guard-3-8b/1@HOST#NAME`.
///
/// What is asked, a version that changes whenever the same answer could be read differently, and who is asked. A judge
/// that is the model under test says so: `…+self-judged`.
enum JudgeName {
  /// The name of a judge, and whether it may be.
  /// - Throws: `JudgingError.selfJudging` where the judge is the judged model and that is not allowed.
  static func make(
    _ kind: String, version: Int, options: [String] = [], model: ModelIdentity, judging judged: ModelIdentity?,
    allowsSelfJudging: Bool
  ) throws(JudgingError) -> String {
    let isSelf = judged?.fingerprint == model.fingerprint
    guard !isSelf || allowsSelfJudging else {
      throw JudgingError(
        .selfJudging,
        "The judge \(kind) would be \(model.name), the model whose answers it judges: name another model for it, or "
          + "allow self-judging.")
    }
    let parts = ["\(kind)/\(version)"] + options
    return parts.joined(separator: "+") + "@" + who(model) + (isSelf ? "+self-judged" : "")
  }

  /// `HOST#NAME` of a served model, the path left out where it is the usual `/v1`; else the model's name.
  static func who(_ model: ModelIdentity) -> String {
    guard let scheme = model.name.range(of: "://") else { return model.name }
    let rest = model.name[scheme.upperBound...]
    guard let hash = rest.firstIndex(of: "#") else { return String(rest) }
    let base = rest[..<hash]
    return String(base.hasSuffix("/v1") ? base.dropLast(3) : base) + rest[hash...]
  }
}
