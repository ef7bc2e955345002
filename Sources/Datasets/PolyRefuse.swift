internal import Foundation
internal import IsoglossCore

/// PolyRefuse (Wang et al. 2025, "Refusal Direction is Universal Across Safety-Aligned Languages"): harmful and harmless
/// test prompts, machine-translated, row i of one language parallel to row i of another.
enum PolyRefuse {
  private struct Row: Decodable {
    var instruction: String
    var instruction_translated: String?
    var category: String?
  }

  /// Reads `{harmful,harmless}_test_translated_XX.json` of a folder; the group is the row's position.
  static func read(_ folder: URL, name: String) throws -> PromptSet {
    let listed: [String]
    do {
      listed = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw DatasetError(.notFound, "There is no PolyRefuse folder at \(folder.path).", underlying: error)
    }
    var set = PromptSet(name: name, prompts: [], fileHash: "")
    var hashes: [String] = []
    let pattern = "_test_translated_"
    let order = Dictionary(uniqueKeysWithValues: Language.refusEU.enumerated().map { ($1.code, $0) })
    let files = listed.filter { $0.contains(pattern) && $0.hasSuffix(".json") }.map { file in
      let parts = file.dropLast(".json".count).components(separatedBy: pattern)
      return (file: file, kind: parts[0], code: parts[1])
    }
    for (file, kind, code) in files.sorted(by: { (order[$0.code] ?? 99, $0.file) < (order[$1.code] ?? 99, $1.file) }) {
      guard let intent: Intent = ["harmful": .harmful, "harmless": .benign][kind] else { continue }
      let data = try PromptReader.bytes(of: folder.appending(path: file))
      hashes.append(ContentHash.of(data))
      let rows: [Row]
      do {
        rows = try JSONDecoder().decode([Row].self, from: data)
      } catch {
        set.problems.append(RowProblem(file: file, line: 1, reason: JSONLines.describe(error)))
        continue
      }
      for (index, row) in rows.enumerated() {
        let text = code == "en" ? row.instruction : row.instruction_translated ?? ""
        guard !text.allSatisfy(\.isWhitespace) else {
          set.problems.append(RowProblem(file: file, line: index + 1, reason: "no translation"))
          continue
        }
        set.prompts.append(
          Prompt(
            id: "\(kind)-\(index).\(code)", group: "\(kind)-\(index)", language: Language(code), intent: intent,
            text: text,
            provenance: Provenance(
              source: "polyrefuse", author: code == "en" ? nil : "machine-translated", origin: .english,
              reference: row.category)))
      }
    }
    guard !hashes.isEmpty else {
      throw DatasetError(.notFound, "\(folder.path) holds no file named *\(pattern)XX.json.")
    }
    set.fileHash = ContentHash.of(hashes)
    return try PromptReader.finished(set)
  }
}
