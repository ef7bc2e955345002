public import ArgumentParser
import Foundation
import IsoglossCore
public import IsoglossSurvey

/// The survey of the field.
struct SurveyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "survey",
    abstract: "Survey what languages safety research studies, by the method of Yong et al. 2025.",
    subcommands: [Ingest.self, Select.self, Annotate.self, Agree.self, Findings.self])
}

extension SurveyCommand {
  /// Reads papers.
  struct Ingest: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read papers into a survey: the Anthology's XML, BibTeX, tables, JSON lines.",
      discussion: """
        Example: isogloss survey ingest survey acl-anthology/data/xml
        Example: isogloss survey ingest survey arxiv.csv --columns arxiv
        Example: isogloss survey ingest survey export.csv --columns "title=Title,abstract=Abstract,year=Date,venue=:iclr"

        Papers that several sources tell of become one. Maps of columns: arxiv, openreview, anthology, or written.
        """)

    @OptionGroup var survey: SurveyArgument
    @Argument(help: "A folder of XML, or a .xml, .bib, .csv or .jsonl file.")
    var source: String
    @Option(help: "anthology, bibtex, csv or jsonl; by the name of the source when left out.")
    var format: PaperSource?
    @Option(help: "Where a table has its fields: arxiv, openreview, anthology, or FIELD=COLUMN by comma.")
    var columns: String = "anthology"
    @Option(help: "The name that its papers bear; the source's own when left out.")
    var name: String?
    @Option(help: "A .csv of what its collections really hold (collection,papers,with_abstract), if it was filtered.")
    var coverage: String?

    func run() throws {
      let url = URL(filePath: source)
      guard let format = format ?? PaperSource.of(url) else {
        throw ValidationError("\(source) has no known ending: say with --format what it is.")
      }
      let map: ColumnMap
      do { map = try ColumnMap(columns) } catch let error as SurveyError { throw ValidationError(error.message) }
      let name = name ?? url.deletingPathExtension().lastPathComponent
      let folder = try survey.open()
      let reading = try format.read(url, columns: map, name: name)
      DataInput.warn(reading.problems)
      let merge = try folder.add(
        reading, name: name, coverage: try coverage.map { try Coverage.read(URL(filePath: $0)) })
      print(
        "\(reading.papers.count) papers read, \(reading.problems.count) problems; the survey has \(merge.papers.count), "
          + "\(merge.merged) records went into others")
      Terminal.note("next: isogloss survey select \(survey)")
    }
  }

  /// Chooses papers.
  struct Select: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Choose the papers that a survey is about, and count them by venue and year.",
      discussion: """
        Example: isogloss survey select survey --years 2020-2024 --venues star-acl
        Example: isogloss survey select survey --query 'text:jailbreak* AND NOT "red teaming"'

        The query when left out is the paper's filter, safe OR safety as whole words of the abstract. star-acl is the *ACL \
        venues and the workshops held with them.
        """)

    @OptionGroup var survey: SurveyArgument
    @Option(help: "Whole words, \"phrases\", AND, OR, NOT, ( ); title: and text: before a word look elsewhere.")
    var query: String = PaperQuery.paper
    @Option(help: "FIRST-LAST; any year when left out.")
    var years: String?
    @Option(help: "Venues by comma, such as star-acl or emnlp,tacl; all when left out.")
    var venues: String = ""
    @OptionGroup var output: OutputOptions

    private func range() throws -> ClosedRange<Int>? {
      guard let years else { return nil }
      let ends = years.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Int($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else {
        throw ValidationError("--years takes FIRST-LAST, such as 2020-2024.")
      }
      return first...last
    }

    func validate() throws {
      _ = try range()
      do { _ = try PaperQuery(query) } catch let error as SurveyError { throw ValidationError(error.message) }
    }

    func run() throws {
      let folder = try survey.open()
      let papers = try folder.papers()
      let selection = try Selection(of: papers, query: query, years: try range(), venues: VenueFilter(venues))
      guard !selection.papers.isEmpty else {
        throw SurveyError.noPaper(selection)
      }
      try folder.save(selection)
      var counts = SelectionCounts(selection, of: papers)
      counts.coverage = try folder.coverage()
      try RunReporter(output: output).show(
        Report(
          title: "Isogloss: selection of \(survey)", headline: counts.headline,
          facts: [Fact("Query", selection.query), Fact("Venues", selection.venues.isEmpty ? "all" : selection.venues)],
          sections: [counts.section], provenance: []), json: counts)
      Terminal.note("next: isogloss survey annotate rules \(survey)")
    }
  }
}

extension PaperSource: ExpressibleByArgument {}
