public import Foundation
public import IsoglossCore

/// How far languages are from each other, four ways.
public struct LanguageDistances: Sendable {
  /// The ways.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Steps of descent that are not shared, in 0...1.
    case genetic
    /// Thousands of kilometres.
    case geographic
    /// Share of grammatical traits that differ.
    case syntactic
    /// 1 − cosine of counts of three-letter runs.
    case lexical
  }

  private struct Facts {
    var latitude: Double
    var longitude: Double
    var lineage: [String]
    var traits: [Bool]
  }

  private let facts: [Language: Facts]
  private let runs: [Language: [String: Double]]

  /// Reads the tables of a folder (`languages.tsv`, `features.tsv`).
  /// - Parameter texts: the same texts in every language, for the lexical distance; without them it is not known.
  /// - Throws: `ExperimentError.damaged`.
  public init(folder: URL, texts: [Language: [String]]) throws {
    let places = try Self.table(folder.appending(path: "languages.tsv"))
    let traits = try Self.table(folder.appending(path: "features.tsv"))
    var facts: [Language: Facts] = [:]
    for row in places.rows {
      guard row.count == 4, let latitude = Double(row[1]), let longitude = Double(row[2]), abs(latitude) <= 90,
        abs(longitude) <= 180, row[3].contains(where: { $0 != ">" && !$0.isWhitespace }),
        let column = traits.head.firstIndex(of: row[0])
      else {
        throw ExperimentError(
          .damaged,
          "languages.tsv: \(row.joined(separator: " ")): a row is code, latitude, longitude, lineage, and the "
            + "code is a column of features.tsv.")
      }
      let found = traits.rows.map { $0.indices.contains(column) ? $0[column] : "" }
      guard found.allSatisfy({ $0 == "0" || $0 == "1" }) else {
        throw ExperimentError(.damaged, "features.tsv: \(row[0]) has a trait that is neither 0 nor 1.")
      }
      facts[Language(row[0])] = Facts(
        latitude: latitude, longitude: longitude,
        lineage: row[3].split(separator: ">").map { $0.trimmingCharacters(in: .whitespaces) },
        traits: found.map { $0 == "1" })
    }
    self.facts = facts
    runs = texts.mapValues(Self.runs)
  }

  /// The distance of two languages; null where nothing is known of one.
  public func distance(_ kind: Kind, _ a: Language, _ b: Language) -> Double? {
    if kind == .lexical {
      guard let first = runs[a], let second = runs[b] else { return nil }
      return a == b ? 0 : 1 - Self.cosine(first, second)
    }
    guard let first = facts[a], let second = facts[b] else { return nil }
    switch kind {
    case .genetic:
      let shared = zip(first.lineage, second.lineage).prefix { $0 == $1 }.count
      return 1 - 2 * Double(shared) / Double(first.lineage.count + second.lineage.count)
    case .geographic: return Self.greatCircle(first, second)
    default:
      let different = zip(first.traits, second.traits).count { $0 != $1 }
      return first.traits.isEmpty ? nil : Double(different) / Double(first.traits.count)
    }
  }

  /// All distances among languages, `[n][n]`; null where one is not known.
  public func matrix(_ kind: Kind, _ languages: [Language]) -> [[Double]]? {
    let rows = languages.map { a in languages.compactMap { distance(kind, a, $0) } }
    return rows.allSatisfy { $0.count == languages.count } ? rows : nil
  }

  private static func table(_ url: URL) throws -> (head: [String], rows: [[String]]) {
    let text: String
    do {
      text = try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw ExperimentError(.damaged, "\(url.path) cannot be read.", underlying: error)
    }
    let rows = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    guard let head = rows.first, rows.count > 1, rows.allSatisfy({ $0.count == head.count }) else {
      throw ExperimentError(.damaged, "\(url.path) is not a table of equally long rows, parted by tabs.")
    }
    return (head, Array(rows.dropFirst()))
  }

  /// Haversine, on a sphere of 6,371 km.
  private static func greatCircle(_ a: Facts, _ b: Facts) -> Double {
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    let (up, across) = (radians(b.latitude - a.latitude) / 2, radians(b.longitude - a.longitude) / 2)
    let half = sin(up) * sin(up) + cos(radians(a.latitude)) * cos(radians(b.latitude)) * sin(across) * sin(across)
    return 2 * 6.371 * asin(min(1, half.squareRoot()))
  }

  /// Counts of three-letter runs within words, a word's ends marked; marks are taken off letters.
  private static func runs(_ texts: [String]) -> [String: Double] {
    var counts: [String: Double] = [:]
    for text in texts {
      let plain = text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars
        .filter { $0.properties.generalCategory != .nonspacingMark }
      for word in String(String.UnicodeScalarView(plain)).split(whereSeparator: { !$0.isLetter }) {
        let letters = Array("_\(word)_")
        for start in 0..<max(0, letters.count - 2) { counts[String(letters[start..<start + 3]), default: 0] += 1 }
      }
    }
    return counts
  }

  private static func cosine(_ a: [String: Double], _ b: [String: Double]) -> Double {
    // In the order of the runs, so that sums have the same last bits on every run.
    let shared = a.keys.filter { b[$0] != nil }.sorted().reduce(0) { $0 + (a[$1] ?? 0) * (b[$1] ?? 0) }
    func size(_ counts: [String: Double]) -> Double {
      counts.values.sorted().reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    let sizes = size(a) * size(b)
    return sizes > 0 ? shared / sizes : 0
  }
}
