import Foundation
import IsoglossCore

@testable import IsoglossPerturbations

/// Prompts and lexica that tests share.
enum Samples {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let lexica = LexiconFolder(root.appending(path: "data/lexica"))
  static let shared = root.appending(path: "../shared/data").standardizedFileURL

  static func prompt(_ text: String, _ language: String = "en", id: String = "p", group: String? = nil) -> Prompt {
    Prompt(
      id: id, group: group, language: Language(language), intent: .benign, text: text,
      provenance: Provenance(source: "test"))
  }

  /// The suite in sixteen languages.
  static func suite() throws -> [Prompt] {
    let folder = root.appending(path: "data/suites/isogloss-16")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "jsonl" }.sorted { $0.path < $1.path }
      .flatMap { file in
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
          try JSONDecoder().decode(Prompt.self, from: Data($0.utf8))
        }
      }
  }

  /// Everything that needs the text alone, by name.
  static func perturbations(_ texts: [Prompt] = []) throws -> [any TextPerturbation] {
    let kit = PerturbationKit(lexica: lexica, texts: ParallelTexts(texts))
    let all = ["en", "bn", "hi", "de", "ar", "es", "pl", "sw"].map { Language($0) }
    return try [
      "code-switch:bn@0.05", "code-switch:en@0.05", "code-switch:bn,hi,sw@0.4", "code-switch:de/phrase@0.05",
      "clause-switch:bn",
      "clause-switch:en@0.4", "latin", "latin@0.5", "arabizi", "arabizi@0.3", "ascii", "ascii@0.5", "homoglyphs@0.1",
      "homoglyphs@1", "answer-in:sw",
    ].compactMap { try kit.make($0, for: all) as? any TextPerturbation }
  }

  /// Texts that nobody would write.
  static let hostile = [
    "", " ", "\n\r\n\t", "\u{0}", "\u{200D}", "\u{0301}", "e\u{0301}\u{0301}\u{0301}", "👩‍👩‍👧‍👦🏽 family 🇱🇻", "‮abc‬", "{money}",
    "[MONEY] %s",
    "https://money.example/police?x=y", "''''", "’money’", "a’", "’", "mo\u{00AD}ney", "ক্", "্", "ক\u{200D}্ষ",
    "ا\u{651}", "\u{651}",
    "𝔪𝔬𝔫𝔢𝔶", "ｍｏｎｅｙ", "\u{FEFF}money", "money\u{202E}ecilop", String(repeating: "money ", count: 2_000),
    String(repeating: "а\u{0301}", count: 500), "ЩЪЬ", "Ь", "ὰᾷ", "߷", "。、", "...,,,!!!", "a,b.c", "ß", "ﬁ ﬀ", "Ǆ ǆ",
    "İstanbul ı",
  ]
}
