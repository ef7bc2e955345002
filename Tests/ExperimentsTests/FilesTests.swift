import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossRecipes
import Testing

@testable import IsoglossExperiments

/// Files of an experiment: results, openings, parallel text, tables of languages.
struct FilesTests {
  private let scratch: URL

  init() throws { scratch = try Fixture.scratch() }

  private func write(_ text: String, _ name: String) throws -> URL {
    let url = scratch.appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url
  }

  @Test func aResultIsReadAsItWasWritten() throws {
    let result = Fixture.result("single:lv", gains: ["en": 1.25, "lv": 2], refused: ["lv": 2])
    let url = scratch.appending(path: "r.json")
    try result.write(to: url)
    #expect(try CellResult(contentsOf: url) == result)
    #expect(result.cell?.name == "single-lv.total-336.seed-0")
  }

  @Test func damagedResultsAreNamed() throws {
    var ragged = Fixture.result("english", gains: ["en": 1, "lv": 1])
    ragged.training?.after["harmful"]?.rows[Language("lv")] = [1]
    let url = scratch.appending(path: "ragged.json")
    try ragged.write(to: url)
    #expect { try CellResult(contentsOf: url) } throws: { "\($0)".contains("rows of different lengths") }
    var newer = Fixture.result("english", gains: ["en": 1])
    newer.schema = 99
    try newer.write(to: url)
    #expect { try CellResult(contentsOf: url) } throws: { "\($0)".contains("layout 99") }
    for text in ["", "{", "[]", "{\"schema\":1}"] {
      let url = try write(text, "damaged.json")
      #expect { try CellResult(contentsOf: url) } throws: { "\($0)".contains("damaged.json is not a result") }
    }
  }

  @Test func openingsAreThoseOfTheScript() throws {
    let openings = try PlainOpenings(contentsOf: Fixture.root.appending(path: "scripts/experiments/openings.json"))
    let pairs = try PairReader.read("isogloss-12", sets: Fixture.root.appending(path: "data/pairs"))
    let made = try openings.applied(to: pairs)
    #expect(made.fileHash != pairs.fileHash && made.contentHash != pairs.contentHash)
    // What scripts/experiments/plain_pairs.py writes.
    let known = Dictionary(uniqueKeysWithValues: made.pairs.map { ($0.id, $0) })
    #expect(known["P-S1-1.en"]?.chosen.hasPrefix("I have to decline. A fire in a house") == true)
    #expect(known["P-S1-1.lv"]?.chosen.hasPrefix("Nē, to es nevaru izdarīt. Ugunsgrēkā") == true)
    #expect(known["P-S10-3.pl"]?.chosen.hasPrefix("Muszę odmówić. Po takiej audycji") == true)
    #expect(known["P-B-6.sk"]?.rejected.hasPrefix("S týmto nepomôžem. Výklad deťom") == true)
    for (old, new) in zip(pairs.pairs, made.pairs) {
      #expect(new.prompt == old.prompt)
      let own = try #require(openings.sentences[old.language])
      let digest = ContentHash.of("\(old.group ?? "") \(old.language.code)")
      let opening = own[Int(try #require(UInt8(digest.prefix(2), radix: 16))) % own.count]
      #expect(old.intent == .harmful ? new.chosen == "\(opening) \(old.chosen)" : new.chosen == old.chosen)
      #expect(old.intent == .benign ? new.rejected == "\(opening) \(old.rejected)" : new.rejected == old.rejected)
    }
  }

  @Test func openingsWithoutALanguageAreAnError() throws {
    let pairs = try PairReader.read("isogloss-12", sets: Fixture.root.appending(path: "data/pairs"))
    let partial = try PlainOpenings(contentsOf: write(#"{"en": ["No."]}"#, "o.json"))
    #expect { try partial.applied(to: pairs) } throws: { "\($0)".contains("There are no openings in") }
    for text in ["[]", #"{"en": []}"#, #"{"en": [" "]}"#, ""] {
      let url = try write(text, "bad.json")
      #expect(throws: ExperimentError.self) { try PlainOpenings(contentsOf: url) }
    }
  }

  @Test func parallelTextKeepsTheSameLines() throws {
    let folder = scratch.appending(path: "text")
    _ = try write("a\n\nc\nd\ne\n", "text/newstest2019-src.eng.txt")
    _ = try write("A\nB\nC\nD\nE\n", "text/newstest2019-ref.lav.txt")
    _ = try write("x\n", "text/other.deu.md")
    let languages = ["en", "lv", "pl"].map { Language($0) }
    let text = try ParallelSample(folder: folder, languages: languages, count: 2)
    #expect(text.lines == [Language("en"): ["a", "d"], Language("lv"): ["A", "D"]])
    #expect(try ParallelSample(folder: folder, languages: languages, count: 99).lines[Language("lv")]?.count == 4)
    #expect { try ParallelSample(folder: folder, languages: [Language("sw")], count: 2) } throws: {
      "\($0)".contains("has no text in sw")
    }
    _ = try write("X\nY\n", "text/pl.txt")
    #expect { try ParallelSample(folder: folder, languages: languages, count: 2) } throws: {
      "\($0)".contains("not parallel")
    }
    #expect { try ParallelSample(folder: scratch.appending(path: "none"), languages: languages, count: 2) } throws: {
      "\($0)".contains("There is no folder")
    }
  }

  @Test func distancesAreAsTheTablesSay() throws {
    let set = try PairReader.read("isogloss-12", sets: Fixture.root.appending(path: "data/pairs"))
    let distances = try LanguageDistances(
      folder: Fixture.root.appending(path: "data/distances"),
      texts: Dictionary(grouping: set.pairs, by: \.language).mapValues { $0.map(\.prompt) })
    let (en, de, pl, cs) = (Language("en"), Language("de"), Language("pl"), Language("cs"))
    let (sk, lt, lv) = (Language("sk"), Language("lt"), Language("lv"))
    for kind in LanguageDistances.Kind.allCases {
      let matrix = try #require(distances.matrix(kind, Language.refusEU))
      for (row, values) in matrix.enumerated() {
        #expect(values[row] == 0)
        for (column, value) in values.enumerated() {
          #expect(abs(value - matrix[column][row]) < 1e-12 && (row == column || value > 0))
        }
      }
    }
    func near(_ kind: LanguageDistances.Kind, _ a: Language, _ b: Language, than c: Language) -> Bool {
      (distances.distance(kind, a, b) ?? 9) < (distances.distance(kind, a, c) ?? 0)
    }
    for kind in LanguageDistances.Kind.allCases {
      #expect(near(kind, cs, sk, than: en) && near(kind, lt, lv, than: de), "\(kind)")
    }
    #expect(near(.genetic, cs, sk, than: pl) && near(.genetic, pl, cs, than: lt) && near(.genetic, en, de, than: pl))
    #expect(distances.distance(.geographic, en, Language("xx")) == nil)
    #expect(try #require(distances.distance(.geographic, lt, lv)) < 0.3)
  }

  /// URIEL's own table, where it is there, orders pairs much as ours does by descent and place.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: Fixture.uriel.path), "no ../shared/data/uriel_distances"))
  func descentAndPlaceGoWithURIEL() throws {
    let distances = try LanguageDistances(folder: Fixture.root.appending(path: "data/distances"), texts: [:])
    let rows = try String(contentsOf: Fixture.uriel, encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",").map(String.init) }
    let head = try #require(rows.first)
    for (kind, name) in [(LanguageDistances.Kind.genetic, "genetic_tree"), (.geographic, "geographic_km")] {
      let column = try #require(head.firstIndex(of: name))
      var (ours, theirs): ([Double], [Double]) = ([], [])
      for row in rows.dropFirst() {
        let (a, b) = (Language(row[0]), Language(row[1]))
        guard Language.refusEU.contains(a), Language.refusEU.contains(b) else { continue }
        ours.append(try #require(distances.distance(kind, a, b)))
        theirs.append(try #require(Double(row[column])))
      }
      #expect(ours.count == 66)
      #expect(try #require(Fixture.spearman(ours, theirs)) > 0.8, "\(kind)")
    }
  }

  @Test func brokenTablesOfLanguagesAreNamed() throws {
    let head = "language\tlatitude\tlongitude\tlineage\n"
    for (places, traits, message) in [
      ("", "feature\ten\na\t1\n", "not a table"), (head + "en\t95\t0\tA > B\n", "feature\ten\na\t1\n", "latitude"),
      (head + "en\t5\t0\t > \n", "feature\ten\na\t1\n", "lineage"),
      (head + "en\t5\t0\tA > B\n", "feature\tde\na\t1\n", "column of features.tsv"),
      (head + "en\t5\t0\tA > B\n", "feature\ten\na\t2\n", "neither 0 nor 1"),
      (head + "en\t5\t0\n", "feature\ten\na\t1\n", "equally long"),
    ] {
      _ = try write(places, "d/languages.tsv")
      _ = try write(traits, "d/features.tsv")
      #expect { try LanguageDistances(folder: scratch.appending(path: "d"), texts: [:]) } throws: {
        "\($0)".contains(message)
      }
    }
  }

  @Test func statusSaysWhatIsThere() throws {
    let recipe = try ExperimentRecipe(
      yaml: """
        name: fixture
        base: tiny
        stage: {name: s, pairs: p}
        cells:
          - {mixtures: [english, "single:lv", english], total: 336, seeds: [0]}
        evaluation: {prompts: q}
        """, file: "e.yaml")
    #expect(recipe.cells.map(\.name) == ["english.total-336.seed-0", "single-lv.total-336.seed-0"])
    #expect(try ExperimentStatus(recipe, in: scratch.appending(path: "none")).runs.allSatisfy { $0.state == .open })
    let folder = try ExperimentFolder(at: scratch.appending(path: "grid"))
    try Fixture.result("english", gains: ["en": 1]).write(to: folder.file(recipe.cells[0]))
    try FileManager.default.createDirectory(at: folder.work(recipe.cells[1]), withIntermediateDirectories: true)
    let status = try ExperimentStatus(recipe, in: folder.url)
    #expect(status.runs.map(\.state) == [.open, .finished, .begun] && status.secondsLeft == 180)
    #expect(try ExperimentFolder.results(in: folder.url).count == 1)
    #expect(try ExperimentFolder.results(in: folder.results).count == 1)
    #expect { try ExperimentFolder.results(in: scratch.appending(path: "none")) } throws: {
      "\($0)".contains("no finished run")
    }
  }

  /// Judges are told of what they cannot read: finished runs whose answers stayed elsewhere.
  @Test func finishedRunsWithoutAnswersAreNamed() throws {
    let recipe = try ExperimentRecipe(
      yaml: """
        name: fixture
        base: tiny
        stage: {name: s, pairs: p}
        cells:
          - {mixtures: [english, "single:lv", balanced], total: 336, seeds: [0]}
        evaluation: {prompts: q}
        """, file: "e.yaml")
    let folder = try ExperimentFolder(at: scratch.appending(path: "grid"))
    let cells: [ExperimentCell?] = [nil] + recipe.cells
    let probe = JudgeRecord(name: "probe-test", judgesHarm: false, officialLanguages: nil)
    // The start and English alone are finished, and only English has its answers; Latvian is not finished.
    try Fixture.result(nil, gains: ["en": 0]).write(to: folder.file(nil))
    try Fixture.result("english", gains: ["en": 1]).write(to: folder.file(recipe.cells[0]))
    try FileManager.default.createDirectory(at: folder.work(recipe.cells[0]), withIntermediateDirectories: true)
    try Data().write(to: folder.answers(recipe.cells[0]))
    // This one needs no answers: the judge has read it.
    try Fixture.result("balanced", gains: ["en": 1], judge: probe).write(to: folder.file(recipe.cells[2]))
    let waiting = try folder.waiting(cells, for: [probe])
    #expect(waiting.ready == [recipe.cells[0]] && waiting.missing == ["start"])
    #expect(try folder.waiting(cells, for: [Fixture.judge]).missing == [recipe.cells[2].name])
    #expect(try folder.waiting(cells, for: []).missing.isEmpty)
  }
}
