/// The bytes of every token, ready for decoding.
struct TokenPieces: Sendable {
  private let bytes: [UInt8]
  private let starts: [UInt32]
  /// Ids of `<0x00>` … that stand for one byte.
  private let isByte: [Bool]
  /// Number of ids.
  var count: Int { isByte.count }
  /// Special tokens.
  private let isSpecial: [Bool]
  let decoder: TokenDecoder

  /// The pieces of a vocabulary with its added tokens, as the decoder reads them.
  init(_ vocabulary: Vocabulary, added: [AddedToken], decoder: TokenDecoder) {
    let count = max(vocabulary.count, (added.map { Int($0.id) + 1 }).max() ?? 0)
    var texts: [Int32: String] = [:]
    var isSpecial = [Bool](repeating: false, count: count)
    for token in added {
      texts[token.id] = token.content
      isSpecial[Int(token.id)] = token.isSpecial
    }
    var bytes: [UInt8] = []
    var starts: [UInt32] = [0]
    var isByte = [Bool](repeating: false, count: count)
    for id in 0..<Int32(count) {
      let text = texts[id] ?? vocabulary.text(of: id) ?? ""
      switch decoder {
      case .byteLevel: bytes.append(contentsOf: ByteAlphabet.decode(text))
      case .spaced: bytes.append(contentsOf: text.utf8)
      case .sentencePiece(let mark, let readsBytes, _):
        if readsBytes, let byte = Self.byte(text) {
          isByte[Int(id)] = true
          bytes.append(byte)
        } else {
          bytes.append(contentsOf: text.replacingBytes(mark, with: " ").utf8)
        }
      }
      starts.append(UInt32(truncatingIfNeeded: bytes.count))
    }
    self.bytes = bytes
    self.starts = starts
    self.isByte = isByte
    self.isSpecial = isSpecial
    self.decoder = decoder
  }

  /// The byte of `<0xHH>`.
  static func byte(_ text: String) -> UInt8? {
    let utf8 = Array(text.utf8)
    guard utf8.count == 6, utf8.starts(with: "<0x".utf8), utf8[5] == UInt8(ascii: ">") else { return nil }
    return UInt8(text.dropFirst(3).dropLast(), radix: 16)
  }

  /// The bytes of a token, whether they are one byte of a sequence, and whether the token is special; null where no
  /// token has the id.
  func piece(_ id: Int32) -> (bytes: ArraySlice<UInt8>, isByte: Bool, isSpecial: Bool)? {
    guard id >= 0, Int(id) < isByte.count else { return nil }
    let index = Int(id)
    return (bytes[Int(starts[index])..<Int(starts[index + 1])], isByte[index], isSpecial[index])
  }

  /// The text of ids. Bytes that are no UTF-8 become U+FFFD: in a byte-level vocabulary one a broken sequence, otherwise
  /// one a byte of a run that is broken anywhere, as `tokenizers` decodes. Ids without a token are passed over.
  func decode(_ ids: some Sequence<Int32>, skippingSpecialTokens: Bool) -> String {
    var output: [UInt8] = []
    var run: [UInt8] = []
    var isFirst = true
    for id in ids {
      guard let piece = piece(id), !(skippingSpecialTokens && piece.isSpecial) else { continue }
      if piece.isByte {
        run.append(contentsOf: piece.bytes)
        continue
      }
      Self.close(&run, into: &output)
      if decoder == .spaced, !isFirst { output.append(0x20) }
      output.append(contentsOf: piece.bytes)
      isFirst = false
    }
    Self.close(&run, into: &output)
    var text = output[...]
    if case .sentencePiece(_, _, let drops) = decoder {
      for _ in 0..<drops where text.first == 0x20 { text = text.dropFirst() }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func close(_ run: inout [UInt8], into output: inout [UInt8]) {
    guard !run.isEmpty else { return }
    if String(validating: run, as: UTF8.self) != nil {
      output.append(contentsOf: run)
    } else {
      for _ in run { output.append(contentsOf: [0xEF, 0xBF, 0xBD]) }
    }
    run.removeAll(keepingCapacity: true)
  }
}
