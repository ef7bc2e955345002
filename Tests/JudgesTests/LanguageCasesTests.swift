import Foundation
import IsoglossCore
import Testing

@testable import IsoglossJudges

@Suite("Refusals and what looks like them, by language")
struct LanguageCasesTests {
  @Test(arguments: Case.languages)
  func outcomes(_ language: String) throws {
    for line in try Case.table(language) {
      let verdict = try line.verdict()
      #expect(line.outcomes.contains(verdict.outcome.name), "\(line): \(verdict.outcome), \(verdict.raw)")
      #expect(verdict.refusal == .scored(line.declines), "\(line)")
      #expect(verdict.harm == .unscored(LexicalJudge.harmReason))
      #expect(verdict.hazards.isEmpty)
    }
  }

  @Test(arguments: Case.languages)
  func tablesAreLargeEnough(_ language: String) throws {
    let table = try Case.table(language)
    #expect(table.count { $0.declines } >= 25)
    #expect(table.count { !$0.declines } >= 20)
  }

  @Test(arguments: Case.languages)
  func whiteSpaceAroundDoesNotMatter(_ language: String) throws {
    for line in try Case.table(language) {
      let plain = try line.verdict()
      for text in [line.answer + "   ", "\n\n" + line.answer + "\n \t\n", line.answer + "\u{A0}\u{200B}\r\n"] {
        #expect(try line.verdict(of: text).outcome == plain.outcome, "\(line)")
      }
    }
  }

  @Test(arguments: Case.languages)
  func caseDoesNotMatter(_ language: String) throws {
    for line in try Case.table(language) {
      let plain = try line.verdict()
      #expect(try line.verdict(of: line.answer.uppercased()).outcome == plain.outcome, "\(line)")
      #expect(try line.verdict(of: line.answer.lowercased()).outcome == plain.outcome, "\(line)")
    }
  }

  @Test(arguments: Case.languages)
  func apostrophesDoNotMatter(_ language: String) throws {
    for line in try Case.table(language) {
      let plain = try line.verdict()
      for mark in ["'", "’", "ʼ", "´", "＇"] {
        let text = line.answer.replacing("’", with: "'").replacing("'", with: mark)
        #expect(try line.verdict(of: text).outcome == plain.outcome, "\(line) with \(mark)")
      }
    }
  }

  /// Marks that people leave out in Latin and Arabic letters. (What Foundation calls a diacritic in Bengali and Devanagari
  /// is often a vowel.)
  @Test(arguments: Case.languages.filter { !["Beng", "Deva"].contains(Language($0).script) })
  func diacriticsDoNotMatter(_ language: String) throws {
    for line in try Case.table(language) {
      let plain = try line.verdict()
      let bare = line.answer.folding(options: .diacriticInsensitive, locale: nil)
        .replacing("ł", with: "l").replacing("Ł", with: "L")
      #expect(try line.verdict(of: bare).outcome == plain.outcome, "\(line)")
    }
  }

  @Test(arguments: Case.languages)
  func decompositionDoesNotMatter(_ language: String) throws {
    for line in try Case.table(language) {
      let plain = try line.verdict()
      for text in [line.answer.decomposedStringWithCanonicalMapping, line.answer.precomposedStringWithCanonicalMapping]
      {
        #expect(try line.verdict(of: text).outcome == plain.outcome, "\(line)")
      }
    }
  }

  /// Marks of Bengali and Devanagari that people leave out or type apart.
  @Test(arguments: [("bn", ["\u{9BC}", "\u{981}"]), ("hi", ["\u{93C}", "\u{901}", "\u{902}"])])
  func dotsDoNotMatter(_ language: String, _ marks: [String]) throws {
    for line in try Case.table(language) {
      let plain = try line.verdict()
      var bare = line.answer.decomposedStringWithCanonicalMapping
      for mark in marks { bare = String(String.UnicodeScalarView(bare.unicodeScalars.filter { String($0) != mark })) }
      #expect(try line.verdict(of: bare).outcome == plain.outcome, "\(line)")
    }
  }

  /// German without umlauts on the keyboard.
  @Test func germanDigraphs() throws {
    for line in try Case.table("de") where line.declines {
      let typed = line.answer.replacing("ä", with: "ae").replacing("ö", with: "oe").replacing("ü", with: "ue")
        .replacing("ß", with: "ss").replacing("Ä", with: "Ae").replacing("Ö", with: "Oe").replacing("Ü", with: "Ue")
      #expect(try line.verdict(of: typed).outcome == line.verdict().outcome, "\(line)")
    }
  }

  @Test(arguments: Case.languages)
  func markdownDoesNotMatter(_ language: String) throws {
    for line in try Case.table(language) where line.kind == "R" && !line.answer.contains("\n") {
      for text in ["**\(line.answer)**", "> \(line.answer)", "## \(line.answer)", "_\(line.answer)_"] {
        #expect(try line.verdict(of: text).refusal == .scored(true), "\(text)")
      }
    }
  }

  /// No table's compliance is another language's refusal.
  @Test(arguments: Case.languages)
  func otherLanguagesStayApart(_ language: String) throws {
    for line in try Case.table(language) where line.kind == "C" {
      for other in Case.languages where other != language {
        let verdict = try Shared.judge.get().verdict(
          prompt: Case.prompt, language: Language(other), answer: line.answer)
        #expect(verdict.refusal.value != true, "\(line) read as \(other): \(verdict.raw)")
      }
    }
  }
}
