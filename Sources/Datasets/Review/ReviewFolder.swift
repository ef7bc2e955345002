public import Foundation
public import IsoglossCore

/// A review on disk: `sample.json` (the key, not for annotators), `sheets/` (what annotators get), `annotations.jsonl` and
/// `adjudications.jsonl` (what they said).
public struct ReviewFolder: Sendable {
  /// Where it is.
  public let url: URL
  /// What was drawn, and who looks at it.
  public private(set) var sample: ReviewSample

  /// A file of what people said.
  public enum Record: String, Sendable, CaseIterable {
    case annotations, adjudications
  }

  private var sampleFile: URL { url.appending(path: "sample.json") }
  private func file(_ record: Record) -> URL { url.appending(path: "\(record.rawValue).jsonl") }
  /// The folder of the sheets.
  public var sheets: URL { url.appending(path: "sheets") }

  /// Begins a review. The folder appears when it is whole.
  /// - Throws: `DatasetError.occupied` where something is there already, `.unreadable`.
  public init(_ sample: ReviewSample, to url: URL) throws {
    let folder = try WholeFolder(url)
    try folder.write(try JSONLines.document(sample), to: "sample.json")
    try folder.finish()
    self.url = folder.url
    self.sample = sample
  }

  /// Opens a review.
  /// - Throws: `DatasetError` where there is none, or its sample cannot be read.
  public init(at url: URL) throws {
    let file = url.appending(path: "sample.json")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw DatasetError(.notFound, "\(url.path) is no review: begin one with `isogloss data review sample`.")
    }
    do {
      sample = try JSONDecoder().decode(ReviewSample.self, from: try PromptReader.bytes(of: file))
    } catch let error as DecodingError {
      throw DatasetError(.malformed, "\(file.path) cannot be read: \(JSONLines.describe(error)).")
    }
    if let flaw = sample.form.flaw { throw DatasetError(.malformed, "\(file.path): \(flaw).") }
    if let name = sample.annotators.first(where: { !ReviewAnnotator.isName($0) }) {
      throw DatasetError(.malformed, "\(file.path): \"\(name)\" is no annotator's name.")
    }
    self.url = url
  }

  /// Assigns the items and writes a sheet for each annotator, with the questions in words beside them.
  /// - Returns: items of each annotator, by name.
  /// - Throws: `DatasetError.occupied` where sheets are there already: somebody may have filled them in.
  public mutating func assign(
    to annotators: [ReviewAnnotator], overlap: Double, several: Int, format: ReviewSheet.Format
  ) throws -> [(annotator: String, items: Int)] {
    var assigned = sample
    try assigned.assign(to: annotators, overlap: overlap, several: several)
    let folder = try WholeFolder(sheets)
    var counts: [(annotator: String, items: Int)] = []
    for name in assigned.annotators {
      let items = assigned.items(of: name)
      let data = try ReviewSheet.data(items, form: assigned.form, annotator: name, as: format)
      try folder.write(data, to: "\(name).\(format.rawValue)")
      counts.append((name, items.count))
    }
    try folder.write(Data(questions.utf8), to: "questions.txt")
    // The key first: sheets without it could not be read back.
    try Self.save(try JSONLines.document(assigned), to: sampleFile)
    try folder.finish()
    sample = assigned
    return counts
  }

  /// The questions in words.
  private var questions: String {
    let form = sample.form
    return
      ([form.name, form.instructions, "Write one of the answers in each empty cell; leave - as it is."]
      + form.questions.map { "\($0.id): \($0.text) (\($0.takes))" })
      .filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private static func save(_ data: Data, to url: URL) throws {
    do {
      try data.write(to: url, options: .atomic)
    } catch {
      throw DatasetError(.unreadable, "\(url.path) cannot be written.", underlying: error)
    }
  }

  /// What people said so far.
  /// - Throws: `DatasetError` where a file cannot be read, or a line of it.
  public func annotations(_ record: Record) throws -> [Annotation] {
    let file = file(record)
    guard FileManager.default.fileExists(atPath: file.path) else { return [] }
    let read = JSONLines.read(Annotation.self, from: try PromptReader.bytes(of: file), file: file.lastPathComponent)
    if let problem = read.problems.first { throw DatasetError(.malformed, "\(url.path)/\(problem)") }
    return read.rows.map(\.row)
  }

  /// Adds what somebody said. An answer to the same question about the same item by the same person takes the place of the
  /// earlier one.
  /// - Returns: how many answers are new, and how many changed.
  public func add(_ annotations: [Annotation], to record: Record) throws -> (new: Int, changed: Int) {
    struct Place: Hashable {
      var item, question, annotator: String
      init(_ annotation: Annotation) {
        (item, question, annotator) = (annotation.item, annotation.question, annotation.annotator)
      }
    }
    var all = try self.annotations(record)
    var places = Dictionary(all.indices.map { (Place(all[$0]), $0) }) { _, last in last }
    var (new, changed) = (0, 0)
    for annotation in annotations {
      if let place = places[Place(annotation)] {
        // The same answer again, at another time, is nothing new.
        guard all[place].value != annotation.value || all[place].comment != annotation.comment else { continue }
        all[place] = annotation
        changed += 1
      } else {
        places[Place(annotation)] = all.count
        all.append(annotation)
        new += 1
      }
    }
    if new + changed > 0 { try Self.save(try JSONLines.data(all), to: file(record)) }
    return (new, changed)
  }

  /// Writes a sheet with what annotators differ on.
  /// - Returns: number of items.
  public func writeDisputed(_ result: ReviewResult, to url: URL, format: ReviewSheet.Format) throws -> Int {
    guard !FileManager.default.fileExists(atPath: url.path) else {
      throw DatasetError(.occupied, "\(url.path) is there already, perhaps with decisions: give another place.")
    }
    let items = result.disputed
    try Self.save(
      try ReviewSheet.data(items, form: sample.form, annotator: "adjudicator", as: format), to: url)
    return items.count
  }

  /// What the review has found so far.
  public func result() throws -> ReviewResult {
    ReviewResult(
      sample, annotations: try annotations(.annotations), adjudications: try annotations(.adjudications))
  }
}

extension ReviewResult {
  /// Writes the labels as lines. The file appears when it is whole.
  /// - Returns: how many there are.
  /// - Throws: `DatasetError.empty` where there are none, `.unreadable` where the file cannot be written.
  public func writeLabels(to url: URL) throws -> Int {
    let labels = labels
    guard !labels.isEmpty else {
      throw DatasetError(
        .empty, "No settled answer gives a label yet: questions with \"label\" do, once they are answered.")
    }
    do {
      try JSONLines.data(labels).write(to: url, options: .atomic)
    } catch {
      throw DatasetError(.unreadable, "\(url.path) cannot be written.", underlying: error)
    }
    return labels.count
  }
}
