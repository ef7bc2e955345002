public import ArgumentParser
import Foundation
import IsoglossCore
public import IsoglossDatasets
import IsoglossRecipes
import IsoglossReporting

extension DataCommand {
  /// Human review of pairs.
  struct Review: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "review", abstract: "Have people review pairs: draw, hand out, collect, compare.",
      subcommands: [Sample.self, Assign.self, Import.self, Agree.self])
  }
}

extension DataCommand.Review {
  /// Draws pairs to be reviewed.
  struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Draw pairs for people to look at: languages alike, hazards alike within each, styles alike within these.",
      discussion: """
        Example: isogloss data review sample filtered/kept.jsonl --count 1200 --out review

        The folder's sample.json tells which item is what: keep it from annotators, and the seed too.
        """)

    @Argument(help: "A pair set, a .jsonl file, or a folder of them.")
    var pairs: String
    @Option(help: "Pairs to draw.")
    var count: Int = 1200
    @Option(help: "The questions: audit, or a .yaml file.")
    var form: String = "audit"
    @Option(help: "The folder of the review; it must not be there yet.")
    var out: String
    @Option(help: "Seed of the draw, of the items' names and of their order; a secret one when left out.")
    var seed: UInt64?

    func validate() throws {
      guard count > 0 else { throw ValidationError("--count takes a number from 1.") }
    }

    func run() throws {
      let questions = try ReviewForm(contentsOf: Places.form(form))
      let set = try DataInput.pairs(pairs)
      let sample = try ReviewSample(count, of: set.pairs, form: questions, seed: seed ?? .random(in: 0...UInt64.max))
      let folder = try ReviewFolder(sample, to: URL(filePath: out))
      for (language, items) in Dictionary(grouping: sample.items, by: \.language).sorted(by: { $0.key < $1.key }) {
        print("\(language) \(Set(items.map(\.pair)).count) pairs, \(items.count) items")
      }
      print("\(sample.pairs) of \(set.pairs.count) pairs, \(sample.items.count) items, form \(questions.name)")
      Terminal.note("next: isogloss data review assign \(folder.url.relativePath) --annotator NAME:LANGUAGES")
    }
  }

  /// Hands items out.
  struct Assign: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give each item to annotators of its language, and write a sheet for each annotator.",
      discussion: """
        Example: isogloss data review assign review --annotator anna:lv,lt --annotator ben:lv,lt --overlap 0.2

        Annotators see the texts, what the form shows, and nothing else: not which answer is chosen.
        """)

    @Argument(help: "The folder of the review.")
    var review: String
    @Option(name: .customLong("annotator"), help: "NAME or NAME:LANGUAGES by comma; may be given again.")
    var annotators: [String] = []
    @Option(help: "Share of the pairs that several annotators look at: the base of agreement.")
    var overlap: Double = 0.2
    @Option(help: "How many annotators look at those.")
    var several: Int = 2
    @Option(help: "csv or jsonl.")
    var format: ReviewSheet.Format = .csv

    func validate() throws {
      guard !annotators.isEmpty else { throw ValidationError("Name annotators with --annotator.") }
      guard (0...1).contains(overlap) else { throw ValidationError("--overlap takes a share in 0...1.") }
      guard several >= 2 else { throw ValidationError("--several takes a number from 2.") }
      _ = try people()
    }

    private func people() throws -> [ReviewAnnotator] {
      do {
        return try annotators.map { try ReviewAnnotator($0) }
      } catch let error as DatasetError {
        throw ValidationError(error.message)
      }
    }

    func run() throws {
      var folder = try ReviewFolder(at: URL(filePath: review))
      for (name, items) in try folder.assign(to: people(), overlap: overlap, several: several, format: format) {
        print("\(name) \(items) items")
      }
      Terminal.note(
        "the sheets are in \(review)/sheets; when they are filled in: isogloss data review import \(review) SHEET")
    }
  }

  /// Takes filled-in sheets.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read filled-in sheets into a review; rows that cannot be read are named, and the rest counts.",
      discussion: """
        Example: isogloss data review import review review/sheets/anna.csv
        Example: isogloss data review import review disputed.csv --adjudicator carla

        The same sheet may be read again, filled in further: an answer takes the place of its earlier one.
        """)

    @Argument(help: "The folder of the review.")
    var review: String
    @Argument(help: "Sheets, .csv or .jsonl.")
    var sheets: [String]
    @Option(help: "Whose decisions these are, where annotators differ.")
    var adjudicator: String?

    func validate() throws {
      guard !sheets.isEmpty else { throw ValidationError("Give the sheets to read.") }
    }

    func run() throws {
      let folder = try ReviewFolder(at: URL(filePath: review))
      var problems = 0
      for sheet in sheets {
        let reading = try ReviewSheet.read(
          URL(filePath: sheet), sample: folder.sample, time: .now, adjudicator: adjudicator)
        DataInput.warn(reading.problems)
        problems += reading.problems.count
        let added = try folder.add(reading.annotations, to: adjudicator == nil ? .annotations : .adjudications)
        print(
          "\(sheet): \(added.new) new answers, \(added.changed) changed, \(reading.open) open, \(reading.problems.count) problems"
        )
      }
      if problems > 0 { throw ExitStatus.failure }
    }
  }

  /// Compares annotators.
  struct Agree: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "What a review found: wanted answers and agreement by question and language.",
      discussion: """
        Example: isogloss data review agree review --disputed disputed.csv --labels labels.jsonl

        What annotators differ on goes to --disputed for an adjudicator, without their answers. Labels are for isogloss \
        judge calibrate --labels.
        """)

    @Argument(help: "The folder of the review.")
    var review: String
    @Option(help: "Write a sheet of what annotators differ on here: .csv or .jsonl.")
    var disputed: String?
    @Option(help: "Write labels for the calibration of judges here: .jsonl.")
    var labels: String?
    @OptionGroup var output: OutputOptions

    func run() throws {
      let folder = try ReviewFolder(at: URL(filePath: review))
      let result = try folder.result()
      let summary = try ReviewSummary(result, seed: output.seed)
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: review \(review)", headline: summary.headline,
          facts: [
            Fact("Form", summary.form), Fact("Annotators", summary.annotators.joined(separator: ", ")),
            Fact("Resampling seed", "\(summary.seed)"),
          ], sections: [summary.section], provenance: []), json: summary)
      if let disputed {
        let url = URL(filePath: disputed)
        let count = try folder.writeDisputed(
          result, to: url, format: url.pathExtension.lowercased() == "jsonl" ? .jsonl : .csv)
        Terminal.note(
          "\(count) items to decide are in \(disputed); then: isogloss data review import \(review) \(disputed) --adjudicator NAME"
        )
      }
      if let labels {
        let count = try result.writeLabels(to: URL(filePath: labels))
        Terminal.note(
          "\(count) labels are in \(labels); next: isogloss judge calibrate --labels \(labels) --split calibrate")
      }
    }
  }
}

extension ReviewSheet.Format: ExpressibleByArgument {}
