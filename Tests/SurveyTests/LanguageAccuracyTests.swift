import Foundation
import IsoglossCore
import Testing

@testable import IsoglossSurvey

/// Precision and recall against counts by hand, and on the project's own labels.
struct LanguageAccuracyTests {
  private func row(_ item: String, _ value: String, _ name: String) -> Annotation {
    Annotation(item: item, question: "languages", value: value, annotator: name)
  }

  @Test func pairsOfPaperAndLanguageAreCounted() throws {
    let found = [row("p", "en de", "r"), row("q", "none", "r"), row("s", "cmn", "r"), row("x", "fr", "r")]
    let a = [row("p", "en", "a"), row("q", "lv", "a"), row("s", "zh", "a")]
    let b = [row("p", "en", "b"), row("q", "none", "b"), row("s", "zh", "b")]
    let accuracy = try LanguageAccuracy(of: found, name: "r", against: [("a", a), ("b", b)], resamples: 200)
    #expect(accuracy.rows.map(\.papers) == [3, 3, 2])
    let (third, twoThirds) = (1.0 / 3, 2.0 / 3)
    let precision: [Double] = accuracy.rows.compactMap { $0.precision?.value }
    let recall: [Double] = accuracy.rows.compactMap { $0.recall?.value }
    let exact: [Double] = accuracy.rows.compactMap { $0.exact?.value }
    #expect(precision == [twoThirds, twoThirds, twoThirds])
    #expect(recall == [twoThirds, 1, 1])
    #expect(exact == [third, twoThirds, 0.5])
    #expect(throws: SurveyError.self) { try LanguageAccuracy(of: [], name: "r", against: [("a", a)]) }
  }

  @Test(.enabled(if: Support.hasSnapshot, "../shared/data/acl_safety is not there"))
  func theProjectsLabelsAreRead() throws {
    let papers = try PaperSource.jsonl.read(Support.snapshot, columns: try ColumnMap("anthology"), name: "a").papers
    let ids = Set(papers.map(\.id))
    for name in ["a", "b"] {
      let file = Support.root.appending(path: "data/labels/survey/\(name).jsonl")
      let read = try ImportedLabels.read(file, by: name)
      #expect(read.problems.isEmpty, "\(read.problems)")
      #expect(Set(read.annotations.map(\.item)).count == 150 && read.annotations.allSatisfy { ids.contains($0.item) })
      #expect(read.annotations.count { $0.question == "kind" } == 50)
    }
  }
}
