import Foundation
import IsoglossCore
import Testing

@testable import IsoglossSurvey

/// Agreement against scikit-learn, and findings against counts by hand.
struct FindingsTests {
  private struct Golden: Decodable {
    struct Pair: Decodable {
      var names: [String]
      var answers: [String: [[String]]]
      var kappa: [String: Double]
      var jaccard: Double
    }
    var pairs: [Pair]
    var pooledKappa: [String: Double]
    var pooledJaccard: Double
  }

  @Test func agreementIsScikitLearns() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/agreement.json")
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    let annotations = golden.pairs.enumerated().flatMap { number, pair in
      pair.answers.flatMap { question, rows in
        rows.enumerated().flatMap { index, values in
          zip(pair.names, values).map {
            Annotation(item: "p\(number)-\(index)", question: question, value: $1, annotator: $0)
          }
        }
      }
    }
    let agreement = try SurveyAgreement(annotations, resamples: 200)
    for pair in golden.pairs {
      for (question, kappa) in pair.kappa {
        let row = try #require(agreement.rows.first { $0.pair == pair.names && $0.question == question })
        #expect(abs(try #require(row.kappa).value - kappa) < 1e-12)
        #expect(row.papers == 20)
      }
      let row = try #require(agreement.rows.first { $0.pair == pair.names && $0.question == "languages" })
      let jaccard = try #require(row.jaccard)
      #expect(
        abs(jaccard.value - pair.jaccard) < 1e-12 && jaccard.low <= jaccard.value && jaccard.value <= jaccard.high)
    }
    for (question, kappa) in golden.pooledKappa {
      let row = try #require(agreement.rows.first { $0.pair == nil && $0.question == question })
      #expect(abs(try #require(row.kappa).value - kappa) < 1e-12 && row.papers == 80)
    }
    let row = try #require(agreement.rows.first { $0.pair == nil && $0.question == "languages" })
    #expect(abs(try #require(row.jaccard).value - golden.pooledJaccard) < 1e-12)
  }

  @Test func nobodyTogetherIsAnError() {
    #expect(throws: SurveyError.self) { try SurveyAgreement([]) }
    #expect(throws: SurveyError.self) {
      try SurveyAgreement([
        Annotation(item: "p", question: "topic", value: "bias", annotator: "a"),
        Annotation(item: "q", question: "topic", value: "bias", annotator: "b"),
        Annotation(item: "p", question: "topic", value: SurveyForm.unscored, annotator: "b"),
      ])
    }
  }

  @Test func labelsSettleByMajorityAndDecision() {
    let papers = [Paper(id: "p", title: "t", year: 2020)]
    func row(_ value: String, _ name: String) -> Annotation {
      Annotation(item: "p", question: "kind", value: value, annotator: name)
    }
    let split = [row("multilingual", "a"), row("english-only", "b")]
    #expect(PaperLabels.settle(papers, split)[0].kind == nil)
    #expect(PaperLabels.settle(papers, split + [row("multilingual", "c")])[0].kind == .multilingual)
    #expect(PaperLabels.settle(papers, split, decisions: [row("english-only", "x")])[0].kind == .englishOnly)
    #expect(PaperLabels.settle(papers, split + [row(SurveyForm.unscored, "c")])[0].kind == nil)
  }

  @Test func findingsAreCounted() throws {
    func labels(_ id: String, _ year: Int, _ kind: SurveyForm.Kind, _ named: [String], topic: String = "bias")
      -> PaperLabels
    {
      PaperLabels(
        paper: id, year: year, topic: topic, named: named, isExplicit: !named.isEmpty, kind: kind,
        herd: max(1, named.count))
    }
    let findings = try SurveyFindings(
      [
        labels("a", 2020, .englishOnly, []), labels("b", 2020, .englishOnly, ["en"]),
        labels("c", 2021, .multilingual, ["en", "zh"], topic: "privacy"), labels("d", 2021, .standalone, ["zh"]),
        labels("e", 2021, .multilingual, []),
      ], labels: "test", resamples: 200)
    #expect(findings.withLanguages == 4 && findings.runnerUp == "zh")
    #expect(findings.years.map(\.year) == [nil, 2020, 2021] && findings.years[0].englishOnly?.value == 0.4)
    #expect(findings.years[0].englishAttention?.value == 2.5 / 4)
    #expect(abs((findings.years[0].gap?.value ?? 0) - log10(3.5 / 2.5)) < 1e-12)
    #expect(findings.languages.map { [$0.papers, $0.alone, $0.inHerd] } == [[3, 2, 1], [2, 1, 1]])
    #expect(findings.topics.first?.stated?.value == 0.6 && findings.topics.first?.statedEnglish?.value == 0.5)
    #expect(findings.herds == [1: 4, 2: 1])
    #expect(findings.sections.count == 3)
    #expect(findings.headline == "40 % of 5 papers are on English only; Chinese comes next with 2 papers")
    let single = try SurveyFindings(
      [labels("a", 2020, .englishOnly, []), labels("d", 2021, .standalone, ["zh"])], labels: "test", resamples: 10)
    #expect(single.headline == "50 % of 2 papers are on English only; Chinese comes next with 1 paper")
    #expect(single.sections[1].lead == "2 languages are studied in 2 papers.")
    let one = try SurveyFindings([labels("d", 2021, .standalone, ["zh"])], labels: "test", resamples: 10)
    #expect(one.headline.hasPrefix("0 % of 1 paper is on English only") && !one.headline.contains("1 papers"))
    #expect(one.sections[1].lead == "1 language is studied in 1 paper.")
    #expect(throws: SurveyError.self) { try SurveyFindings([], labels: "none") }
  }
}
