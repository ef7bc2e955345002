import Foundation
import IsoglossCore
import Testing

@testable import IsoglossJudges

struct AnswerScreenTests {
  /// Files of the declaration of human rights, in scripts and languages that the lexical judge has no patterns for.
  static let others = [
    "udhr_arb.xml": "ar", "udhr_ben.xml": "bn", "udhr_cmn_hans.xml": "zh", "udhr_hin.xml": "hi", "udhr_kor.xml": "ko",
    "udhr_tha.xml": "th", "udhr_vie.xml": "vi", "udhr_swh.xml": "sw", "udhr_jav.xml": "jv", "udhr_eng.xml": "en",
    "udhr_lav.xml": "lv",
  ]

  @Test func ordinaryTextIsOrdinaryInEveryScript() throws {
    guard SharedData.file("udhr") != nil else {
      print("skipped: ../shared/data/udhr is not there")
      return
    }
    var seen = 0
    for (name, code) in Self.others {
      let text = try String(contentsOf: #require(SharedData.file("udhr/\(name)")), encoding: .utf8)
      let screen = try screen(code)
      var vetoed = 0
      let paragraphs = text.matches(of: /<para>([^<]+)<\/para>/).map { String($0.output.1) }
      for paragraph in paragraphs {
        if case .ordinary = screen.finding(input(paragraph, language: code)).finding { continue }
        vetoed += 1
      }
      #expect(paragraphs.count > 20 && vetoed == 0, "\(code): \(vetoed) of \(paragraphs.count)")
      seen += paragraphs.count
    }
    #expect(seen > 500)
  }

  @Test(arguments: ["ar", "zh", "th", "en", "lv"])
  func loopsAndEchoesAreSeenInEveryScript(code: String) throws {
    let words = [
      "ar": ["متحف", "المدينة", "يفتح", "صباحا"], "zh": ["博物馆", "开门", "早上", "九点"],
      "th": ["พิพิธภัณฑ์", "เปิด", "เช้า", "วัน"],
      "en": ["museum", "opens", "every", "morning"], "lv": ["muzejs", "atveras", "katru", "rītu"],
    ]
    let phrase = try #require(words[code]).joined(separator: " ")
    let prompt = phrase + " " + phrase.split(separator: " ").reversed().joined(separator: " ")
    let loop = String(repeating: phrase + " ", count: 30)
    guard case .loop = try screen(code).finding(input(loop, prompt: "?", language: code)).finding else {
      Issue.record("a loop in \(code) was not seen")
      return
    }
    guard case .borrowed = try screen(code).finding(input(prompt, prompt: prompt, language: code)).finding else {
      Issue.record("an echo in \(code) was not seen")
      return
    }
  }

  @Test func aRefusalInThePromptsLanguageOutvotesTheIdentifier() throws {
    let refusal = "I'm sorry, but I cannot help you with that request."
    guard case .ordinary = try screen("de").finding(input(refusal)).finding else {
      Issue.record("a refusal in English is no German")
      return
    }
  }
}
