import Foundation
import IsoglossCore
import Testing

@testable import IsoglossStore

/// Rows of verdicts are `Verdict`'s own coding: what one writes, the other reads.
struct VerdictTextTests {
  private static let texts = ["", "said \"no\"", "a\tb\n\u{0}\\", "e\u{301} é 中 😀 \u{2028}", "a:b:c"]

  static let verdicts: [Verdict] = {
    var verdicts: [Verdict] = []
    let readings: [Reading<Bool>] = [.scored(true), .scored(false), .unscored("why \"not\""), .unscored("")]
    for (number, text) in texts.enumerated() {
      for (place, reading) in readings.enumerated() {
        verdicts.append(
          Verdict(
            judge: "judge-\(text)", outcome: place == 2 ? .unscored("why: \(text)") : .refusal, harm: reading,
            refusal: readings[(place + 1) % 4], hazards: place == 0 ? [] : [.S1, .S14],
            probability: place == 1 ? nil : Double(number) / 3, scores: place == 3 ? ["b": 1, "a\"": -0.5] : nil,
            language: place == 0 ? .scored(Language("pt-BR")) : .unscored(text), raw: text))
      }
    }
    for name in Outcome.names {
      guard let outcome = Outcome(name: name, reason: "why: this") else { continue }
      verdicts.append(Verdict(judge: "j", outcome: outcome, harm: .scored(true), refusal: .scored(false), scores: [:]))
    }
    return verdicts
  }()

  @Test(arguments: verdicts)
  func eachReadsWhatTheOtherWrites(verdict: Verdict) throws {
    var reader = VerdictText()
    let written = try VerdictText.write(verdict)
    #expect(try JSONDecoder().decode(Verdict.self, from: Data(written.utf8)) == verdict)
    #expect(try reader.read(written) == verdict)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let encoded = String(decoding: try encoder.encode(verdict), as: UTF8.self)
    #expect(try reader.read(encoded) == verdict)
    // Every member that the coding has is written, and no other.
    let keys = try [written, encoded].map { text in
      (try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])?.keys.sorted()
    }
    #expect(keys[0] == keys[1])
  }

  /// Rows that an older or a newer isogloss wrote, or that were edited by hand.
  @Test func anotherFormIsReadByTheDecoder() throws {
    var reader = VerdictText()
    let row = #"""
      { "judge" : "j", "outcome":"unscored:a:b", "harm":{"unscored":{"_0":"x"}}, "refusal":{"scored":{"_0":false}},
        "hazards":["S2"], "probability":null, "scores":null, "language":{"scored":{"_0":"lv"}}, "raw":"r", "later":[1,{}] }
      """#
    let verdict = try reader.read(row)
    #expect(verdict.outcome == .unscored("a:b"))
    #expect(verdict.probability == nil && verdict.scores == nil)
    #expect(verdict.language.value == Language("lv"))
    for damaged in [
      "", "{}", String(row.dropLast(3)), row.replacing("unscored:a", with: "other"), row.replacing("S2", with: "S99"),
    ] {
      let error = #expect(throws: StoreError.self) { try reader.read(damaged) }
      #expect(error?.code == .damaged)
    }
  }

  @Test func aNumberThatJSONCannotHoldIsRefused() {
    let verdict = Verdict(
      judge: "j", outcome: .refusal, harm: .scored(true), refusal: .scored(true), probability: .nan)
    #expect(throws: EncodingError.self) { try VerdictText.write(verdict) }
  }

  /// What judges say again and again is kept once, and never in another's place.
  @Test func reasonsAreSharedAndNotMixedUp() throws {
    var reader = VerdictText()
    let long = ["a reason that is longer than fifteen bytes", "another that is longer than fifteen bytes"]
    for number in 0..<8 {
      let verdict = Verdict(
        judge: long[number / 2 % 2], outcome: .compliance, harm: .unscored(long[number % 2]),
        refusal: .unscored(long[(number + 1) % 2]))
      #expect(try reader.read(VerdictText.write(verdict)) == verdict)
    }
  }
}
