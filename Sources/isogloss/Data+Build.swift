import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossRecipes
import IsoglossReporting

extension DataCommand {
  /// A data recipe from its seeds to its end.
  struct Build: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Build preference pairs by a recipe: find requests, translate, answer, revise, filter, split, export.",
      discussion: """
        Example: isogloss data build recipes/refuseu-mini.yaml --dry-run
        Example: isogloss data build recipes/refuseu-mini.yaml --out runs/refuseu-mini

        Every stage has a folder under --out with its rows (JSONL) and what it dropped. The same command again goes on \
        where it stopped; what is answered is never asked again.
        """)

    @Argument(help: "The recipe (YAML).")
    var recipe: String
    @Option(help: "Folder of the result; runs/NAME when left out.")
    var out: String?
    @Flag(help: "Print stages, calls, estimated tokens and cost, and ask nobody.")
    var dryRun = false
    @Flag(help: "Ask again what failed for good in an earlier sitting.")
    var retryFailed = false
    @OptionGroup var caching: CacheOptions
    @Option(help: "Write a self-contained HTML report here.")
    var html: String?
    @Flag(help: "Print JSON instead of text.")
    var json = false

    func run() async throws {
      let recipe = try DataRecipe(contentsOf: URL(filePath: recipe))
      let seeds = try seeds(of: recipe)
      let forecast = try BuildForecast(recipe).forecast(seeds)
      if dryRun { return try show(forecast) }
      Terminal.note(
        "\(seeds.count) seeds, \(recipe.stages.count) stages; at most \(forecast.lines.reduce(0) { $0 + $1.calls }) calls"
          + (forecast.cost.map { ", estimated cost \(($0 * 100).rounded() / 100)" } ?? "; no price is given"))
      var workshop = Workshop(recipe, cache: try caching.open())
      let stages = try await workshop.stages()
      try await workshop.noteQuota(for: forecast)
      let folder = URL(filePath: out ?? "runs/\(recipe.name)")
      defer { workshop.noteUsage() }
      let lines = Dictionary(uniqueKeysWithValues: stages.map { ($0.name, ProgressLine($0.name)) })
      let done = try await DataPipeline(stages, in: folder).run(
        seeds.map { DataRow($0) }, retryFailed: retryFailed,
        report: { stage, done, total in lines[stage]?.show(done, total) },
        finished: { stage in
          let manifest = stage.manifest
          Terminal.note(
            "\(manifest.stage): \(manifest.received) rows in, \(manifest.rows) out, \(manifest.dropped) dropped")
        })
      try show(done, recipe, folder)
    }

    private func seeds(of recipe: DataRecipe) throws -> [Prompt] {
      let set =
        switch recipe.seeds.set {
        case .prompts(let name): try PromptReader.read(name, suites: Places.suites)
        case .pairs(let name): PromptSet(try PairReader.read(name, sets: Places.pairs))
        }
      DataInput.warn(set.problems)
      return try PromptSelection(
        languages: recipe.seeds.languages, intent: recipe.seeds.intent, hazards: recipe.seeds.hazards.map(Set.init),
        limit: recipe.seeds.limit
      ).apply(to: set)
    }

    private func show(_ forecast: DataForecast) throws {
      if json {
        struct Output: Encodable {
          var stages: [DataForecast.Line]
          var cost: Double?
        }
        return try Terminal.show(json: Output(stages: forecast.lines, cost: forecast.cost))
      }
      let section = Section(
        id: "forecast", title: "Dry run", lead: "What the build would ask; nothing was asked.",
        blocks: [.table(forecast.table)])
      Terminal.show(
        Report(
          title: "Isogloss data build: dry run", headline: forecast.headline, facts: [], sections: [section],
          provenance: []))
    }

    private func show(_ done: [DataPipeline.Done], _ recipe: DataRecipe, _ folder: URL) throws {
      let report = BuildReport.report(recipe.name, done)
      if let html {
        try Data(HTMLReport.render(report).utf8).write(to: URL(filePath: html), options: .atomic)
        Terminal.note("report: \(html)")
      }
      if json {
        struct Output: Encodable {
          var headline: String
          var languages: [BuildYield.Line]
          var stages: [StageManifest]
        }
        let output = Output(
          headline: report.headline, languages: BuildYield(done).lines, stages: done.map(\.manifest))
        try Terminal.show(json: output)
      } else {
        var brief = report
        brief.sections = Array(report.sections.prefix(1))
        brief.provenance = []
        Terminal.show(brief)
      }
      let failed = done.reduce(0) { $0 + $1.dropped.count }
      let last = done.last?.folder.path ?? folder.path
      Terminal.note(
        "the result is in \(last)"
          + (failed > 0 ? "; why \(failed) rows were dropped is in the stages' dropped.jsonl" : ""))
    }
  }
}
