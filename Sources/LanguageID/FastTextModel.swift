public import Foundation

/// A supervised fastText model (Joulin et al. 2017): `.bin`, and `.ftz` with quantised and pruned matrices.
///
/// The file is mapped, not copied: a model of 1.6 GB costs memory only for the pages that are read. The file must not
/// change while the model is in use.
public struct FastTextModel: Sendable {
  /// One label with its probability.
  public struct Prediction: Hashable, Sendable {
    /// As the file spells it, with `__label__`.
    public var label: String
    /// As the reference gives it: fastText adds 1e-5, so that a certain label has 1.00001.
    public var probability: Double
  }

  private let file: Data
  private let settings: FastTextSettings
  private let dictionary: FastTextDictionary
  private let input: FastTextMatrix
  private let output: FastTextOutput

  /// Every label, most frequent in training first.
  public let labels: [String]

  /// Opens a model file.
  /// - Throws: `LanguageIDError` for a file that cannot be read, is damaged, or is no supervised model.
  public init(contentsOf url: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url, options: .alwaysMapped)
    } catch {
      throw LanguageIDError(
        .unreadable, "cannot read \(url.path): check the path, or run `make setup`", underlying: error)
    }
    try self.init(data: data)
  }

  /// Reads a model from its bytes.
  /// - Throws: `LanguageIDError` for bytes that are damaged or no supervised model.
  public init(data: Data) throws {
    file = data
    (settings, dictionary, input, output, labels) = try data.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      let settings = try FastTextSettings(&reader)
      let dictionary = try FastTextDictionary(&reader)
      let quantised = try reader.flag("the quantisation flag")
      let input = try FastTextMatrix(&reader, quantised: quantised, name: "the input matrix")
      let quantisedOutput = try reader.flag("the output's quantisation flag")
      let matrix = try FastTextMatrix(&reader, quantised: quantised && quantisedOutput, name: "the output matrix")
      guard input.columns == settings.dimensions, matrix.columns == settings.dimensions else {
        throw LanguageIDError.damaged("matrices of \(input.columns) and \(matrix.columns) columns")
      }
      try Self.checkRows(settings, dictionary, input)
      let labels = dictionary.entries[dictionary.wordCount...].map { String(decoding: bytes[$0], as: UTF8.self) }
      let output = try FastTextOutput(matrix, settings.loss, labelCounts: dictionary.labelCounts)
      return (settings, dictionary, input, output, labels)
    }
  }

  /// Every row that a text can lead to must be there.
  private static func checkRows(
    _ settings: FastTextSettings, _ dictionary: FastTextDictionary, _ input: FastTextMatrix
  ) throws {
    let hashed: Int
    if let kept = dictionary.kept {
      guard kept.values.allSatisfy({ $0 >= 0 }) else { throw LanguageIDError.damaged("negative n-gram positions") }
      hashed = Int((kept.values.max() ?? -1)) + 1
    } else {
      hashed = settings.usesBuckets ? settings.buckets : 0
    }
    guard dictionary.wordCount + hashed <= input.rows else {
      throw LanguageIDError.damaged("\(input.rows) input rows for \(dictionary.wordCount) words and \(hashed) n-grams")
    }
  }

  /// The most probable labels of one line, best first; a line break counts as a space.
  ///
  /// - Parameters:
  ///   - line: any text; cost grows with its length times the longest n-gram.
  ///   - count: how many labels at most.
  ///   - threshold: the least probability. With hierarchical softmax, labels below 1e-5 are never given.
  /// - Returns: an empty list where no part of the line is known to the model.
  public func predict(_ line: String, count: Int = 1, threshold: Double = 0) -> [Prediction] {
    guard count > 0 else { return [] }
    let text = Array(line.utf8)
    let best = file.withUnsafeBytes { bytes -> [TopLabels.Item] in
      let rows = FastTextFeatures(settings: settings, dictionary: dictionary, file: bytes).rows(of: text)
      guard !rows.isEmpty else { return [] }
      var hidden = [Float](repeating: 0, count: settings.dimensions)
      return hidden.withUnsafeMutableBufferPointer { hidden in
        for row in rows { input.add(row: Int(row), to: hidden, bytes) }
        let scale = Float(1 / Double(rows.count))
        for column in hidden.indices { hidden[column] *= scale }
        return output.best(count, hidden: hidden, threshold: Float(threshold), bytes)
      }
    }
    return best.map { Prediction(label: labels[$0.label], probability: Double(exp($0.score))) }
  }
}
