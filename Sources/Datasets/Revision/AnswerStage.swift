public import IsoglossCore

/// Gives every request a refusal and a compliance by the models named for each.
///
/// For harmful requests the refusal is chosen, for harmless ones the compliance. Where several writers are named for a
/// side, every request gets as many pairs as the longer list has writers, the shorter list going round.
public struct AnswerStage: DataStage {
  /// A model with what it is told.
  public struct Writer: Sendable {
    /// Its name in the recipe: part of ids.
    public var name: String
    /// The model.
    public var model: any ChatModel
    /// What it is told before the request; `{language}` is put as the language's English name.
    public var system: String?
    /// How text is drawn.
    public var decoding: Decoding

    /// A writer.
    public init(name: String, model: any ChatModel, system: String? = nil, decoding: Decoding) {
      self.name = name
      self.model = model
      self.system = system
      self.decoding = decoding
    }

    var identity: [String] { [name, model.identity.fingerprint, system ?? "", "\(decoding)"] }
  }

  /// Its name in the recipe.
  public let name: String
  private let refusals: [Writer]
  private let compliances: [Writer]

  /// A stage.
  /// - Throws: `DatasetError.malformed` where a side has no writer, or two of one side have one name.
  public init(name: String, refusals: [Writer], compliances: [Writer]) throws {
    for (side, writers) in [("refusals", refusals), ("compliances", compliances)] {
      guard !writers.isEmpty else {
        throw DatasetError(.malformed, "The stage \(name) has nobody to write \(side): name a model.")
      }
      guard Set(writers.map(\.name)).count == writers.count else {
        throw DatasetError(.malformed, "The stage \(name) has two writers of \(side) with one name: rename one.")
      }
    }
    self.name = name
    self.refusals = refusals
    self.compliances = compliances
  }

  /// SHA-256 over the writers of both sides.
  public var fingerprint: String {
    ContentHash.of(["answer 1"] + refusals.flatMap(\.identity) + ["|"] + compliances.flatMap(\.identity))
  }

  private struct Draft {
    var text: String?
    var failure: String?
  }

  /// Asks every writer every request.
  public func run(_ rows: [DataRow], in place: StagePlace) async throws -> StageOutput {
    let asker = try StageAsker(place)
    let total = rows.count * (refusals.count + compliances.count)
    var before = 0
    var drafts: [[[Draft]]] = []
    for (side, writers) in [("refusal", refusals), ("compliance", compliances)] {
      var byWriter: [[Draft]] = []
      for writer in writers {
        let requests = rows.map { row in
          ChatRequest(id: "\(row.id)#\(side).\(writer.name)", messages: Self.messages(row, writer))
        }
        let answers = try await asker.answers(of: writer.model, to: requests, decoding: writer.decoding) { done, _ in
          place.report(before + done, total)
        }
        byWriter.append(
          answers.map { answer in
            let flaw = answer.finish == .length ? "the answer did not come to an end" : answer.flawAsText
            return flaw.map { Draft(failure: $0) } ?? Draft(text: answer.text.trimmed)
          })
        before += rows.count
      }
      drafts.append(byWriter)
    }
    return assemble(rows, refusalDrafts: drafts[0], complianceDrafts: drafts[1])
  }

  private static func messages(_ row: DataRow, _ writer: Writer) -> [ChatMessage] {
    let system = writer.system?.replacing("{language}", with: row.prompt.language.name)
    return (system.map { [ChatMessage(.system, $0)] } ?? []) + [ChatMessage(.user, row.prompt.text)]
  }

  private func assemble(_ rows: [DataRow], refusalDrafts: [[Draft]], complianceDrafts: [[Draft]]) -> StageOutput {
    let pairs = max(refusals.count, compliances.count)
    var output = StageOutput()
    for (position, row) in rows.enumerated() {
      for pair in 0..<pairs {
        let (refuser, complier) = (pair % refusals.count, pair % compliances.count)
        let id = pairs == 1 ? row.id : "\(row.id).\(pair + 1)"
        let (refusal, compliance) = (refusalDrafts[refuser][position], complianceDrafts[complier][position])
        guard let refusalText = refusal.text, let complianceText = compliance.text else {
          let reason =
            refusal.failure.map { "no refusal: \($0)" } ?? "no compliance: \(compliance.failure ?? "unknown")"
          output.drop(row, as: id, name, reason)
          continue
        }
        var new = row
        new.id = id
        let refused = DataRow.Answer(text: refusalText, model: refusals[refuser].model.identity.name)
        let complied = DataRow.Answer(text: complianceText, model: compliances[complier].model.identity.name)
        (new.chosen, new.rejected) = row.prompt.intent == .harmful ? (refused, complied) : (complied, refused)
        for writer in [refusals[refuser], compliances[complier]] {
          new.steps.append(
            DataRow.Step(
              stage: name, engine: writer.model.identity.name,
              version: String(writer.model.identity.fingerprint.prefix(16)),
              source: id == row.id ? nil : row.id))
        }
        output.rows.append(new)
      }
    }
    return output
  }
}
