/// The regular expressions by which published tokenisers cut text into words, each as a scanner written by hand.
enum SplitPattern: Sendable, Hashable, CaseIterable {
  /// GPT-2, SmolLM2.
  case gpt2
  /// Llama 3 (cl100k with its numbers of up to three digits).
  case llama3
  /// Qwen 2, 2.5 and 3: as Llama 3, with single digits.
  case qwen2
  /// Mistral's Tekken.
  case tekken

  /// The pattern as `tokenizer.json` spells it.
  var source: String {
    switch self {
    case .gpt2: #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
    case .llama3:
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"#
        + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    case .qwen2:
      #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"#
        + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    case .tekken:
      #"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"#
        + #"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"#
        + #"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"#
    }
  }

  /// The scanner of a published pattern; throws an error that names any other.
  init(source: String) throws {
    guard let known = Self.allCases.first(where: { $0.source == source }) else {
      throw TokenizerError(
        .unsupported,
        "The pre-tokeniser's pattern is not known here: \(source). Known are those of GPT-2, Llama 3, "
          + "Qwen 2 and Tekken; a scanner for it would go into SplitPattern.swift.")
    }
    self = known
  }

  /// Where the word ends that starts at `start`; `start < end`, and every scalar belongs to a word.
  @inline(__always)
  func wordEnd(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    let scanner = WordScanner(text: text, end: end)
    switch self {
    case .gpt2: return scanner.gpt2(start)
    case .llama3: return scanner.llama3(start, digits: 3)
    case .qwen2: return scanner.llama3(start, digits: 1)
    case .tekken: return scanner.tekken(start)
    }
  }
}
