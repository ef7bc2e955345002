internal import Foundation
internal import IsoglossCore

/// Divides pairs into training and test without contamination (``PairSplit``), and proves it.
public struct SplitStage: DataStage {
  /// Its name in the recipe.
  public let name: String
  private let settings: SplitSettings

  /// A stage.
  public init(name: String, settings: SplitSettings) {
    self.name = name
    self.settings = settings
  }

  /// SHA-256 over the settings.
  public var fingerprint: String { ContentHash.of(["split 1", "\(settings)"]) }

  /// Splits; what is on neither side is dropped.
  /// - Throws: `DatasetError`, also where the proof does not hold.
  public func run(_ rows: [DataRow], in place: StagePlace) async throws -> StageOutput {
    let split = try PairSplit(rows.compactMap(\.pair), settings: settings)
    guard split.proof.holds else {
      throw DatasetError(.malformed, "The split of \(name) does not hold: \(split.proof.headline).")
    }
    let train = Set(split.train.map(\.id))
    let test = Set(split.test.map(\.id))
    var output = StageOutput()
    for var row in rows {
      row.split = train.contains(row.id) ? "train" : test.contains(row.id) ? "test" : nil
      if row.split == nil {
        output.drop(row, name, row.pair == nil ? "it has not both answers" : "withheld: bound to test pairs")
      } else {
        output.rows.append(row)
      }
    }
    output.files[BuildFiles.proof] = try JSONLines.line(split.proof)
    output.sections = split.proof.sections
    return output
  }
}
