public import Foundation
public import IsoglossCore
internal import IsoglossDatasets

/// A survey on disk: `papers.jsonl`, `sources.jsonl` (what was read, and what it covers), `selection.json`, and
/// `annotations/NAME.jsonl`, a file for each annotator, so that nobody sees what others say.
public struct SurveyFolder: Sendable {
  /// Where it is.
  public let url: URL

  /// A source that was read.
  public struct Source: Hashable, Sendable, Codable {
    /// The name that its papers bear.
    public var name: String
    /// SHA-256 over its files.
    public var hash: String
    /// Records that were read.
    public var papers: Int
    /// Records that could not be.
    public var problems: Int
    /// How many papers its collections have, and with an abstract.
    public var coverage: [Coverage]
  }

  /// Opens a survey, or begins one where nothing is.
  /// - Throws: `SurveyError.occupied` where something else is.
  public init(_ url: URL) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), !isFolder.boolValue {
      throw SurveyError(.occupied, "\(url.path) is a file: a survey is a folder.")
    }
    self.url = url
  }

  /// Papers, each once.
  /// - Throws: `SurveyError.notFound` before anything was ingested.
  public func papers() throws -> [Paper] {
    let papers = try rows(Paper.self, "papers.jsonl")
    guard !papers.isEmpty else {
      throw SurveyError(.notFound, "\(url.path) has no papers yet: begin with `isogloss survey ingest`.")
    }
    return papers
  }

  /// Sources, in order of reading.
  public func sources() throws -> [Source] { try rows(Source.self, "sources.jsonl") }

  /// How far the sources cover their collections; of two that tell of one collection the later counts.
  public func coverage() throws -> [Coverage] {
    var found: [String: Coverage] = [:]
    for row in try sources().flatMap(\.coverage) { found[row.collection] = row }
    return found.values.sorted { $0.collection < $1.collection }
  }

  /// Adds the papers of a source. Reading a source of the same name again takes the place of its earlier entry.
  /// - Parameter coverage: what the collections really hold, where the source was filtered before; the papers' own counts
  ///   when null.
  public func add(_ reading: SourceReading, name: String, coverage: [Coverage]? = nil) throws -> PaperMerge {
    // What people have annotated keeps its id: under that of its publication their answers would be about no paper.
    let answered = try annotators().filter { $0 != RuleAnnotator.name }.flatMap { try annotations(by: $0).map(\.item) }
    let merge = PaperMerge(try rows(Paper.self, "papers.jsonl") + reading.papers, keeping: Set(answered))
    // Rules read a paper again that has another id now, for its text may be another too. Their labels come before the
    // papers: an ingest that ends between the two leaves no paper without them.
    let ruled = Set(try annotations(by: RuleAnnotator.name).map(\.item))
    let renamed = merge.papers.filter { paper in
      !ruled.contains(paper.id) && !ruled.isDisjoint(with: merge.absorbed[paper.id] ?? [])
    }
    if !renamed.isEmpty {
      try append(renamed.flatMap { RuleAnnotator.annotate($0, time: .now) }, by: RuleAnnotator.name)
    }
    let source = Source(
      name: name, hash: reading.hash, papers: reading.papers.count, problems: reading.problems.count,
      coverage: coverage ?? Coverage.of(reading.papers))
    try write(try JSONLines.data(merge.papers), "papers.jsonl")
    try write(try JSONLines.data(try sources().filter { $0.name != name } + [source]), "sources.jsonl")
    return merge
  }

  /// The selection.
  /// - Throws: `SurveyError.notFound` before one was made.
  public func selection() throws -> Selection {
    let file = url.appending(path: "selection.json")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw SurveyError(.notFound, "\(url.path) has no selection yet: make one with `isogloss survey select`.")
    }
    do {
      return try JSONDecoder().decode(Selection.self, from: try PaperSource.bytes(of: file))
    } catch let error as DecodingError {
      throw SurveyError(.malformed, "\(file.path) cannot be read: \(JSONLines.describe(error)).")
    }
  }

  /// Keeps a selection.
  public func save(_ selection: Selection) throws { try write(try JSONLines.document(selection), "selection.json") }

  /// The selected papers, in order of id.
  public func selected() throws -> [Paper] {
    let ids = Set(try selection().papers)
    return try papers().filter { ids.contains($0.id) }
  }

  /// Everybody who has annotated.
  public func annotators() -> [String] {
    let folder = url.appending(path: "annotations")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }.sorted()
  }

  /// What an annotator said; of two answers to one question about one paper the later counts.
  /// - Throws: `SurveyError.badSetting` for a name that is no name.
  public func annotations(by name: String) throws -> [Annotation] {
    var last: [[String]: Annotation] = [:]
    for row in try rows(Annotation.self, try Self.file(name)) { last[[row.item, row.question]] = row }
    return last.values.sorted { ($0.item, $0.question) < ($1.item, $1.question) }
  }

  /// Adds what an annotator said at the end of their file: what was written stays when the program ends in the middle.
  public func append(_ annotations: [Annotation], by name: String) throws {
    let path = try Self.file(name)
    let file = url.appending(path: path)
    guard FileManager.default.fileExists(atPath: file.path) else {
      return try write(try JSONLines.data(annotations), path)
    }
    do {
      let handle = try FileHandle(forUpdating: file)
      defer { try? handle.close() }
      var data = try JSONLines.data(annotations)
      let end = try handle.seekToEnd()
      // A line that broke off is closed, so that the next one can be read.
      if end > 0 {
        try handle.seek(toOffset: end - 1)
        if try handle.read(upToCount: 1) != Data([UInt8(ascii: "\n")]) { data = Data([UInt8(ascii: "\n")]) + data }
      }
      try handle.write(contentsOf: data)
      try handle.synchronize()
    } catch {
      throw SurveyError(.unreadable, "\(file.path) cannot be written.", underlying: error)
    }
  }

  /// The name under which decisions are kept.
  public static let adjudicator = "adjudicator"

  static func file(_ name: String) throws -> String {
    guard !name.isEmpty, name.count <= 80, !name.hasPrefix("."),
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) })
    else { throw SurveyError(.badSetting, "\"\(name)\" is no annotator: a name has letters, digits, - and _.") }
    return "annotations/\(name).jsonl"
  }

  private func rows<Row: Decodable>(_ type: Row.Type, _ path: String) throws -> [Row] {
    let file = url.appending(path: path)
    guard FileManager.default.fileExists(atPath: file.path) else { return [] }
    let read = JSONLines.read(type, from: try PaperSource.bytes(of: file), file: path)
    // A last line that broke off is a program that was ended; anything else is a broken file.
    if let problem = read.problems.first, !path.hasPrefix("annotations/") {
      throw SurveyError(.malformed, "\(url.path)/\(problem)")
    }
    return read.rows.map(\.row)
  }

  private func write(_ data: Data, _ path: String) throws {
    let file = url.appending(path: path)
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: file, options: .atomic)
    } catch {
      throw SurveyError(.unreadable, "\(file.path) cannot be written.", underlying: error)
    }
  }
}
