/// Text of ids that come one at a time: gives only what no later id can change, and ends at the first stop text.
public struct IncrementalDecoder: Sendable {
  private let pieces: TokenPieces
  private let stop: [[UInt8]]
  private let skipsSpecial: Bool
  private var pending: [UInt8] = []
  private var leading: Int
  private var isFirst = true

  /// The text so far, without the stop text and without what is still held back.
  public private(set) var text = ""
  /// The stop text that ended it; null while none has come.
  public private(set) var stopped: String?

  init(_ pieces: TokenPieces, stop: [String], skippingSpecialTokens: Bool) {
    self.pieces = pieces
    self.stop = stop.filter { !$0.isEmpty }.map { Array($0.utf8) }
    skipsSpecial = skippingSpecialTokens
    if case .sentencePiece(_, _, let drops) = pieces.decoder { leading = drops } else { leading = 0 }
  }

  /// Takes one id and gives the text that is new and final: empty while a character or a stop text may be under way.
  /// After a stop text has come, ids are passed over.
  public mutating func append(_ id: Int32) -> String {
    guard stopped == nil, let piece = pieces.piece(id), !(skipsSpecial && piece.isSpecial) else { return "" }
    if pieces.decoder == .spaced, !isFirst { pending.append(0x20) }
    isFirst = false
    var bytes = piece.bytes
    while leading > 0, let first = bytes.first {
      guard first == 0x20, !piece.isByte else {
        leading = 0
        break
      }
      bytes = bytes.dropFirst()
      leading -= 1
    }
    pending.append(contentsOf: bytes)
    return release(atEnd: false)
  }

  /// Gives what was held back, when no id follows.
  public mutating func finish() -> String {
    stopped == nil ? release(atEnd: true) : ""
  }

  private mutating func release(atEnd: Bool) -> String {
    var end = pending.count
    if let (place, index) = firstStop() {
      stopped = String(decoding: stop[index], as: UTF8.self)
      end = place
    } else if !atEnd {
      end -= max(Self.unfinished(pending), partialStop())
      // A cut inside a character would break it.
      while end > 0, end < pending.count, pending[end] & 0xC0 == 0x80 { end -= 1 }
    }
    let new = String(decoding: pending[..<end], as: UTF8.self)
    if stopped != nil { pending = [] } else { pending.removeFirst(end) }
    text += new
    return new
  }

  /// The earliest stop text; of those at one place the first in the list.
  private func firstStop() -> (place: Int, index: Int)? {
    for place in pending.indices {
      for (index, text) in stop.enumerated() where pending[place...].starts(with: text) { return (place, index) }
    }
    return nil
  }

  /// How many bytes at the end may begin a stop text.
  private func partialStop() -> Int {
    let longest = min(pending.count, (stop.map(\.count).max() ?? 1) - 1)
    guard longest > 0 else { return 0 }
    for count in stride(from: longest, through: 1, by: -1)
    where stop.contains(where: { $0.count > count && $0.starts(with: pending.suffix(count)) }) {
      return count
    }
    return 0
  }

  /// How many bytes at the end begin a character that is not whole yet.
  private static func unfinished(_ bytes: [UInt8]) -> Int {
    for back in 1..<4 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return needed > back ? back : 0
    }
    return 0
  }
}
