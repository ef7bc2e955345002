import IsoglossCore

@testable import IsoglossInterpretability

extension StudyPrompts {
  /// Parallel prompts of English and German, parted by group: requests of each intent under one id in both.
  static func twoLanguages(harmful: [String], benign: [String], _ sizes: Sizes) throws -> [StudyPrompts] {
    let prompts = ["en", "de"].flatMap { code in
      [(Intent.harmful, harmful), (.benign, benign)].flatMap { intent, texts in
        texts.enumerated().map { index, text in
          Prompt(
            id: "\(intent)-\(index).\(code)", group: "\(intent)-\(index)", language: Language(code), intent: intent,
            text: code == "de" ? "Bitte auf Deutsch: \(text)" : text, provenance: Provenance(source: "test"))
        }
      }
    }
    return try StudyPrompts.split(prompts, languages: [.english, Language("de")], sizes: sizes, seed: 1)
  }
}
