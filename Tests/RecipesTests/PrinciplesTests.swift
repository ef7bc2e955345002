import Foundation
import IsoglossCore
import Testing
import Yams

/// The principles in `data/principles`: every file is whole, names its sources and covers every hazard.
struct PrinciplesTests {
  private struct File: Decodable {
    struct Source: Decodable {
      enum Kind: String, Decodable {
        case law, helpline, norm
        case selfRegulation = "self-regulation"
      }
      var name: String
      var kind: Kind
      var note: String
    }
    struct Principle: Decodable {
      var id: String
      var hazards: [String]
      var critique: String
      var revision: String
    }
    var language: String
    var culture: String
    var reviewed: Bool
    var sources: [Source]
    var principles: [Principle]
  }

  private static let folder = RecipeTests.root.appending(path: "data/principles")

  private static func file(_ language: String) throws -> File {
    let text = try String(contentsOf: folder.appending(path: "\(language).yaml"), encoding: .utf8)
    return try YAMLDecoder().decode(File.self, from: text)
  }

  private static let languages = Language.refusEU.map(\.code) + ["ar", "bn", "hi", "sw"]

  @Test(arguments: languages) func everyHazardHasAPrinciple(_ language: String) throws {
    let file = try Self.file(language)
    #expect(file.language == language && !file.culture.isEmpty && !file.reviewed)
    #expect((8...12).contains(file.principles.count))
    #expect(Set(file.principles.flatMap(\.hazards)) == Set((1...14).map { "S\($0)" }))
    #expect(Set(file.principles.map(\.id)).count == file.principles.count)
    #expect(Set(file.sources.map(\.kind)).isSuperset(of: [.law, .selfRegulation, .helpline]))
    for principle in file.principles {
      #expect(["?", "؟"].contains(principle.critique.last), "\(principle.id): a critique is a question")
      #expect([".", "।"].contains(principle.revision.last), "\(principle.id): a revision is an instruction")
    }
  }

  /// Written anew in each language, not copied from another file.
  @Test func noTextStandsTwice() throws {
    let texts = try Self.languages.flatMap { try Self.file($0).principles.flatMap { [$0.critique, $0.revision] } }
    #expect(Set(texts).count == texts.count && texts.count == 320)
  }
}
