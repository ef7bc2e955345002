public import Foundation
public import IsoglossCore

/// What is wrong with a JSON report.
public struct JSONReportError: Error, CustomStringConvertible {
  /// What is wrong, and where.
  public let description: String
}

extension JSONReport {
  /// Reads what ``render(_:)`` writes. Rows of a table that are shorter or longer than their heading are refused, and so
  /// are blocks of kinds that this version does not know; figures are drawn with what is there.
  /// - Throws: `JSONReportError` for anything else than a report of this layout.
  public static func read(_ data: Data) throws -> Report {
    do {
      let file = try JSONDecoder().decode(ReportFile.self, from: data)
      guard file.schema == schema else {
        throw JSONReportError(description: "the layout is \(file.schema), and \(schema) is read")
      }
      return Report(
        title: file.title, headline: file.headline, facts: file.facts, sections: file.sections.map(\.section),
        provenance: file.provenance)
    } catch let error as DecodingError {
      throw JSONReportError(description: describe(error))
    }
  }

  private static func describe(_ error: DecodingError) -> String {
    switch error {
    case .keyNotFound(let key, let context): "\(place(context)) has no \(key.stringValue)"
    case .typeMismatch(_, let context), .valueNotFound(_, let context): "\(place(context)): \(context.debugDescription)"
    case .dataCorrupted(let context): "\(place(context)): \(context.debugDescription)"
    @unknown default: "it cannot be read"
    }
  }

  private static func place(_ context: DecodingError.Context) -> String {
    context.codingPath.isEmpty ? "the report" : context.codingPath.map(\.stringValue).joined(separator: ".")
  }
}

private struct ReportFile: Decodable {
  var schema: String
  var title: String
  var headline: String
  var facts: [Fact]
  var sections: [SectionFile]
  var provenance: [Fact]
}

private struct SectionFile: Decodable {
  let section: Section

  private enum Key: String, CodingKey { case id, title, lead, blocks }

  init(from decoder: any Decoder) throws {
    let c = try decoder.container(keyedBy: Key.self)
    section = Section(
      id: try c.decode(String.self, forKey: .id), title: try c.decode(String.self, forKey: .title),
      lead: try c.decode(String.self, forKey: .lead),
      blocks: try c.decode([BlockFile].self, forKey: .blocks).map(\.block))
  }
}

/// An estimate as written: what is no number stands as null.
private struct EstimateFile: Decodable {
  var value: Double?
  var low: Double?
  var high: Double?
  var n: Int

  var estimate: Estimate { Estimate(value: value ?? .nan, low: low ?? .nan, high: high ?? .nan, n: n) }
}

/// A bar as written.
private struct BarFile: Decodable {
  var label: String
  var isWorst: Bool
  var estimate: EstimateFile?

  var bar: Figure.Bar { Figure.Bar(label: label, estimate: estimate?.estimate, isWorst: isWorst) }
}

/// A mark on a plane as written.
private struct PointFile: Decodable {
  var label: String
  var isReference: Bool
  var across: EstimateFile?
  var up: EstimateFile?

  var point: Figure.Point {
    Figure.Point(label: label, across: across?.estimate, up: up?.estimate, isReference: isReference)
  }
}

/// A stack as written: what is no number stands as null.
private struct StackFile: Decodable {
  var label: String
  var shares: [Double?]
  var n: Int?

  var stack: Figure.Stack { Figure.Stack(label: label, shares: shares.map { $0 ?? .nan }, n: n) }
}

private struct BlockFile: Decodable {
  let block: Section.Block

  private enum Key: String, CodingKey {
    case kind, text, facts, samples, caption, columns, rows, description, figure
    case bars, reference, referenceLabel, areDifferences, areCoefficients, values, counts, stacks, categories, unit
    case points, across, up
  }
  private typealias Container = KeyedDecodingContainer<Key>

  init(from decoder: any Decoder) throws {
    let c = try decoder.container(keyedBy: Key.self)
    switch try c.decode(String.self, forKey: .kind) {
    case "paragraph": block = .paragraph(try c.decode(String.self, forKey: .text))
    case "note": block = .note(try c.decode(String.self, forKey: .text))
    case "facts": block = .facts(try c.decode([Fact].self, forKey: .facts))
    case "samples": block = .samples(try c.decode([Sample].self, forKey: .samples))
    case "table": block = .table(try Self.table(c))
    case "figure":
      block = .figure(
        Figure(
          caption: try c.decode(String.self, forKey: .caption),
          description: try c.decode(String.self, forKey: .description), kind: try Self.kind(c)))
    case let other: throw Self.unknown("block", other, .kind, c)
    }
  }

  private static func table(_ c: Container) throws -> Table {
    let columns = try c.decode([Table.Column].self, forKey: .columns)
    let rows = try c.decode([[Table.Cell]].self, forKey: .rows)
    guard rows.allSatisfy({ $0.count == columns.count }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rows, in: c, debugDescription: "a row has another width than the heading")
    }
    return Table(caption: try c.decode(String.self, forKey: .caption), columns: columns, rows: rows)
  }

  private static func kind(_ c: Container) throws -> Figure.Kind {
    switch try c.decode(String.self, forKey: .figure) {
    case "bars":
      return .bars(
        try c.decode([BarFile].self, forKey: .bars).map(\.bar),
        reference: try c.decodeIfPresent(Double.self, forKey: .reference),
        referenceLabel: try c.decode(String.self, forKey: .referenceLabel),
        areDifferences: try c.decode(Bool.self, forKey: .areDifferences),
        areCoefficients: try c.decodeIfPresent(Bool.self, forKey: .areCoefficients) ?? false)
    case "heatMap":
      return .heatMap(
        rows: try c.decode([String].self, forKey: .rows), columns: try c.decode([String].self, forKey: .columns),
        values: try c.decode([[Double?]].self, forKey: .values), counts: try c.decode([[Int]].self, forKey: .counts))
    case "stacks":
      return .stacks(
        try c.decode([StackFile].self, forKey: .stacks).map(\.stack),
        categories: try c.decode([String].self, forKey: .categories))
    case "counts":
      return .counts(
        try c.decode([Figure.Count].self, forKey: .counts), unit: try c.decode(String.self, forKey: .unit))
    case "points":
      return .points(
        try c.decode([PointFile].self, forKey: .points).map(\.point),
        across: try c.decode(Figure.Axis.self, forKey: .across), up: try c.decode(Figure.Axis.self, forKey: .up))
    case let other: throw unknown("figure", other, .figure, c)
    }
  }

  private static func unknown(_ what: String, _ name: String, _ key: Key, _ c: Container) -> DecodingError {
    .dataCorruptedError(forKey: key, in: c, debugDescription: "there is no \(what) of the kind \(name)")
  }
}
