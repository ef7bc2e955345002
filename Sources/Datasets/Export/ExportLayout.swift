internal import IsoglossCore

/// How pairs are laid out in files for others' programs.
public enum ExportLayout: String, Sendable, Codable, CaseIterable {
  /// TRL's preference format with texts: `prompt`, `chosen`, `rejected`.
  case plain = "trl-plain"
  /// TRL's preference format with turns: `prompt` is the user's, `chosen` and `rejected` the assistant's.
  case conversational = "trl"
  /// RefusEU's own: a folder `lang_XX` a language with `id`, `row_id`, `category`, and whole conversations as `chosen` and
  /// `rejected`; and `evaluation` with `lang`, `row_id`, `prompt` of the harmful test pairs.
  case refusEU = "refuseu"

  /// Tables with the paths of their files, without ends.
  /// - Parameters:
  ///   - train: training pairs.
  ///   - test: test pairs; a split without pairs has no file.
  func tables(train: [PreferencePair], test: [PreferencePair]) -> [(path: String, table: ExportTable)] {
    let splits = [("train", train), ("test", test)].filter { !$0.1.isEmpty }
    switch self {
    case .plain: return splits.map { ($0, Self.plainTable($1)) }
    case .conversational: return splits.map { ($0, Self.conversationalTable($1)) }
    case .refusEU:
      let languages = Set((train + test).map(\.language)).sorted()
      let configurations = languages.flatMap { language in
        splits.compactMap { split, pairs -> (path: String, table: ExportTable)? in
          let rows = pairs.filter { $0.language == language }
          return rows.isEmpty ? nil : ("lang_\(language.code)/\(split)", Self.refusEUTable(rows))
        }
      }
      let asked = test.filter { $0.intent == .harmful }
      return configurations + (asked.isEmpty ? [] : [("evaluation/eval", Self.evaluationTable(asked))])
    }
  }

  private static func plainTable(_ pairs: [PreferencePair]) -> ExportTable {
    ExportTable(
      columns: [.init("prompt", .text), .init("chosen", .text), .init("rejected", .text)],
      rows: pairs.map { [.text($0.prompt), .text($0.chosen), .text($0.rejected)] })
  }

  private static func conversationalTable(_ pairs: [PreferencePair]) -> ExportTable {
    ExportTable(
      columns: [.init("prompt", .messages), .init("chosen", .messages), .init("rejected", .messages)],
      rows: pairs.map { pair in
        [
          .messages([ChatMessage(.user, pair.prompt)]), .messages([ChatMessage(.assistant, pair.chosen)]),
          .messages([ChatMessage(.assistant, pair.rejected)]),
        ]
      })
  }

  /// `row_id` is the group, else the id: the same for a request in all languages.
  private static func refusEUTable(_ pairs: [PreferencePair]) -> ExportTable {
    ExportTable(
      columns: [
        .init("id", .text), .init("row_id", .text), .init("category", .text), .init("chosen", .messages),
        .init("rejected", .messages),
      ],
      rows: pairs.map { pair in
        let turn = ChatMessage(.user, pair.prompt)
        return [
          .text(pair.id), .text(pair.group ?? pair.id), pair.hazard.map { .text($0.rawValue) } ?? .null,
          .messages([turn, ChatMessage(.assistant, pair.chosen)]),
          .messages([turn, ChatMessage(.assistant, pair.rejected)]),
        ]
      })
  }

  private static func evaluationTable(_ pairs: [PreferencePair]) -> ExportTable {
    ExportTable(
      columns: [.init("lang", .text), .init("row_id", .text), .init("prompt", .text)],
      rows: pairs.map { [.text($0.language.code), .text($0.group ?? $0.id), .text($0.prompt)] })
  }
}
