import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossReview
import IsoglossSurvey

extension SurveyCommand {
  /// Who says what of the papers.
  struct Annotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Annotate selected papers: by hand, by a model, by rules, or with labels made elsewhere.",
      subcommands: [Plan.self, Hand.self, Model.self, Rules.self, Import.self, Adjudicate.self])
  }
}

extension SurveyCommand.Annotate {
  /// Deals papers out.
  struct Plan: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Give each pair of annotators papers that both read, no two pairs the same ones, and deal out the rest.",
      discussion:
        "Example: isogloss survey annotate plan survey --pair anna,ben --pair carla,dan --shared 20 --out plan.json")

    @OptionGroup var survey: SurveyArgument
    @Option(name: .customLong("pair"), help: "Two names with a comma; may be given again.")
    var pairs: [String] = []
    @Option(help: "Papers that each pair shares.")
    var shared: Int = 20
    @Flag(help: "Leave the other papers to nobody.")
    var onlyShared = false
    @Option(help: "Seed of the draw.")
    var seed: UInt64 = 0
    @Option(help: "The .json file for the plan.")
    var out: String

    private func names() throws -> [(String, String)] {
      try pairs.map { pair in
        let names = pair.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard names.count == 2 else { throw ValidationError("--pair takes two names, such as anna,ben.") }
        return (names[0], names[1])
      }
    }

    func validate() throws { _ = try names() }

    func run() throws {
      let folder = try survey.open()
      let plan = try SurveyPlan(
        try folder.selection().papers, pairs: try names(), shared: shared, rest: !onlyShared, seed: seed)
      try JSONLines.document(plan).write(to: URL(filePath: out), options: .atomic)
      for pair in plan.pairs {
        for name in pair.names {
          print("\(name) \(plan.papers(of: name).count.counted("paper")), \(pair.papers.count) shared")
        }
      }
      Terminal.note("the plan is in \(out); next: isogloss survey annotate hand \(survey) --by NAME --plan \(out)")
    }
  }

  /// By hand, at the terminal.
  struct Hand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Annotate at the terminal; every paper is kept as soon as it is answered, and the same command goes on.",
      discussion: "Example: isogloss survey annotate hand survey --by anna --plan plan.json")

    @OptionGroup var survey: SurveyArgument
    @Option(help: "Who annotates.")
    var by: String
    @Option(help: "A plan of `survey annotate plan`; all selected papers when left out.")
    var plan: String?

    func run() async throws {
      let plan = try plan.map { try SurveyPlan(contentsOf: URL(filePath: $0)) }
      let session = try survey.open().session(by: by, plan: plan)
      if session.cut > 0 {
        Terminal.note(
          "warning: \(session.cut) bytes of an answer that broke off were cut off; the paper is asked again")
      }
      let result = try await TerminalForm(session, annotator: by, read: { readLine() }, show: { print($0) }).run()
      Terminal.note(
        "\(result.answered.counted("paper")) annotated by \(by), \(result.left) are left; the same command goes on")
    }
  }

  /// By a model.
  struct Model: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Have a model annotate, with words of the paper for every answer; what it does not quote is unscored.",
      discussion: "Example: isogloss survey annotate model survey --model http://127.0.0.1:8000/v1#qwen --by qwen")

    @OptionGroup var survey: SurveyArgument
    @Option(help: "The name under which its answers are kept.")
    var by: String
    @Option(help: "At most this many papers.")
    var limit: Int?
    @OptionGroup var model: ModelOptions
    @Option(help: "Upper bound on new tokens of an answer.")
    var maxNewTokens: Int = 512

    func validate() throws {
      if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1.") }
      guard maxNewTokens > 0 else { throw ValidationError("--max-new-tokens takes a number from 1.") }
    }

    func run() async throws {
      let folder = try survey.open()
      let done = Set(try folder.annotations(by: by).map(\.item))
      let open = try folder.selected().filter { !done.contains($0.id) }.prefix(limit ?? .max)
      let opened = try await model.open()
      let annotator = ModelAnnotator(opened.model, name: by, decoding: Decoding(maxNewTokens: maxNewTokens))
      try await annotator.annotate(Array(open), time: .now) { try folder.append($0, by: by) }
      let all = try folder.annotations(by: by)
      let unscored = all.count { $0.value == SurveyForm.unscored }
      print(
        "\(Set(all.map(\.item)).count.counted("paper")) annotated by \(by), \(unscored) of \(all.count) answers unscored"
      )
      Terminal.note("next: isogloss survey agree \(survey)")
    }
  }

  /// By rules.
  struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Annotate by rules: names of languages, and subtopics by words. A machine's labels, called `rules`.",
      discussion: "Example: isogloss survey annotate rules survey")

    @OptionGroup var survey: SurveyArgument

    func run() throws {
      let folder = try survey.open()
      let annotations = try folder.selected().flatMap { RuleAnnotator.annotate($0, time: .now) }
      try folder.append(annotations, by: RuleAnnotator.name)
      print("\(Set(annotations.map(\.item)).count.counted("paper")) annotated by \(RuleAnnotator.name)")
      Terminal.note("next: isogloss survey report \(survey) --labels \(RuleAnnotator.name)")
    }
  }

  /// Labels made elsewhere.
  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take labels made elsewhere: JSON lines with id, topic, languages, explicit, kind, herd.",
      discussion: "Example: isogloss survey annotate import survey labels.jsonl --by a")

    @OptionGroup var survey: SurveyArgument
    @Argument(help: "The .jsonl file.")
    var labels: String
    @Option(help: "Who made them; `adjudicator` for decisions.")
    var by: String

    func run() throws {
      let folder = try survey.open()
      let read = try ImportedLabels.read(URL(filePath: labels), by: by, time: .now)
      DataInput.warn(read.problems)
      try folder.append(read.annotations, by: by)
      print(
        "\(Set(read.annotations.map(\.item)).count.counted("paper")), \(read.annotations.count.counted("answer")) by \(by), "
          + read.problems.count.counted("problem"))
      if !read.problems.isEmpty { throw ExitStatus.failure }
    }
  }

  /// Decides where annotators differ.
  struct Adjudicate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Decide at the terminal what annotators differ on; their answers are not shown.",
      discussion: "Example: isogloss survey annotate adjudicate survey --between anna,ben")

    @OptionGroup var survey: SurveyArgument
    @Option(help: "Whose answers count, by comma.")
    var between: String

    func run() async throws {
      let folder = try survey.open()
      let session = try folder.adjudication(between: try SurveyPeople.names(between, in: folder))
      let result = try await TerminalForm(
        session, annotator: SurveyFolder.adjudicator, read: { readLine() }, show: { print($0) }
      ).run()
      let progress = await session.progress()
      Terminal.note("\(progress.items - result.left) of \(progress.items) disputed papers are decided")
    }
  }
}
