internal import Foundation
internal import IsoglossCore
internal import IsoglossParquet

/// Preference pairs in foreign layouts: `PREFIX:PATH`.
enum PairImport {
  /// Prefixes that are read.
  static let prefixes = ["refuseu", "table"]

  /// Fields of a pair that a map may name.
  static let fields = [
    "id", "group", "language", "hazard", "style", "intent", "prompt", "chosen", "rejected", "author", "origin",
    "reference",
  ]

  /// Reads `refuseu:PATH` or `table:PATH#MAP`; null where the name has no such prefix.
  /// - Throws: `DatasetError` where nothing can be read.
  static func read(_ name: String) throws -> PairSet? {
    guard let colon = name.firstIndex(of: ":"), prefixes.contains(String(name[..<colon])) else { return nil }
    let (path, text) = ColumnMap.parts(of: String(name[name.index(after: colon)...]))
    let isRefusEU = name[..<colon] == "refuseu"
    // RefusEU's training part: a folder `lang_XX` a language, pairs of refusals and compliances, `row_id` not unique.
    let map = try ColumnMap(isRefusEU ? "hazard=category,reference=row_id,intent:=harmful" : text, known: fields)
    var set = PairSet(name: name, pairs: [], problems: [], fileHash: "")
    var hashes: [String] = []
    var checks = PairChecks()
    var seen: Set<String> = []
    var places = RefusEUPlaces()
    let entries = try SourceFolder.files(at: URL(filePath: path), extensions: SourceFile.extensions)
    for entry in entries {
      let file = try SourceFile(entry.url, label: entry.path, keeping: Set(fields + map.columns))
      // A folder of RefusEU holds its evaluation part too.
      if isRefusEU, entries.count > 1, !file.columns.contains("chosen") { continue }
      let missing = map.columns.filter { !file.columns.contains($0) }
      guard missing.isEmpty else {
        let reason = "has no column \(missing.joined(separator: ", "))"
        guard entries.count > 1 else { throw DatasetError(.malformed, "\(entry.path) \(reason).") }
        set.problems.append(RowProblem(file: entry.path, line: 1, reason: reason))
        continue
      }
      hashes.append(file.hash)
      var problems = file.problems
      for row in file.rows {
        var flaws: [String] = []
        let place = isRefusEU ? places.next(in: entry) : nil
        if let pair = pair(row, map, place, &flaws) {
          let isNew = seen.insert(pair.id).inserted
          if let reason = isNew ? checks.objection(to: pair) : "id \"\(pair.id)\" occurs twice" {
            flaws.append(reason)
          } else {
            set.pairs.append(pair)
          }
        }
        problems += flaws.map { RowProblem(file: row.file, line: row.line, reason: $0) }
      }
      set.problems += problems.sorted { $0.line < $1.line }
    }
    set.fileHash = ContentHash.of(hashes)
    return try PairReader.finished(set)
  }

  private static func pair(
    _ row: SourceRow, _ map: ColumnMap, _ place: RefusEUPlaces.Place?, _ flaws: inout [String]
  ) -> PreferencePair? {
    let before = flaws.count
    let intent = map.choice("intent", in: row, &flaws) { Intent(rawValue: $0.lowercased()) }
    let hazard = map.choice("hazard", in: row, &flaws) { Hazard(rawValue: $0.uppercased()) }
    let style = map.choice("style", in: row, &flaws) { AttackStyle(rawValue: $0) }
    let chosen = answer(map.value("chosen", in: row))
    let rejected = answer(map.value("rejected", in: row))
    let given = map.value("prompt", in: row)
    let prompt = given.elements == nil ? given.text : Conversation(given)?.request
    let language = map.text("language", in: row).map { Language(named: $0) } ?? place?.language
    if chosen.text == nil { flaws.append("chosen is neither a text nor turns that end with the assistant's") }
    if rejected.text == nil { flaws.append("rejected is neither a text nor turns that end with the assistant's") }
    if prompt == nil, flaws.count == before {
      if chosen.request == nil {
        flaws.append("no prompt, and chosen is not one request with its answer")
      } else if chosen.request != rejected.request {
        flaws.append("chosen and rejected answer different requests")
      }
    }
    if let flaw = language.map(\.flaw) ?? "no language" { flaws.append(flaw) }
    if intent == nil, flaws.count == before { flaws.append("no intent: name its column, or intent:=harmful") }
    guard flaws.count == before, let language, let intent, let prompt = prompt ?? chosen.request,
      let chosen = chosen.text, let rejected = rejected.text
    else { return nil }
    var provenance = map.provenance(of: row)
    if place != nil { provenance.source = "refuseu" }
    return PreferencePair(
      id: place?.id ?? map.text("id", in: row) ?? "\(row.file):\(row.line)", group: map.text("group", in: row),
      language: language, hazard: hazard,
      style: style, intent: intent, prompt: prompt, chosen: chosen, rejected: rejected, provenance: provenance)
  }

  /// The answer in a value, and the request before it where the value holds one.
  private static func answer(_ value: ColumnValue) -> (text: String?, request: String?) {
    guard let conversation = Conversation(value) else { return (value.text, nil) }
    return (conversation.answer, conversation.request)
  }
}

/// Where rows of RefusEU's training part stand: its files name their language and part, and its `row_id` occurs more than
/// once, so that a row is known by its position.
private struct RefusEUPlaces {
  struct Place {
    var language: Language?
    var id: String
  }

  private var counts: [String: Int] = [:]

  /// The place of the next row of a file: `lang_lv/train-00000-of-00001.parquet` gives `refuseu-lv-train-1`.
  mutating func next(in entry: SourceFolder.Entry) -> Place {
    let folders = entry.url.pathComponents.suffix(4)
    let code = folders.last { $0.hasPrefix("lang_") }?.dropFirst("lang_".count).prefix { $0.isLetter }
    let part = entry.url.lastPathComponent.prefix { $0.isLetter }
    let stem = "refuseu-\(code ?? "und")-\(part)"
    counts[stem, default: 0] += 1
    return Place(language: code.map { Language(String($0)) }, id: "\(stem)-\(counts[stem, default: 0])")
  }
}
