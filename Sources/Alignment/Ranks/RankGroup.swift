internal import Foundation

/// Processes that train one model together, a rank each, numbered from 0.
///
/// All members make the same calls in the same order, each from one thread; a call returns when all have made it. What a
/// call gives is the same on every rank, bit for bit.
public protocol RankGroup: AnyObject {
  /// This process's number.
  var rank: Int { get }
  /// Processes of the group, at least 1.
  var count: Int { get }
  /// In place of each number, its sum over all ranks.
  /// - Throws: `AlignmentError.ranks`.
  func sum(_ values: UnsafeMutableBufferPointer<Float>) throws
  /// In place of the bytes, those of one rank.
  /// - Throws: `AlignmentError.ranks`.
  func broadcast(_ bytes: UnsafeMutableRawBufferPointer, from root: Int) throws
}

extension RankGroup {
  /// Whether this is rank 0, which keeps the run's files and decides what is done next.
  var leads: Bool { rank == 0 }

  /// What one rank says, on every rank; the other ranks' values do not matter.
  func said<Value: Codable>(_ value: Value?, from root: Int = 0) throws -> Value {
    var bytes = rank == root ? try Self.encoder.encode([value]) : Data()
    var count = [Int64(bytes.count)]
    try count.withUnsafeMutableBytes { try broadcast($0, from: root) }
    if rank != root { bytes = Data(count: Int(count[0])) }
    try bytes.withUnsafeMutableBytes { try broadcast($0, from: root) }
    guard let value = try Self.decoder.decode([Value?].self, from: bytes).first.flatMap({ $0 }) else {
      throw AlignmentError(.ranks, "Rank \(root) had nothing to say where the others waited for it.")
    }
    return value
  }

  /// What every rank says, in the order of the ranks.
  func gathered<Value: Codable>(_ value: Value) throws -> [Value] {
    try (0..<count).map { try said($0 == rank ? value : nil, from: $0) }
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    // Divergence is found by all ranks together, so what is no number must arrive.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }
}
