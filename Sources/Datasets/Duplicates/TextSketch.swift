internal import Dispatch
internal import IsoglossCore

/// A text as the index of near-duplicates keeps it.
struct TextSketch: Hashable, Sendable {
  /// Stands for the text's language: only texts of one language are compared.
  let salt: UInt64
  /// Its runs of letters.
  let text: TextGrams
  /// Its band keys.
  let keys: [UInt32]

  init(_ text: String, in language: Language, _ minHash: MinHash) {
    salt = Self.salt(language)
    self.text = TextGrams(text)
    keys = minHash.keys(self.text.grams, salt: salt)
  }

  private static func salt(_ language: Language) -> UInt64 {
    Mixer.mixed(language.code.utf8.reduce(0) { $0 &* 257 &+ UInt64($1) })
  }

  /// Sketches of many texts, in order, on all cores.
  static func all(_ texts: ArraySlice<(text: String, language: Language)>, _ minHash: MinHash) -> [TextSketch] {
    let piece = 64
    return [TextSketch](unsafeUninitializedCapacity: texts.count) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      // Every iteration initialises its own stretch of the buffer and no other.
      nonisolated(unsafe) let base = start
      DispatchQueue.concurrentPerform(iterations: (texts.count + piece - 1) / piece) { iteration in
        for offset in iteration * piece..<min(texts.count, (iteration + 1) * piece) {
          let (text, language) = texts[texts.startIndex + offset]
          (base + offset).initialize(to: TextSketch(text, in: language, minHash))
        }
      }
      count = texts.count
    }
  }
}
