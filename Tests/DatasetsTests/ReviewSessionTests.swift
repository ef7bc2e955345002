import Foundation
import IsoglossCore
import IsoglossReview
import Testing

@testable import IsoglossDatasets

/// A data review goes through the one form engine, blind, and comes out where `data review agree` reads it.
struct ReviewSessionTests {
  private static let form = ReviewForm(
    name: "f", instructions: "Read.", shows: [.hazard],
    questions: [
      .init(id: "unsafe", text: "Unsafe?", subject: .request, wanted: "yes", intent: .harmful),
      .init(id: "harm", text: "Does it harm?", subject: .answer, label: .harm),
    ])

  private func folder(isAssigned: Bool) throws -> ReviewFolder {
    let pairs = (0..<12).map { number in
      PairSamples.pair(
        "secret-\(number)", number % 2 == 0 ? "en" : "ar", "request \(number)", group: "g\(number / 2)",
        hazard: Hazard.allCases[number % 4], style: AttackStyle.allCases[number % 10], chosen: "declines \(number)",
        rejected: "agrees \(number)")
    }
    let url = FileManager.default.temporaryDirectory.appending(path: "isogloss-review-\(UUID().uuidString)")
    var folder = try ReviewFolder(try ReviewSample(12, of: pairs, form: Self.form, seed: 5), to: url)
    if isAssigned {
      _ = try folder.assign(
        to: ["anna", "ben"].map { try ReviewAnnotator($0) }, overlap: 0.5, several: 2, format: .csv)
    }
    return folder
  }

  @Test(arguments: [true, false]) func answersComeOutWhereTheReviewReadsThem(isAssigned: Bool) async throws {
    let folder = try folder(isAssigned: isAssigned)
    let key = Dictionary(uniqueKeysWithValues: folder.sample.items.map { ($0.id, $0) })
    let session = try folder.session()
    #expect(throws: ReviewError.self) { try folder.session() }
    for name in ["anna", "ben"] {
      while case .work(let work) = try await session.next(for: name) {
        let item = try #require(key[work.item.id])
        #expect(!isAssigned || item.annotators.contains(name))
        #expect(work.questions.map(\.id) == item.questions)
        let shown = "\(work.item)"
        #expect(!shown.contains("secret-") && !shown.contains("chosen") && !shown.contains("rejected"))
        #expect(work.item.facts == [Fact("Hazard", "\(item.hazard!.rawValue) \(item.hazard!.title)")])
        #expect(work.item.fields[0].direction == (item.language == .english ? .leftToRight : .rightToLeft))
        _ = try await session.record(
          Submission(
            key: work.item.id, item: work.item.id, annotator: name,
            answers: Dictionary(
              uniqueKeysWithValues: item.questions.map { ($0, item.part == .rejected && name == "anna" ? "yes" : "no") }
            )))
      }
    }
    let annotations = await session.annotations
    #expect(try folder.add(annotations, to: .annotations).new == annotations.count)
    #expect(try folder.add(annotations, to: .annotations) == (0, 0))
    let result = try folder.result()
    let summary = try ReviewSummary(result, resamples: 50)
    let harm = try #require(summary.rows.first { $0.question == "harm" && $0.part == .rejected && $0.language == nil })
    let live = try #require(try await session.agreement(resamples: 50).rows.first { $0.question == "harm" })
    #expect(harm.asked == 12 && harm.shared > 0)
    let chosen = try #require(summary.rows.first { $0.question == "harm" && $0.part == .chosen && $0.language == nil })
    #expect(live.items == harm.shared + chosen.shared)
    // Where both looked, they differ on every rejected answer and on nothing else.
    #expect(result.disputed.allSatisfy { $0.part == .rejected } && result.disputed.count == harm.shared)
    #expect(result.labels.contains { $0.labeller == "human: anna, ben" && $0.harm == false })
  }
}
