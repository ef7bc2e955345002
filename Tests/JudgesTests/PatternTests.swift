import IsoglossCore
import Testing

@testable import IsoglossJudges

@Suite("Patterns")
struct PatternTests {
  @Test func everyLanguageHasMany() {
    #expect(LanguagePatterns.all.map(\.language) == Language.refusEU + ["ar", "bn", "hi", "sw"].map { Language($0) })
    for set in LanguagePatterns.all {
      #expect(set.refusalCount >= 60, "\(set.language)")
      for category in PatternCategory.allCases {
        #expect(set.patterns[category]?.isEmpty == false, "\(set.language) has no \(category)")
      }
    }
  }

  @Test func nameFollowsThePatterns() throws {
    let name = try Shared.judge.get().name
    #expect(name.hasPrefix("lexical-2-") && name.count == 26)
    #expect(try LexicalJudge(identifier: ScriptedIdentifier()).name == name)
    var sets = LanguagePatterns.all
    sets[0].patterns[.curt]?.append("^^ nay $")
    #expect(try LexicalJudge(identifier: ScriptedIdentifier(), patterns: sets).name != name)
  }

  @Test(arguments: [
    ("<none> help", JudgingError.Code.unknownClass), ("^", .malformed), ("~2 help", .malformed), ("a ~9 b", .malformed),
    ("a ^ b", .malformed), ("$ a", .malformed), ("a | b", .malformed), ("?a b", .malformed), ("помощь", .malformed),
    ("a : b", .malformed), ("^x a", .malformed), ("", .malformed),
  ])
  func rejects(_ source: String, _ code: JudgingError.Code) {
    let set = LanguagePatterns("en", classes: [:], [.curt: [source]])
    #expect { try Lexicon([set]) } throws: { ($0 as? JudgingError)?.code == code }
  }

  /// A word in the script of another language is a slip of the pen.
  @Test(arguments: [("ar", "না"), ("bn", "नहीं"), ("hi", "لا"), ("sw", "لا"), ("ru", "помощь"), ("ar", "لا|помощь")])
  func rejectsOtherScripts(_ language: String, _ source: String) {
    let set = LanguagePatterns(language, classes: [:], [.curt: [source]])
    #expect { try Lexicon([set]) } throws: { ($0 as? JudgingError)?.code == .malformed }
  }

  /// Language, pattern, a text, whether it fits.
  @Test(arguments: [
    ("ar", "لا أستطيع", "لا استطيع", true), ("ar", "مساعد*", "المساعدة", false), ("ar", "مساعد*", "مساعدتك", true),
    ("bn", "পারব না", "পারব না।", true), ("bn", "পারব না", "পারবনা", false), ("bn", "না $", "আমি না।", true),
    ("bn", "সাহায্য*", "সাহায্যে", true), ("hi", "नहीं ~1 सकता", "नही कर सकता", true), ("hi", "कर*", "करना", true),
    ("hi", "^ नहीं", "हाँ। नहीं", true), ("hi", "ना", "না", false), ("bn", "na", "না", false), ("ar", "لا", "ლა", false),
    ("bn", "৯৯৯", "৯৯৯", true), ("ar", "a لا", "a لا", true),
  ])
  func fitsInItsScript(_ language: String, _ source: String, _ text: String, _ expected: Bool) throws {
    let lexicon = try Lexicon([LanguagePatterns(language, classes: [:], [.curt: [source]])])
    let hits = Matcher.hits(in: Scanner.scan(text, lexicon: lexicon), lexicon)
    #expect(hits.isEmpty != expected, "\(source) in \(text)")
  }

  @Test func rejectsTwoSetsOfALanguage() {
    #expect { try Lexicon([.english, .english]) } throws: { ($0 as? JudgingError)?.code == .duplicateLanguage }
  }

  /// The pattern, a text, whether it fits.
  @Test(arguments: [
    ("a b", "x a b y", true), ("a b", "a. b", false), ("a ~2 b", "a x y b", true), ("a ~2 b", "a x y z b", false),
    ("a ?c b", "a b", true), ("a ?c b", "a c b", true), ("a ?c b", "a d b", false), ("a|d b", "d b", true),
    ("be* b", "better b", true), ("be* b", "ab b", false), ("^ a", "x. a", true), ("^ a", "x a", false),
    ("^1 a", "x a", true), ("^^ a", "x. a", false), ("^^2 a", "x. y a", true), ("a $", "a.", true),
    ("a $", "a b", false),
    ("a $1", "a b", true), ("a :", "a: b", true), ("a :", "a b: c", false), ("<k> b", "k b", true),
    ("l'a", "l’a", true),
    ("can't b", "cant b", true), ("a 112", "a 112", true), ("a ~1 b ~1 c", "a x b y c", true),
  ])
  func fits(_ source: String, _ text: String, _ expected: Bool) throws {
    let lexicon = try Lexicon([LanguagePatterns("en", classes: ["k": "k|kk"], [.curt: [source]])])
    let hits = Matcher.hits(in: Scanner.scan(text, lexicon: lexicon), lexicon)
    #expect(hits.isEmpty != expected, "\(source) in \(text)")
  }
}
