public import IsoglossCore
internal import IsoglossStatistics

/// Constitutional revision (Bai et al. 2022, section 3.1): a model criticises an answer by a principle, then rewrites it by
/// what it found, for a number of rounds. The principles are those of the row's language; each round draws another. Every
/// answer before, and every critique, stays with the row.
public struct ReviseStage: DataStage {
  /// Which answer is revised.
  public enum Side: String, Sendable, Codable, CaseIterable {
    case chosen, rejected
  }

  private static let wording = 1

  /// Its name in the recipe.
  public let name: String
  private let side: Side
  private let model: any ChatModel
  private let constitutions: [Language: Constitution]
  private let rounds: Int
  private let seed: UInt64
  private let decoding: Decoding

  /// A stage.
  /// - Parameters:
  ///   - constitutions: principles, one of each language; a row in another language is dropped, for it would stay as the
  ///     only one that no principle has touched.
  ///   - seed: decides which principles a row meets.
  /// - Throws: `DatasetError.malformed` without rounds or principles.
  public init(
    name: String, side: Side, model: any ChatModel, constitutions: [Constitution], rounds: Int = 1, seed: UInt64 = 0,
    decoding: Decoding = Decoding(maxNewTokens: 256)
  ) throws {
    guard rounds > 0, !constitutions.isEmpty else {
      throw DatasetError(.malformed, "The stage \(name) revises by nothing: give principles, and rounds from 1.")
    }
    self.name = name
    self.side = side
    self.model = model
    self.constitutions = Dictionary(constitutions.map { ($0.language, $0) }) { first, _ in first }
    self.rounds = rounds
    self.seed = seed
    self.decoding = decoding
  }

  /// SHA-256 over model, principles, rounds and seed.
  public var fingerprint: String {
    ContentHash.of(
      ["revise \(Self.wording)", side.rawValue, model.identity.fingerprint, "\(rounds)", "\(seed)", "\(decoding)"]
        + constitutions.values.sorted { $0.language < $1.language }.map(\.contentHash))
  }

  /// A row on its way.
  private struct Work {
    var row: DataRow
    var answer: DataRow.Answer
    var principles: [Constitution.Principle]
    var constitution: String
    var critique = ""
  }

  /// Revises the answers.
  public func run(_ rows: [DataRow], in place: StagePlace) async throws -> StageOutput {
    let asker = try StageAsker(place)
    var failures: [String: String] = [:]
    var works: [Work] = []
    for row in rows {
      switch prepare(row) {
      case .success(let work): works.append(work)
      case .failure(let failure): failures[row.id] = failure.reason
      }
    }
    let total = works.count * rounds * 2
    var before = rows.count - works.count
    for round in 1...rounds {
      for isCritique in [true, false] {
        let requests = works.map { work in
          ChatRequest(
            id: "\(work.row.id)#\(round).\(isCritique ? "critique" : "revision")",
            messages: messages(work, round, isCritique: isCritique))
        }
        let answers = try await asker.answers(of: model, to: requests, decoding: decoding) { done, _ in
          place.report(min(before + done, total), total)
        }
        before += works.count
        var next: [Work] = []
        for (old, answer) in zip(works, answers) {
          var work = old
          let what = isCritique ? "critique" : "revision"
          if let flaw = answer.finish == .length ? "it did not come to an end" : answer.flawAsText {
            failures[work.row.id] = "no \(what) in round \(round): \(flaw)"
            continue
          }
          if isCritique {
            work.critique = answer.text.trimmed
          } else {
            revise(&work, round, PlainReply.text(answer.text))
          }
          next.append(work)
        }
        works = next
      }
    }
    let done = Dictionary(uniqueKeysWithValues: works.map { ($0.row.id, $0) })
    var output = StageOutput()
    for row in rows {
      if let work = done[row.id] {
        output.rows.append(finished(work))
      } else {
        output.drop(row, name, failures[row.id] ?? "it was not revised")
      }
    }
    return output
  }

  private func prepare(_ row: DataRow) -> Result<Work, RowFailure> {
    guard let answer = side == .chosen ? row.chosen : row.rejected else {
      return .failure(RowFailure("there is no \(side.rawValue) answer to revise"))
    }
    guard let constitution = constitutions[row.prompt.language] else {
      return .failure(RowFailure("there are no principles in \(row.prompt.language.name)"))
    }
    var fitting = constitution.principles(for: row.prompt.hazard)
    guard !fitting.isEmpty else {
      return .failure(
        RowFailure("no principle in \(row.prompt.language.name) is for its hazard"))
    }
    // A stream of the row's own, so that no row's principles depend on its neighbours.
    let key = ContentHash.of("\(seed) \(row.id)").prefix(16)
    var generator = SeededGenerator(seed: UInt64(key, radix: 16) ?? seed)
    generator.shuffle(&fitting)
    return .success(
      Work(row: row, answer: answer, principles: fitting, constitution: constitution.contentHash))
  }

  private func principle(_ work: Work, _ round: Int) -> Constitution.Principle {
    work.principles[(round - 1) % work.principles.count]
  }

  /// The conversation so far, with the principle's own words, which are in the row's language.
  private func messages(_ work: Work, _ round: Int, isCritique: Bool) -> [ChatMessage] {
    let principle = principle(work, round)
    let first = [
      ChatMessage(.user, work.row.prompt.text), ChatMessage(.assistant, work.answer.text),
      ChatMessage(.user, principle.critique),
    ]
    return isCritique
      ? first : first + [ChatMessage(.assistant, work.critique), ChatMessage(.user, principle.revision)]
  }

  private func revise(_ work: inout Work, _ round: Int, _ text: String) {
    work.answer.revisions.append(
      DataRow.Revision(
        round: round, principle: principle(work, round).id, constitution: work.constitution,
        model: model.identity.name, before: work.answer.text, critique: work.critique))
    work.answer.text = text
  }

  private func finished(_ work: Work) -> DataRow {
    var row = work.row
    if side == .chosen { row.chosen = work.answer } else { row.rejected = work.answer }
    row.steps.append(
      DataRow.Step(
        stage: name, engine: model.identity.name, version: String(model.identity.fingerprint.prefix(16))))
    return row
  }
}
