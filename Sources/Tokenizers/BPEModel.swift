/// Byte-pair encoding: a word becomes symbols, and neighbouring symbols merge in the order of the table
/// (Sennrich et al. 2016), as `tokenizers` 0.22 does it.
struct BPEModel: Sendable {
  /// What the first symbols of a word are.
  enum Alphabet: Sendable {
    /// Its bytes, spelled as GPT-2 spells them: the token of each byte, or -1.
    case bytes([Int32])
    /// Its unicode scalars; a scalar without a token becomes its bytes' tokens (`<0x00>`…), where there are such.
    case scalars(fallback: [Int32]?)
  }

  let vocabulary: Vocabulary
  /// Ids of scalars below U+10000, or -1; empty where symbols are bytes.
  let scalarIDs: [Int32]
  let merges: MergeTable
  let alphabet: Alphabet
  /// The token of what has none.
  let unknown: Int32?
  /// Whether neighbouring unknown scalars become one token.
  let fusesUnknown: Bool
  /// Whether a word that is a token stays whole, whatever the merges say (Llama 3).
  let keepsWholeTokens: Bool

  /// Appends the ids of a word.
  func encode(_ word: UnsafeBufferPointer<UInt8>, into ids: inout [Int32], scratch: inout MergeScratch) {
    guard let base = word.baseAddress, !word.isEmpty else { return }
    if keepsWholeTokens, let whole = wholeToken(base, word.count, &scratch) {
      ids.append(whole)
      return
    }
    scratch.symbols.removeAll(keepingCapacity: true)
    switch alphabet {
    case .bytes(let tokens):
      for byte in word where tokens[Int(byte)] >= 0 { scratch.symbols.append(tokens[Int(byte)]) }
    case .scalars(let fallback):
      appendScalars(base, word.count, fallback: fallback, to: &scratch.symbols)
    }
    scratch.merge(by: merges)
    ids.append(contentsOf: scratch.symbols)
  }

  private func wholeToken(_ base: UnsafePointer<UInt8>, _ count: Int, _ scratch: inout MergeScratch) -> Int32? {
    guard case .bytes = alphabet else { return vocabulary.id(base, count) }
    scratch.spelling.removeAll(keepingCapacity: true)
    for index in 0..<count { ByteAlphabet.append(base[index], to: &scratch.spelling) }
    return scratch.spelling.withUnsafeBufferPointer { spelling in
      spelling.baseAddress.flatMap { vocabulary.id($0, spelling.count) }
    }
  }

  private func appendScalars(
    _ base: UnsafePointer<UInt8>, _ count: Int, fallback: [Int32]?, to symbols: inout [Int32]
  ) {
    var index = 0
    var pending = false
    while index < count {
      let length = UTF8Reader.length(base[index])
      defer { index += length }
      let id =
        length < 4
        ? scalarIDs[Int(UTF8Reader.scalar(base, index).value)] : vocabulary.id(base + index, length) ?? -1
      if id >= 0 {
        pending = false
        symbols.append(id)
      } else if let fallback, (0..<length).allSatisfy({ fallback[Int(base[index + $0])] >= 0 }) {
        pending = false
        for offset in 0..<length { symbols.append(fallback[Int(base[index + offset])]) }
      } else if let unknown {
        if !(pending && fusesUnknown) { symbols.append(unknown) }
        pending = true
      }
    }
  }
}
