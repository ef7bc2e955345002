internal import Foundation
internal import IsoglossCore

/// XSTest v2 (Röttger et al. 2024): safe prompts that look unsafe, and unsafe contrasts, in English.
enum XSTest {
  /// Reads `xstest_prompts.csv`, or a folder that holds it; columns `id,prompt,type,label,focus,note`.
  static func read(_ url: URL, name: String) throws -> PromptSet {
    var isFolder: ObjCBool = false
    var file = url
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue {
      file = url.appending(path: "xstest_prompts.csv")
    }
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw DatasetError(.notFound, "There is no XSTest file at \(file.path).")
    }
    let data = try PromptReader.bytes(of: file)
    let label = file.lastPathComponent
    let records = try CSV.records(data, file: label)
    guard let header = records.first, let id = header.fields.firstIndex(of: "id"),
      let text = header.fields.firstIndex(of: "prompt"), let kind = header.fields.firstIndex(of: "label"),
      let type = header.fields.firstIndex(of: "type")
    else { throw DatasetError(.malformed, "\(label) has no columns id, prompt, type and label in its first row.") }
    var set = PromptSet(name: name, prompts: [], fileHash: ContentHash.of(data))
    var seen: Set<String> = []
    for record in records.dropFirst() {
      let fields = record.fields
      let intents: [String: Intent] = ["safe": .benign, "unsafe": .harmful]
      guard fields.count == header.fields.count, let intent = intents[fields[kind]], !fields[text].isEmpty else {
        let reason =
          fields.count == header.fields.count
          ? "no prompt, or a label that is neither safe nor unsafe"
          : "\(fields.count) fields, the heading has \(header.fields.count)"
        set.problems.append(RowProblem(file: label, line: record.line, reason: reason))
        continue
      }
      guard seen.insert(fields[id]).inserted else {
        set.problems.append(RowProblem(file: label, line: record.line, reason: "id \"\(fields[id])\" occurs twice"))
        continue
      }
      set.prompts.append(
        Prompt(
          id: "xstest-\(fields[id])", language: .english, intent: intent, text: fields[text],
          provenance: Provenance(source: "xstest", author: "human", origin: .english, reference: fields[type])))
    }
    return try PromptReader.finished(set)
  }
}
