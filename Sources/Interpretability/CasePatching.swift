public import IsoglossCore

/// Which parts of one pass, put into another pass of the same request in another language, carry the difference of their
/// refusal scores.
public struct CasePatching: Sendable, Codable {
  /// One part that was patched.
  public struct Effect: Sendable, Codable {
    /// The part.
    public var site: PatchSite
    /// (patched - corrupt) / (clean - corrupt) to first order, by attribution patching.
    public var estimated: Double
    /// The same by true patching: 0 nothing, 1 all of the difference.
    public var restored: Double
    /// The same with the pass of each control in the clean one's place, over the same denominator.
    public var controls: [Double]

    /// Whether it restores something, and more than with any control; false without controls.
    public var standsOut: Bool { restored > 0 && controls.max().map { restored > $0 } ?? false }
  }

  /// Language of the clean pass, which is patched in.
  public var source: Language
  /// Id of the clean request; null where the run has none.
  public var clean: String?
  /// Score after the clean request; null where it was not read.
  public var cleanScore: Double?
  /// Score after the request that is explained, which is patched; null where it was not read.
  public var corruptScore: Double?
  /// Why there are no effects; null where there are.
  public var undefined: String?
  /// Ids of the controls: requests of the other intent in the clean one's language.
  public var controls: [String] = []
  /// Sites whose effect was estimated.
  public var screened = 0
  /// The sites that were patched truly, those that restore most first.
  public var effects: [Effect] = []
  /// Seconds that all of it took.
  public var seconds = 0.0

  /// An empty one.
  init(source: Language, clean: String? = nil) {
    self.source = source
    self.clean = clean
  }

  /// Places of the sites that are patched truly, of all that were estimated: at each position of the template the two layers
  /// with the largest estimates, the last block aside, whose stream is the other pass by construction; then the six best heads,
  /// and the two best attentions and gated layers.
  static func chosen(_ sites: [PatchSite], _ estimates: [Double], layers: Int) -> [Int] {
    let ranked = sites.indices.filter { estimates[$0].isFinite }.sorted {
      (-estimates[$0], $0) < (-estimates[$1], $1)
    }
    var left: [PatchSite.Kind: Int] = [.head: 6, .attention: 2, .gated: 2]
    var layersOf: [Int: Int] = [:]
    return ranked.filter { index in
      guard case .stream(let layer, let position) = sites[index] else {
        left[sites[index].kind, default: 0] -= 1
        return left[sites[index].kind, default: 0] >= 0
      }
      guard layer < layers - 1 else { return false }
      layersOf[position, default: 0] += 1
      return layersOf[position, default: 0] <= 2
    }
  }
}
