public import Foundation
internal import IsoglossCore

extension RunFolder {
  /// The requests of the held-out groups, as a prompt set: `isogloss eval --prompts RUN/held-out.jsonl` asks what no stage
  /// of this split was trained on.
  public var heldOutPrompts: URL { url.appendingPathComponent("held-out.jsonl") }

  /// Writes the requests of the held-out groups; nothing where none are held out.
  /// - Throws: `AlignmentError.inputOutput`.
  func write(heldOut prompts: [Prompt]) throws {
    guard !prompts.isEmpty else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let lines = try prompts.map { try encoder.encode($0) + Data("\n".utf8) }
    try Disk.run("\(heldOutPrompts.path) cannot be written") {
      try Data(lines.joined()).write(to: heldOutPrompts, options: .atomic)
    }
  }
}

extension Prompt {
  /// The request of a pair, without its answers.
  init(_ pair: PreferencePair) {
    self.init(
      id: pair.id, group: pair.group, language: pair.language, hazard: pair.hazard, style: pair.style,
      intent: pair.intent, text: pair.prompt, provenance: pair.provenance)
  }
}
