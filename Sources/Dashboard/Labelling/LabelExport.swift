internal import Foundation
internal import IsoglossCore

/// What people said, as a file.
enum LabelExport {
  /// A line for each annotation.
  static func lines(_ annotations: [Annotation]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try annotations.reduce(into: Data()) { $0 += try encoder.encode($1) + [0x0A] }
  }

  /// A line for each answer and annotator, as ``LabelledAnswer`` has it: outcome, and harm and refusal where they were
  /// answered.
  static func lines(_ annotations: [Annotation], of run: RunReader) async throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let byItem = Dictionary(grouping: annotations, by: \.item)
    var data = Data()
    for item in try await run.items(byItem.keys.sorted()) {
      let byAnnotator = Dictionary(grouping: byItem[item.id] ?? [], by: \.annotator)
      for (annotator, said) in byAnnotator.sorted(by: { $0.key < $1.key }) {
        let values = Dictionary(said.map { ($0.question, $0.value) }) { $1 }
        guard let outcome = values["outcome"].flatMap({ Outcome(name: $0, reason: "cannot tell") }) else { continue }
        let label = LabelledAnswer(
          id: item.id, group: item.prompt.group, language: item.prompt.language, prompt: item.prompt.text,
          response: item.completion?.text ?? "", outcome: outcome, harm: values["harm"].flatMap(Bool.init),
          refusal: values["refusal"].flatMap(Bool.init), labeller: annotator, split: .calibrate,
          intent: item.prompt.intent)
        data += try encoder.encode(label) + [0x0A]
      }
    }
    return data
  }
}
