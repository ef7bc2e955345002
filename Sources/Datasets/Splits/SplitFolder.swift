public import Foundation
public import IsoglossCore

/// A split as a folder: `train.jsonl`, `test.jsonl`, `withheld.jsonl` and `proof.json`.
public struct SplitFolder: Sendable {
  /// For training.
  public let train: [PreferencePair]
  /// For testing.
  public let test: [PreferencePair]
  /// What was stored as proof.
  public let proof: SplitProof

  private static let proofName = "proof.json"

  /// Writes a split. The folder appears when it is whole.
  /// - Throws: `DatasetError.occupied` where something is there already, `.unreadable` where it cannot be written.
  public static func write(_ split: PairSplit, to url: URL) throws {
    let folder = try WholeFolder(url)
    for (name, pairs) in [("train", split.train), ("test", split.test), ("withheld", split.withheld)] {
      try folder.write(try JSONLines.data(pairs), to: "\(name).jsonl")
    }
    try folder.write(try JSONLines.document(split.proof), to: proofName)
    try folder.finish()
  }

  /// Reads a split, and proves it anew from the pairs that are there.
  /// - Throws: `DatasetError` where a file is missing or cannot be read, `.malformed` where the pairs are not those of the
  ///   proof, or leak.
  public init(at url: URL) throws {
    let file = url.appending(path: Self.proofName)
    let stored: SplitProof
    do {
      stored = try JSONDecoder().decode(SplitProof.self, from: try PromptReader.bytes(of: file))
    } catch let error as DecodingError {
      throw DatasetError(.malformed, "\(file.path) is no proof of a split: \(JSONLines.describe(error)).")
    }
    func rows(_ name: String) throws -> [PreferencePair] {
      let data = try PromptReader.bytes(of: url.appending(path: "\(name).jsonl"))
      let read = JSONLines.read(PreferencePair.self, from: data, file: "\(name).jsonl")
      if let problem = read.problems.first { throw DatasetError(.malformed, "\(url.path)/\(problem)") }
      return read.rows.map(\.row)
    }
    train = try rows("train")
    test = try rows("test")
    proof = SplitProof(train: train, test: test, withheld: try rows("withheld"), settings: stored.settings)
    guard proof.hashes == stored.hashes else {
      throw DatasetError(.malformed, "\(url.path): the pairs are not those of \(Self.proofName). Split again.")
    }
    guard proof.holds else { throw DatasetError(.malformed, "\(url.path): \(proof.headline). Split again.") }
  }
}
