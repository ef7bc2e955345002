import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossJudges

/// Hostile and damaged outputs of guards: whatever is not in the grammar, as a regular expression written beside the
/// parser says, is unscored; and nothing crashes.
struct GuardFuzzTests {
  /// A debug build gets a tenth.
  #if DEBUG
    static let count = 20_000
  #else
    static let count = 200_000
  #endif

  /// Pieces of which outputs are made, the broken ones too.
  static let pieces = [
    "safe", "unsafe", "\n", "\r\n", " ", "\t", ",", ", ", "S1", "S2", "S13", "S14", "S15", "S0", "S", "s1", "None",
    "yes", "no", "Harmful request: ", "Request safety violations: ", "Response refusal: ", "Harmful response: ",
    "Response safety violations: ", "Harmful response:", ":", "<|eot_id|>", "é", "e\u{301}", "👩‍👧", "\u{0}", "\u{FEFF}",
    "\u{202E}", "١", "unsafe\nS1", "unsafe\nS1, S2", "Harmful response: no\n", "Response refusal: yes\n",
  ]
  static let seeds = [
    "\n\nsafe", "unsafe \nS1, S2", "unsafe\nS14", "safe\n", GuardOutputTests.whole,
    "Harmful request: no\nRequest safety violations: None\nResponse refusal: no\nHarmful response: no\n"
      + "Response safety violations: None",
  ]

  static func output(_ generator: inout SeededGenerator) -> String {
    if generator.index(below: 3) == 0 {
      return (0..<generator.index(below: 12)).map { _ in pieces[generator.index(below: pieces.count)] }.joined()
    }
    var scalars = Array(seeds[generator.index(below: seeds.count)].unicodeScalars)
    for _ in 0..<generator.index(below: 4) {
      let place = generator.index(below: scalars.count + 1)
      switch generator.index(below: 4) {
      case 0: scalars.insert(contentsOf: pieces[generator.index(below: pieces.count)].unicodeScalars, at: place)
      case 1 where place < scalars.count: scalars.remove(at: place)
      case 2 where place < scalars.count:
        scalars[place] = Unicode.Scalar(UInt32(generator.index(below: 0x2FF))) ?? "x"
      default: scalars.removeLast(min(scalars.count, generator.index(below: 5)))
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }

  @Test func whatIsNotInTheGrammarIsUnscored() throws {
    let code = "S(?:[1-9]|1[0-4])"
    let llamaGrammar = try Regex(
      "[ \\t\\r\\n]*(?:safe|unsafe[ \\t\\r]*\\n[ \\t\\r\\n]*\(code)(?:,[ \\t\\r\\n]?\(code))*)[ \\t\\r\\n]*"
    ).matchingSemantics(.unicodeScalar)
    let question = "(?:Harmful request|Response refusal|Harmful response):[ \\t\\r]*(?:yes|no)"
    let list =
      "(?:Request|Response) safety violations:[ \\t\\r]*"
      + "(?:None|\(code)(?:(?:[ \\t\\r]+|[ \\t\\r]*,[ \\t\\r]*)\(code))*)"
    let polyLine = try Regex("[ \\t\\r]*(?:\(question)|\(list))[ \\t\\r]*").matchingSemantics(.unicodeScalar)
    func isPoly(_ text: String) throws -> Bool {
      let lines = text.unicodeScalars.split(separator: "\n").map { String($0) }
        .filter { !$0.unicodeScalars.allSatisfy { " \t\r".unicodeScalars.contains($0) } }
      let keys = lines.map { $0.unicodeScalars.prefix { $0 != ":" }.drop { " \t\r".unicodeScalars.contains($0) } }
        .map { String($0) }
      guard !lines.isEmpty, Set(keys).count == keys.count else { return false }
      return try lines.allSatisfy { try polyLine.wholeMatch(in: $0) != nil }
    }
    var generator = SeededGenerator(seed: 3)
    let llama = LlamaGuardProtocol(hazards: Hazard.allCases)
    var (readable, unreadable) = ([0, 0], [0, 0])
    for _ in 0..<Self.count {
      let text = Self.output(&generator)
      let isLlama = try llamaGrammar.wholeMatch(in: text) != nil
      let reading = llama.read(.said(text), isResponse: true)
      #expect((reading.harm.value != nil) == isLlama, "\(text.debugDescription)")
      #expect(reading.harm.value != false || text.contains("safe") && !text.contains("unsafe"))
      if isLlama { readable[0] += 1 } else { unreadable[0] += 1 }
      let isPolyGuard = try isPoly(text)
      #expect((PolyGuardOutput(text) != nil) == isPolyGuard, "\(text.debugDescription)")
      let second = PolyGuardProtocol().read(.said(text), isResponse: true)
      #expect(isPolyGuard || second.harm.value == nil && second.refusal.value == nil)
      if isPolyGuard { readable[1] += 1 } else { unreadable[1] += 1 }
    }
    // The fuzzer must reach both sides, or it proves nothing.
    #expect(readable.allSatisfy { $0 > Self.count / 50 } && unreadable.allSatisfy { $0 > Self.count / 4 })
  }

  @Test func aMegabyteIsReadOrNotAtOnce() {
    let floods = [
      String(repeating: "\n", count: 1_000_000) + "safe", "unsafe\n" + String(repeating: "S1,", count: 300_000) + "S2",
      String(repeating: "Harmful response: yes\n", count: 50_000), String(repeating: "S1 ", count: 300_000),
      "Request safety violations: " + String(repeating: "S1 ", count: 300_000),
    ]
    let clock = ContinuousClock()
    for flood in floods {
      let time = clock.measure {
        _ = LlamaGuardProtocol(hazards: Hazard.allCases).read(.said(flood), isResponse: true)
        _ = PolyGuardProtocol().read(.said(flood), isResponse: true)
      }
      #expect(time < .seconds(5))
    }
  }
}
