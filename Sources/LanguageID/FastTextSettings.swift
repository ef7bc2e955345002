/// The training settings that prediction depends on, as stored at the head of a model file.
struct FastTextSettings: Sendable {
  /// How the output layer was trained, which says how it is read.
  enum Loss: Int, Sendable {
    case hierarchicalSoftmax = 1
    case negativeSampling = 2
    case softmax = 3
    case oneVsAll = 4
  }

  /// Width of the embeddings.
  let dimensions: Int
  /// Longest run of words that has an embedding of its own.
  let wordNgrams: Int
  let loss: Loss
  /// Embeddings shared by character and word n-grams.
  let buckets: Int
  /// Shortest and longest character n-gram, in code points; no character n-grams where the longest is 0.
  let shortest: Int
  let longest: Int

  /// Whether any n-gram is looked up in the buckets.
  var usesBuckets: Bool { longest > 0 && shortest <= longest || wordNgrams > 1 }

  static let magic = 793_712_314
  private static let supervised = 3

  init(_ reader: inout ByteReader) throws {
    guard reader.remaining >= 8, try reader.int32("the magic number") == Self.magic else {
      throw LanguageIDError(.notAModel, "not a fastText model: give a .bin or .ftz file such as lid.176.ftz")
    }
    let version = try reader.int32("the version")
    guard version == 11 || version == 12 else {
      throw LanguageIDError(.notAModel, "fastText file version \(version): this reader knows 11 and 12")
    }
    dimensions = try reader.int32("dim")
    _ = try reader.skip(4 * 4, "settings")
    wordNgrams = try reader.int32("wordNgrams")
    let lossCode = try reader.int32("loss")
    let model = try reader.int32("model")
    buckets = try reader.int32("bucket")
    shortest = try reader.int32("minn")
    let storedLongest = try reader.int32("maxn")
    _ = try reader.skip(4 + 8, "settings")
    guard model == Self.supervised else {
      throw LanguageIDError(
        .unsupported, "the fastText model holds word vectors (model \(model)): give one trained with `supervised`")
    }
    guard let loss = Loss(rawValue: lossCode) else { throw LanguageIDError.damaged("loss is \(lossCode)") }
    self.loss = loss
    // Old supervised models had no character n-grams, whatever the field says.
    longest = version == 11 ? 0 : storedLongest
    guard (1...65_536).contains(dimensions) else { throw LanguageIDError.damaged("dim is \(dimensions)") }
    guard wordNgrams <= 64, longest <= 64 else {
      throw LanguageIDError.damaged("n-grams of \(max(wordNgrams, longest))")
    }
    guard buckets > 0 || !usesBuckets else { throw LanguageIDError.damaged("bucket is \(buckets)") }
  }
}
