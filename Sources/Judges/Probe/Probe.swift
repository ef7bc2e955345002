public import Foundation
public import IsoglossCore

/// A trained probe: two linear readings of one model's hidden states, and what they were trained on.
///
/// The file holds everything that a verdict depends on but the model itself, which it names by its fingerprint.
public struct Probe: Hashable, Sendable, Codable {
  /// The model whose states it reads.
  public struct Model: Hashable, Sendable, Codable {
    /// Its name, for people.
    public var name: String
    /// `ModelIdentity.fingerprint`.
    public var fingerprint: String
    /// Type of its weights: rounding moves the states.
    public var dtype: String

    /// A model of the given parts.
    public init(name: String, fingerprint: String, dtype: String) {
      self.name = name
      self.fingerprint = fingerprint
      self.dtype = dtype
    }
  }

  /// Where it comes from.
  public struct Training: Hashable, Sendable, Codable {
    /// SHA-256 over every example of both heads, in the order of their ids.
    public var dataHash: String
    /// Seed of the folds.
    public var seed: UInt64
    /// How the head that reads answers was chosen and how it did in validation.
    public var refusal: ProbeValidation
    /// How the head that reads requests was chosen and how it did in validation.
    public var request: ProbeValidation

    /// Where a probe comes from.
    public init(dataHash: String, seed: UInt64, refusal: ProbeValidation, request: ProbeValidation) {
      self.dataHash = dataHash
      self.seed = seed
      self.refusal = refusal
      self.request = request
    }
  }

  /// What a file begins with: other layouts are refused.
  static let format = "isogloss-probe-1"
  /// Bytes of a file above which it is no probe.
  private static let largest = 4 << 20

  private enum CodingKeys: String, CodingKey { case format, name, model, languages, refusal, request, training }

  /// Name with version: stored beside each verdict.
  public let name: String
  /// The model.
  public let model: Model
  /// Languages of the training examples, in order.
  public let languages: [Language]
  /// Reads an answer: whether it declines.
  public let refusal: ProbeHead
  /// Reads a request: whether it asks for harm.
  public let request: ProbeHead
  /// Where it comes from.
  public let training: Training

  /// A probe of the given parts.
  public init(
    name: String, model: Model, languages: [Language], refusal: ProbeHead, request: ProbeHead, training: Training
  ) {
    self.name = name
    self.model = model
    self.languages = languages
    self.refusal = refusal
    self.request = request
    self.training = training
  }

  /// Decodes a probe of this layout.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let format = try container.decode(String.self, forKey: .format)
    guard format == Self.format else {
      throw DecodingError.dataCorruptedError(
        forKey: .format, in: container, debugDescription: "its format is \(format), not \(Self.format)")
    }
    name = try container.decode(String.self, forKey: .name)
    model = try container.decode(Model.self, forKey: .model)
    languages = try container.decode([Language].self, forKey: .languages)
    refusal = try container.decode(ProbeHead.self, forKey: .refusal)
    request = try container.decode(ProbeHead.self, forKey: .request)
    training = try container.decode(Training.self, forKey: .training)
    guard refusal.weights.count == request.weights.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .request, in: container, debugDescription: "its heads read states of different widths")
    }
  }

  /// Encodes the probe.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.format, forKey: .format)
    try container.encode(name, forKey: .name)
    try container.encode(model, forKey: .model)
    try container.encode(languages, forKey: .languages)
    try container.encode(refusal, forKey: .refusal)
    try container.encode(request, forKey: .request)
    try container.encode(training, forKey: .training)
  }

  /// Reads a probe's file.
  /// - Throws: ``JudgingError`` that says what is wrong with it and what to do.
  public init(contentsOf url: URL) throws(JudgingError) {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw JudgingError(
        .badProbe, "the probe \(url.path) cannot be read: train one with `isogloss judge train --out \(url.path)`")
    }
    try self.init(data, from: url.lastPathComponent)
  }

  /// Reads a probe; `source` is what errors call it.
  /// - Throws: ``JudgingError`` that says what is wrong with it and what to do.
  public init(_ data: Data, from source: String) throws(JudgingError) {
    func fail(_ why: String) -> JudgingError {
      JudgingError(.badProbe, "\(source) is no probe: \(why). Fetch it again, or train one with `isogloss judge train`")
    }
    guard data.count <= Self.largest else { throw fail("it has \(data.count) bytes") }
    do {
      self = try JSONDecoder().decode(Probe.self, from: data)
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw fail("it is no whole JSON")
    } catch DecodingError.dataCorrupted(let context) {
      throw fail(context.debugDescription)
    } catch DecodingError.keyNotFound(let key, _) {
      throw fail("it has no \"\(key.stringValue)\"")
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
      throw fail("\"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" has another type")
    } catch {
      throw fail("\(error)")
    }
  }

  /// The bytes of its file: the same probe gives the same bytes.
  public func file() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }
}
