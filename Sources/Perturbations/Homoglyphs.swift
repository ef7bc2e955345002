public import IsoglossCore

/// Letters of another script that look alike: Cyrillic for Latin, and Latin for Cyrillic or Greek. Boucher et al. 2022
/// ("Bad Characters: Imperceptible NLP Attacks") break classifiers with them; the pairs are among Unicode's confusables
/// (UTS #39). The rate is a share of the letters.
public struct Homoglyphs: TextPerturbation {
  private let written: PerturbationName

  init(_ name: PerturbationName) {
    written = name
  }

  /// A perturbation.
  /// - Throws: `PerturbationError.badRate` for a rate outside its range.
  public init(rate: Double) throws {
    self.init(try PerturbationName(.homoglyphs, rate: rate))
  }

  /// `homoglyphs@0.2`.
  public var name: String { written.description }

  /// Replaces letters; null where none has a twin.
  public func rewrite(_ prompt: Prompt, seed: UInt64) -> Rewriting? {
    let pieces = TextPiece.pieces(of: prompt.text).flatMap { piece in
      piece.isWord ? piece.text.map { TextPiece(text: String($0), isWord: true) } : [piece]
    }
    let letters = pieces.indices.filter { pieces[$0].isWord }
    let draw = SeededDraw(seed: seed, family: written.family, prompt: prompt)
    let candidates = letters.filter { Self.twins[pieces[$0].text] != nil }
    let chosen = draw.places(candidates, rate: written.rate, of: letters.count).sorted()
    guard !chosen.isEmpty else { return nil }
    return Rewriting(
      pieces, replacing: chosen.compactMap { place in Self.twins[pieces[place].text].map { (place..<(place + 1), $0) } }
    )
  }

  /// Twins by letter, each a single scalar, so that a letter with a mark of its own has none.
  static let twins: [String: String] = {
    var twins: [String: String] = [:]
    for (latin, cyrillic) in zip("aceijopsxyABCEHIJKMOPSTXY", "асеіјорѕхуАВСЕНІЈКМОРЅТХУ") {
      twins[String(latin)] = String(cyrillic)
      twins[String(cyrillic)] = String(latin)
    }
    for (greek, latin) in zip("οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oABEZHIKMNOPTYX") { twins[String(greek)] = String(latin) }
    return twins
  }()
}
