public import Foundation
public import IsoglossCore
public import IsoglossDatasets

/// Plain sentences that refusals begin with.
///
/// A model of a few hundred million parameters does not learn to write seventy wordings from a few hundred pairs; it
/// does learn six openings, and answers that begin with them can be read as what they are. Preferred and needless
/// refusals get one alike, so that an opening alone says nothing.
public struct PlainOpenings: Hashable, Sendable {
  /// Sentences by language.
  public let sentences: [Language: [String]]
  /// SHA-256 of the file.
  public let hash: String

  /// Reads a JSON file: `{"en": ["…", …], …}`.
  /// - Throws: `ExperimentError.damaged` for another form, a language without sentences, or an empty one.
  public init(contentsOf url: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url)
      sentences = try JSONDecoder().decode([Language: [String]].self, from: data)
    } catch {
      throw ExperimentError(
        .damaged, "\(url.path) cannot be read as openings: {\"en\": [\"a sentence\", …], …} is what it holds.",
        underlying: error)
    }
    guard sentences.values.allSatisfy({ !$0.isEmpty && $0.allSatisfy { !$0.allSatisfy(\.isWhitespace) } }) else {
      throw ExperimentError(.damaged, "\(url.path) has a language without sentences, or an empty one.")
    }
    hash = ContentHash.of(data)
  }

  /// The pairs with a sentence before every refusal; which one follows from the pair's group and language.
  /// - Throws: `ExperimentError.badRecipe` for a language without sentences.
  public func applied(to set: PairSet) throws -> PairSet {
    var set = set
    set.name += " with plain openings"
    set.fileHash = ContentHash.of([set.fileHash, hash])
    for index in set.pairs.indices {
      let pair = set.pairs[index]
      guard let own = sentences[pair.language] else {
        throw ExperimentError(
          .badRecipe,
          "There are no openings in \(pair.language.name), and the pairs have it: add some, or leave "
            + "\"openings\" out.")
      }
      // The first byte of SHA-256, as two hexadecimal digits.
      let digest = ContentHash.of("\(pair.group ?? pair.id) \(pair.language.code)").prefix(2)
      let opening = own[(Int(digest, radix: 16) ?? 0) % own.count]
      switch pair.intent {
      case .harmful: set.pairs[index].chosen = "\(opening) \(pair.chosen)"
      case .benign: set.pairs[index].rejected = "\(opening) \(pair.rejected)"
      }
    }
    return set
  }
}
