import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossReview

/// Agreement is that of Statistics, over the items that annotators share.
struct AgreementTests {
  private let questions = Support.form.questions.compactMap(Agreement.Question.init)

  private func annotations(_ count: Int, seed: UInt64) -> [Annotation] {
    var draws = Draws(state: seed)
    return (0..<count).flatMap { number in
      let kind = ["a", "b", "c"][number % 3]
      return ["anna", "ben"].flatMap { name in
        let slips = Int.random(in: 0..<4, using: &draws) == 0
        return [
          Support.annotation("i\(1000 + number)", "kind", slips ? "c" : kind, by: name),
          Support.annotation(
            "i\(1000 + number)", "languages", number % 5 == 0 ? "none" : slips ? "en lv" : "en", by: name),
        ]
      }
    }
  }

  @Test func itIsKappaAndJaccard() throws {
    let given = annotations(40, seed: 1)
    let found = try Agreement(given, questions: questions, resamples: 300, seed: 5)
    #expect(found.rows.map(\.question) == ["kind", "languages"] && found.annotators == ["anna", "ben"])
    func values(_ name: String, _ question: String) -> [String] {
      given.filter { $0.annotator == name && $0.question == question }.map(\.value)
    }
    let bootstrap = Bootstrap(resamples: 300, method: .percentile, seed: 5)
    let kappa = try #require(
      try CohenKappa.estimate(values("anna", "kind"), values("ben", "kind"), bootstrap: bootstrap))
    #expect(found.rows[0].kappa?.value == kappa.value && found.rows[0].kappa?.low == kappa.interval.lower)
    #expect(found.rows[0].kappa?.high == kappa.interval.upper && found.rows[0].kappa?.n == 40)
    func sets(_ name: String) -> [Set<String>] {
      values(name, "languages").map { $0 == "none" ? [] : Set($0.split(separator: " ").map(String.init)) }
    }
    let jaccard = try #require(try Jaccard.mean(sets("anna"), sets("ben")))
    #expect(abs((found.rows[1].jaccard?.value ?? 0) - jaccard) < 1e-12 && found.rows[1].kappa == nil)
    #expect(found.rows[0].pair == ["anna", "ben"] && found.rows[0].jaccard == nil)
  }

  @Test func groupsAreDrawnTogether() throws {
    let given = annotations(60, seed: 2)
    let one = try Agreement(given, questions: questions, resamples: 300, seed: 5)
    let twice =
      given
      + given.map {
        var copy = $0; copy.item += "x"; return copy
      }
    let groups = Dictionary(twice.map { ($0.item, $0.item.replacing("x", with: "")) }) { first, _ in first }
    let apart = try Agreement(twice, questions: questions, resamples: 300, seed: 5)
    let together = try Agreement(twice, questions: questions, groups: groups, resamples: 300, seed: 5)
    func width(_ agreement: Agreement) -> Double {
      agreement.rows[0].kappa.map { $0.high - $0.low } ?? 0
    }
    // The same answers twice tell no more: the interval stays where the copies are drawn with their originals.
    #expect(abs(width(together) - width(one)) < 1e-12)
    #expect(width(apart) < 0.85 * width(one))
  }

  @Test func severalPairsStandTogetherAndApart() throws {
    var given = annotations(30, seed: 3)
    given += annotations(20, seed: 4).map { row in
      var row = row
      row.item = "k\(row.item)"
      row.annotator = row.annotator == "anna" ? "carla" : "dan"
      return row
    }
    let rows = try Agreement(given, questions: questions, resamples: 50).rows.filter { $0.question == "kind" }
    #expect(rows.map(\.pair) == [nil, ["anna", "ben"], ["carla", "dan"]])
    #expect(rows.map(\.items) == [50, 30, 20])
    #expect(rows[0].alpha != nil && rows[1].alpha == nil)
  }

  @Test func withoutSharedItemsThereIsNothingToCompare() throws {
    let given = [
      Support.annotation("i", "kind", "a", by: "anna"), Support.annotation("j", "kind", "a", by: "ben"),
      Support.annotation("i", "note", "x", by: "ben"),
    ]
    #expect(try Agreement(given, questions: questions).rows.isEmpty)
    #expect(try Agreement([], questions: questions).annotators.isEmpty)
    #expect(questions.map(\.id) == ["kind", "languages"], "texts are not compared")
    // One and the same answer throughout: kappa is not defined.
    let same = ["anna", "ben"].map { Support.annotation("i", "kind", "a", by: $0) }
    let row = try #require(try Agreement(same, questions: questions).rows.first)
    #expect(row.kappa == nil && row.raw?.value == 1 && row.items == 1)
    #expect(throws: StatisticsError.self) { try Agreement(same, questions: questions, resamples: 0) }
  }
}
