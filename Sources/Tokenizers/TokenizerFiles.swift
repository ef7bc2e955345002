public import Foundation
public import IsoglossModelFiles

/// Writes the vocabulary of a GGUF file as the files of a Hugging Face folder: `tokenizer.json`,
/// `tokenizer_config.json`, `generation_config.json`, and `chat_template.jinja` where there is a template.
public enum TokenizerFiles {
  /// Writes the files.
  /// - Returns: what is in the vocabulary and not in the files, in words; empty where they are the same.
  /// - Throws: `TokenizerError`; errors of the file system.
  public static func write(gguf: GGUFFile, to folder: URL) throws -> [String] {
    try write(GGUFVocabulary(gguf.metadata).parts(splittingDigits: false), to: folder)
  }

  static func write(_ parts: TokenizerParts, to folder: URL) throws -> [String] {
    let writer = try TokenizerJSONWriter(parts)
    func put(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name), options: .atomic)
    }
    try put(writer.text(), "tokenizer.json")
    try put(configuration(parts), "tokenizer_config.json")
    try put(generation(parts), "generation_config.json")
    if let template = parts.chatTemplate { try put(template, "chat_template.jinja") }
    guard !writer.doubles.isEmpty else { return [] }
    return [
      "tokens \(writer.doubles.prefix(5).map(String.init).joined(separator: ", "))\(writer.doubles.count > 5 ? " …" : ""): "
        + "their texts belong to later tokens too, and tokenizer.json has one id for a text"
    ]
  }

  private static func configuration(_ parts: TokenizerParts) -> String {
    var members = [
      // The class that takes tokenizer.json as it is.
      ("tokenizer_class", JSONWords.quoted("PreTrainedTokenizerFast")), ("clean_up_tokenization_spaces", "false"),
    ]
    members += parts.named.sorted { $0.key < $1.key }.map { ($0.key, JSONWords.quoted($0.value)) }
    return JSONWords.object(members)
  }

  private static func generation(_ parts: TokenizerParts) -> String {
    let special = Dictionary(parts.added.filter(\.isSpecial).map { ($0.content, $0.id) }) { $1 }
    let ends = parts.endTokens.union(TokenizerParts.turnEnds.compactMap { special[$0] }).sorted()
    var members: [(String, String)] = []
    if let bos = parts.bos { members.append(("bos_token_id", "\(bos)")) }
    if !ends.isEmpty { members.append(("eos_token_id", JSONWords.array(ends.map(String.init)))) }
    return JSONWords.object(members)
  }
}
