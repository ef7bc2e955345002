internal import Foundation
public import IsoglossCore

/// Draws pairs for people to look at, as the start of a review: `isogloss data review assign` goes on from its folder. The
/// rows pass as they are.
public struct ReviewStage: DataStage {
  /// Its name in the recipe.
  public let name: String
  private let count: Int
  private let form: ReviewForm
  private let seed: UInt64

  /// A stage that draws `count` pairs, or all where there are fewer.
  public init(name: String, count: Int, form: ReviewForm, seed: UInt64) {
    self.name = name
    self.count = count
    self.form = form
    self.seed = seed
  }

  /// SHA-256 over form, count and seed.
  public var fingerprint: String { ContentHash.of(["review 1", "\(count)", "\(seed)", "\(form)"]) }

  /// Draws.
  public func run(_ rows: [DataRow], in place: StagePlace) async throws -> StageOutput {
    let sample = try ReviewSample(count, of: rows.compactMap(\.pair), form: form, seed: seed)
    var output = StageOutput(rows: rows)
    output.files["sample.json"] = try JSONLines.line(sample)
    return output
  }
}
