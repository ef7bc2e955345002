public import Foundation
public import IsoglossCore

/// Asks judges about the texts of pairs and keeps what they say in a file, so that the same work again goes on where it
/// stopped.
public struct PairJudging: Sendable {
  private let answers: [any Judge]
  private let requests: [any RequestJudge]
  private let batch: Int

  /// Judging by the given judges.
  /// - Parameter batch: texts that are asked about before their verdicts are written.
  public init(answers: [any Judge], requests: [any RequestJudge], batch: Int = 64) {
    self.answers = answers
    self.requests = requests
    self.batch = max(1, batch)
  }

  /// Asks about every text of the pairs on which the file has no scored verdict yet, and appends the verdicts.
  /// - Parameter progress: gets the number of texts done and of all to do.
  /// - Returns: all verdicts on these pairs, those that were there and the new ones.
  /// - Throws: `DatasetError` where the file cannot be read or written; what judges throw; `CancellationError`. What was
  ///   said before is in the file then.
  public func run(
    _ pairs: [PreferencePair], keeping url: URL, progress: (Int, Int) -> Void = { _, _ in }
  ) async throws -> VerdictTable {
    let file = try VerdictFile(url)
    var table = VerdictTable(file.verdicts, on: pairs)
    let work = openTexts(pairs, table)
    let total = work.reduce(0) { $0 + $1.pairs.count }
    var done = 0
    progress(done, total)
    for (judge, part, open) in work {
      for start in stride(from: 0, to: open.count, by: batch) {
        try Task.checkCancellation()
        let piece = Array(open[start..<min(start + batch, open.count)])
        let verdicts = try await ask(judge, part, piece)
        guard verdicts.count == piece.count else {
          throw DatasetError(
            .malformed, "A judge gave \(verdicts.count) verdicts on \(piece.count) texts: none of them is kept.")
        }
        let rows = zip(piece, verdicts).map { PairVerdict(on: part, of: $0, $1) }
        try file.append(rows)
        rows.forEach { table.add($0) }
        done += piece.count
        progress(done, total)
      }
    }
    return table
  }

  private enum Asked {
    case answers(any Judge)
    case requests(any RequestJudge)
  }

  private func openTexts(
    _ pairs: [PreferencePair], _ table: VerdictTable
  ) -> [(judge: Asked, part: PairPart, pairs: [PreferencePair])] {
    func open(_ judge: String, _ part: PairPart) -> [PreferencePair] {
      pairs.filter { table[part, of: $0.id][judge].map { !$0.isRead } ?? true }
    }
    var work: [(judge: Asked, part: PairPart, pairs: [PreferencePair])] = []
    for judge in requests { work.append((.requests(judge), .question, open(judge.name, .question))) }
    for judge in answers {
      for part in [PairPart.chosen, .rejected] { work.append((.answers(judge), part, open(judge.name, part))) }
    }
    return work
  }

  private func ask(_ judge: Asked, _ part: PairPart, _ pairs: [PreferencePair]) async throws -> [Verdict] {
    let prompts = pairs.map(Prompt.init(of:))
    switch judge {
    case .requests(let judge): return try await judge.judge(requests: prompts)
    case .answers(let judge):
      return try await judge.judge(
        zip(pairs, prompts).map { pair, prompt in
          JudgeInput(
            prompt: prompt,
            completion: Completion(
              text: part == .chosen ? pair.chosen : pair.rejected, finish: .stop, promptTokens: 0,
              completionTokens: 0, seconds: 0))
        })
    }
  }
}

extension Verdict {
  /// Whether the judge could read anything at all: otherwise it is asked again.
  fileprivate var isRead: Bool { harm.value != nil || refusal.value != nil }
}

extension Prompt {
  /// The request of a pair.
  init(of pair: PreferencePair) {
    self.init(
      id: pair.id, group: pair.group, language: pair.language, hazard: pair.hazard, style: pair.style,
      intent: pair.intent, text: pair.prompt, provenance: pair.provenance)
  }
}

/// A verdict file that grows line by line.
private struct VerdictFile {
  let verdicts: [PairVerdict]
  private let url: URL

  init(_ url: URL) throws {
    self.url = url
    guard FileManager.default.fileExists(atPath: url.path) else {
      verdicts = []
      return
    }
    verdicts = try PairVerdict.read(url).verdicts
  }

  /// Appends rows and waits until they are on the disk. A line that an earlier crash cut off is closed first, so that it
  /// spoils no other.
  func append(_ rows: [PairVerdict]) throws {
    do {
      if !FileManager.default.fileExists(atPath: url.path) {
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: url, options: .withoutOverwriting)
      }
      let handle = try FileHandle(forUpdating: url)
      defer { try? handle.close() }
      let end = try handle.seekToEnd()
      var data = Data()
      if end > 0 {
        try handle.seek(toOffset: end - 1)
        if try handle.read(upToCount: 1) != Data("\n".utf8) { data += Data("\n".utf8) }
      }
      for row in rows { data += try JSONLines.line(row) }
      try handle.seekToEnd()
      try handle.write(contentsOf: data)
      try handle.synchronize()
    } catch {
      throw DatasetError(.unreadable, "The verdicts cannot be written to \(url.path).", underlying: error)
    }
  }
}
