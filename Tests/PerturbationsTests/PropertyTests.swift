import IsoglossCore
import Testing

@testable import IsoglossPerturbations

/// What holds for every perturbation of text and every prompt.
struct PropertyTests {
  private let prompts: [Prompt]
  private let perturbations: [any TextPerturbation]

  init() throws {
    prompts = try Samples.suite()
    perturbations = try Samples.perturbations(prompts)
    try #require(prompts.count == 16 * 28 && perturbations.count == 15)
  }

  @Test func theSameSeedGivesTheSameTextWhateverTheNeighbours() async throws {
    for perturbation in perturbations {
      let all = try await perturbation.apply(to: prompts, seed: 7)
      let turned = try await perturbation.apply(to: prompts.reversed(), seed: 7)
      #expect(all == turned.reversed(), "\(perturbation.name)")
      #expect(all.contains { $0 != nil }, "\(perturbation.name) applies to nothing")
    }
  }

  @Test func anotherSeedDrawsOtherPlaces() async throws {
    for perturbation in perturbations where perturbation.name.contains("@") && !perturbation.name.hasSuffix("@1") {
      let first = try await perturbation.apply(to: prompts, seed: 1).map { $0?.text }
      let second = try await perturbation.apply(to: prompts, seed: 2).map { $0?.text }
      #expect(zip(first, second).contains { $0 != $1 }, "\(perturbation.name)")
      #expect(
        zip(first, second).allSatisfy { ($0 == nil) == ($1 == nil) },
        "a seed decides whether \(perturbation.name) applies")
    }
  }

  @Test func everyTextIsHadBackFromItsEdits() throws {
    for perturbation in perturbations {
      for prompt in prompts {
        guard let rewriting = perturbation.rewrite(prompt, seed: 3) else { continue }
        #expect(rewriting.original == prompt.text)
        #expect(rewriting.original.unicodeScalars.elementsEqual(prompt.text.unicodeScalars), "\(prompt.id)")
        #expect(!rewriting.edits.isEmpty)
      }
    }
  }

  @Test func noCharacterIsTornOrGluedToItsNeighbour() throws {
    for perturbation in perturbations {
      for prompt in prompts {
        guard let rewriting = perturbation.rewrite(prompt, seed: 3) else { continue }
        let grown = rewriting.edits.reduce(0) { $0 + $1.replacement.count - $1.original.count }
        #expect(rewriting.text.count == prompt.text.count + grown, "\(perturbation.name) \(prompt.id)")
        // Each original is whole characters of the prompt: characters of all pieces add up.
        let kept = prompt.text.count - rewriting.edits.reduce(0) { $0 + $1.original.count }
        #expect(kept >= 0)
      }
    }
  }

  @Test(arguments: [0.1, 0.25, 0.5, 1])
  func theRateIsRespectedAndAHigherOneOnlyAdds(rate: Double) throws {
    for prompt in prompts {
      let pieces = TextPiece.pieces(of: prompt.text).filter(\.isWord)
      let glyphs = try Homoglyphs(rate: rate).rewrite(prompt, seed: 5)
      let letters = pieces.flatMap { Array($0.text) }
      let twins = letters.count { Homoglyphs.twins[String($0)] != nil }
      let due = twins == 0 ? 0 : min(twins, max(1, Int((rate * Double(letters.count)).rounded())))
      #expect(glyphs?.edits.count ?? 0 == due)
      for scheme in Transliteration.Scheme.allCases {
        let whole = try Transliteration(scheme).rewrite(prompt, seed: 5)?.edits.count ?? 0
        let part = try Transliteration(scheme, rate: rate).rewrite(prompt, seed: 5)?.edits.count ?? 0
        #expect(part == (whole == 0 ? 0 : max(1, Int((rate * Double(whole)).rounded()))), "\(scheme) \(prompt.id)")
      }
      let book = try Samples.lexica.lexicon(from: .english, to: Language("bn"))
      let switched = try CodeSwitch(into: [Language("bn")], rate: rate, lexica: [book]).rewrite(prompt, seed: 5)
      let words = switched?.edits.reduce(0) { $0 + $1.original.split(separator: " ").count } ?? 0
      #expect(words <= max(2, Int((rate * Double(pieces.count)).rounded())))
    }
  }

  @Test func aHigherRateSwitchesWhatALowerOneDoesAndMore() throws {
    let book = try Samples.lexica.lexicon(from: .english, to: Language("bn"))
    var grew = 0
    for prompt in prompts where prompt.language == .english {
      func places(_ rate: Double) throws -> Set<Int> {
        // Places in the original: the growth of the edits before is taken out.
        let edits =
          try CodeSwitch(into: [Language("bn")], rate: rate, lexica: [book]).rewrite(prompt, seed: 9)?.edits ?? []
        var shift = 0
        return Set(
          edits.map { edit in
            defer { shift += edit.replacement.utf8.count - edit.original.utf8.count }
            return edit.start - shift
          })
      }
      let (few, many) = (try places(0.05), try places(0.4))
      #expect(few.isSubset(of: many), "\(prompt.id)")
      if many.count > few.count { grew += 1 }
    }
    #expect(grew > 5)
  }

  @Test func aRewrittenPromptSaysWhatWasDoneAndWhereItIsFrom() async throws {
    for perturbation in perturbations {
      for (prompt, made) in zip(prompts, try await perturbation.apply(to: prompts, seed: 1)) {
        guard let made else { continue }
        #expect(made.text != prompt.text && made.perturbations == [perturbation.name])
        #expect(made.cleanID == prompt.id && made.id != prompt.id && made.group == prompt.group)
        #expect(made.language == prompt.language)
      }
      let ids = try await perturbation.apply(to: prompts, seed: 1).compactMap { $0?.id }
      #expect(Set(ids).count == ids.count)
    }
  }

  @Test func whatNobodyWouldWriteIsRewrittenOrLeft() throws {
    for perturbation in perturbations {
      for (index, text) in Samples.hostile.enumerated() {
        for language in ["en", "bn", "ar", "ru"] {
          let prompt = Samples.prompt(text, language, id: "h\(index)", group: "h\(index)")
          guard let rewriting = perturbation.rewrite(prompt, seed: 1) else { continue }
          #expect(rewriting.original.unicodeScalars.elementsEqual(text.unicodeScalars), "\(perturbation.name) \(index)")
        }
      }
    }
  }

  @Test func placeholdersAndAddressesStay() throws {
    let text = "Send money to {friend}, [DOCTOR] or %s at https://police.example/money. Ask the doctor."
    for perturbation in perturbations {
      guard let rewriting = perturbation.rewrite(Samples.prompt(text), seed: 1) else { continue }
      #expect(Placeholders(text).changed(in: rewriting.text).isEmpty, "\(perturbation.name): \(rewriting.text)")
    }
  }

  @Test func piecesJoinedAreTheText() throws {
    for text in prompts.map(\.text) + Samples.hostile {
      #expect(TextPiece.pieces(of: text).map(\.text).joined().unicodeScalars.elementsEqual(text.unicodeScalars))
      let clauses = Clauses.pieces(of: text)
      guard !clauses.isEmpty else {
        #expect(text.allSatisfy { $0.isWhitespace })
        continue
      }
      #expect(clauses.map(\.text).joined().unicodeScalars.elementsEqual(text.unicodeScalars))
      #expect(clauses.count % 2 == 1 && clauses.enumerated().allSatisfy { $1.isWord == ($0 % 2 == 0) })
    }
  }
}
