internal import Foundation

/// Similarity of texts by the words that they share (Robertson and Zaragoza 2009): what an estimate of influence has to
/// beat. Words are tokens of the model.
struct BM25 {
  private let documents: [[Int32: Int]]
  private let lengths: [Double]
  private let meanLength: Double
  private let rarity: [Int32: Double]

  /// The usual constants.
  static let saturation = 1.2
  static let lengthShare = 0.75

  init(_ texts: [[Int32]]) {
    documents = texts.map { $0.reduce(into: [:]) { $0[$1, default: 0] += 1 } }
    lengths = texts.map { Double($0.count) }
    meanLength = max(1, lengths.reduce(0, +) / Double(max(1, texts.count)))
    var holding: [Int32: Int] = [:]
    for document in documents { for word in document.keys { holding[word, default: 0] += 1 } }
    let count = Double(texts.count)
    rarity = holding.mapValues { log(1 + (count - Double($0) + 0.5) / (Double($0) + 0.5)) }
  }

  /// The score of every text for a query; each word of it counts once.
  func scores(_ query: [Int32]) -> [Double] {
    let words = Set(query).sorted()
    return documents.indices.map { place in
      words.reduce(0) { sum, word in
        guard let count = documents[place][word].map(Double.init), let rare = rarity[word] else { return sum }
        let norm = Self.saturation * (1 - Self.lengthShare + Self.lengthShare * lengths[place] / meanLength)
        return sum + rare * count * (Self.saturation + 1) / (count + norm)
      }
    }
  }
}
