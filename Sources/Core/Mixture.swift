/// How training pairs are shared out among languages and intents: a description, which `MixtureDraw` of the Alignment
/// module makes real.
public struct Mixture: Hashable, Sendable, Codable {
  /// Which languages take part, and with what weight.
  public enum Share: Hashable, Sendable {
    /// Every language of the data alike.
    case balanced
    /// The languages of resource class `high` alike.
    case highResource
    /// One language alone.
    case only(Language)
    /// Every language but one, alike.
    case without(Language)
    /// The named languages, by weight.
    case weights([Language: Double])
    /// Every language by the number of its pairs.
    case natural
  }

  /// What is held fixed. Two mixtures of one total differ in the pairs that a language gets; two of one count a language
  /// differ in their total: a claim about languages should be shown under both.
  public enum Size: Hashable, Sendable {
    /// Everything that the share's languages have; weights then set proportions, bounded by the scarcest language.
    case all
    /// So many pairs in total, divided among the languages.
    case total(Int)
    /// So many pairs in each language; the share must weigh its languages alike.
    case perLanguage(Int)
  }

  /// Languages and weights.
  public var share: Share
  /// What is held fixed.
  public var size: Size
  /// Flattens weights: a language's weight becomes its power of 1 / temperature. 1 keeps them; above 1 moves them
  /// towards equality. Only `weights` and `natural` have weights that it can move.
  public var temperature: Double
  /// At most so many pairs of a language, by language.
  public var caps: [Language: Int]
  /// At most so many pairs of every language; null sets no bound.
  public var cap: Int?
  /// Harmless pairs for each harmful one, in every language; null takes the intents as they come.
  public var harmless: Double?
  /// Whether a language that has too few pairs gives some of them again. Otherwise that is an error.
  public var repeats: Bool

  /// A mixture; without arguments, all pairs of every language, languages alike.
  public init(
    share: Share = .balanced, size: Size = .all, temperature: Double = 1, caps: [Language: Int] = [:],
    cap: Int? = nil, harmless: Double? = nil, repeats: Bool = false
  ) {
    self.share = share
    self.size = size
    self.temperature = temperature
    self.caps = caps
    self.cap = cap
    self.harmless = harmless
    self.repeats = repeats
  }
}

extension Mixture.Share: LosslessStringConvertible {
  /// The spellings that `init(_:)` takes.
  public static let spellings = [
    "balanced", "high-resource", "english", "no-english", "natural", "single:xx", "weights:xx=2,yy=1",
  ]

  /// A share by its name: `balanced`, `high-resource`, `english`, `no-english`, `natural`, `single:lv`,
  /// `weights:en=2,pl=1`; null for anything else.
  public init?(_ description: String) {
    switch description {
    case "balanced": self = .balanced
    case "high-resource": self = .highResource
    case "english": self = .only(.english)
    case "no-english": self = .without(.english)
    case "natural": self = .natural
    default:
      let parts = description.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[1].isEmpty else { return nil }
      switch parts[0] {
      case "single": self = .only(Language(String(parts[1])))
      case "without": self = .without(Language(String(parts[1])))
      case "weights":
        var weights: [Language: Double] = [:]
        for item in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
          let sides = item.split(separator: "=", omittingEmptySubsequences: false)
          guard sides.count == 2, !sides[0].isEmpty, let weight = Double(sides[1]) else { return nil }
          guard weights.updateValue(weight, forKey: Language(String(sides[0]))) == nil else { return nil }
        }
        self = .weights(weights)
      default: return nil
      }
    }
  }

  /// The name that `init(_:)` reads.
  public var description: String {
    switch self {
    case .balanced: "balanced"
    case .highResource: "high-resource"
    case .only(.english): "english"
    case .only(let language): "single:\(language.code)"
    case .without(.english): "no-english"
    case .without(let language): "without:\(language.code)"
    case .weights(let weights):
      "weights:" + weights.sorted { $0.key < $1.key }.map { "\($0.key.code)=\($0.value)" }.joined(separator: ",")
    case .natural: "natural"
    }
  }
}

extension Mixture.Share: Codable {
  /// Decodes a name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let share = Self(name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "there is no mixture \"\(name)\"")
    }
    self = share
  }

  /// Encodes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Mixture.Size: LosslessStringConvertible, Codable {
  /// A size by its name: `all`, `total:480`, `per-language:40`; null for anything else.
  public init?(_ description: String) {
    if description == "all" {
      self = .all
      return
    }
    let parts = description.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let count = Int(parts[1]) else { return nil }
    switch parts[0] {
    case "total": self = .total(count)
    case "per-language": self = .perLanguage(count)
    default: return nil
    }
  }

  /// The name that `init(_:)` reads.
  public var description: String {
    switch self {
    case .all: "all"
    case .total(let count): "total:\(count)"
    case .perLanguage(let count): "per-language:\(count)"
    }
  }

  /// Decodes a name.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let size = Self(name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "there is no size \"\(name)\"")
    }
    self = size
  }

  /// Encodes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
