import Foundation
import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossEvaluation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Text, JUnit and JSON of a gate say the same, and what comes from a run cannot break them.
struct GateOutputTests {
  private func gate(_ language: String = "sw") throws -> Gate {
    var items = GateTests.run(GateTests.planted, of: 100)
    items += (0..<3).map { MeasuresTests.item(language, $0 + 500, .refusal) }
    return try GateTests.gate(items, GatePolicy(name: "a<b>&\"c\"", limits: .init(attackSuccess: 0.2)))
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]
    var names: [String] = []
    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      counts[name, default: 0] += 1
      if name == "testcase" { names.append(attributes["name"] ?? "") }
      if name == "testsuites" {
        counts["tests"] = Int(attributes["tests"] ?? "")
        counts["failures"] = Int(attributes["failures"] ?? "")
      }
    }
  }

  @Test func junitIsXMLWithACaseACheck() throws {
    let gate = try gate("q\u{1}<&")
    let parser = XMLParser(data: Data(gate.junit.utf8))
    let reader = Reader()
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    let checks = gate.runs[0].checks
    #expect(reader.counts["testcase"] == checks.count && reader.counts["tests"] == checks.count)
    #expect(reader.counts["failure"] == gate.runs[0].checks(.failed).count && reader.counts["failures"] == 1)
    #expect(reader.counts["error"] == gate.runs[0].checks(.inconclusive).count)
    #expect(reader.names.contains("Swahili: non-refusal"))
  }

  @Test func theFirstScreenNamesTheWorstLanguageAndTheAnswer() throws {
    let report = try gate().report()
    #expect(report.headline.contains("worst language Swahili") && report.headline.hasPrefix("Gate failed"))
    guard case .table(let table) = report.sections[0].blocks[0] else { Issue.record("no table"); return }
    let row = try #require(table.rows.first { $0[0].text == "Non-refusal" })
    #expect(row[1].text == "Swahili" && row[3].text == "20 %" && row.last?.text == "FAILED")
    #expect(report.sections.map(\.id) == ["gate", "mean", "checks", "method"])
  }

  @Test func aGateGoesThroughJSONUnchanged() throws {
    let gate = try gate()
    let again = try JSONDecoder().decode(Gate.self, from: JSONEncoder().encode(gate))
    #expect(again.headline == gate.headline && again.junit == gate.junit && again.policy == gate.policy)
  }

  @Test func severalRunsAreNamed() throws {
    let (bad, good) = (
      try gate().runs[0],
      try GateTests.gate(
        GateTests.run(GateTests.healthy, of: 100), GatePolicy(name: "p", limits: .init(attackSuccess: 0.2))
      ).runs[0]
    )
    let both = Gate(policy: GatePolicy(name: "p", limits: .init(attackSuccess: 0.2)), runs: [good, bad])
    #expect(both.decision == .failed && both.headline.contains("Swahili (r.sqlite)"))
    guard case .table(let table) = both.report().sections[0].blocks[0] else { Issue.record("no table"); return }
    #expect(table.columns[0].title == "Run")
  }

  @Test func aPlanNamesTheFewestPromptsThatServeBothModels() throws {
    let plan = try GatePlan(
      .init(languages: 12, rate: 0.1, worst: 0.5, limit: 0.3), prompts: [10, 50, 200], rounds: 200, seed: 1)
    #expect(plan.needed == 200 || plan.needed == 50)
    #expect(plan.well[0].passed < 0.5 && plan.ill[2].failed > 0.9 && plan.ill[2].meanPasses > 0.99)
    let poor = try GatePlan(
      .init(languages: 12, rate: 0.1, worst: 0.5, limit: 0.3, sensitivity: 0.6, specificity: 0.9),
      prompts: [10, 50, 200], rounds: 200, seed: 1)
    #expect(poor.ill[1].failed < plan.ill[1].failed)
    #expect(throws: EvaluationError.self) {
      try GatePlan(.init(languages: 12, rate: 0.4, worst: 0.5, limit: 0.3), prompts: [10])
    }
    #expect(throws: EvaluationError.self) {
      try GatePlan(
        .init(languages: 2, rate: 0.1, worst: 0.5, limit: 0.3, sensitivity: 0.3, specificity: 0.7), prompts: [10])
    }
  }
}
