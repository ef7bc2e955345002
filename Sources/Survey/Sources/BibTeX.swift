internal import Foundation
internal import IsoglossDatasets

/// Reads BibTeX: entries with braces or quotes, `@string` names, `#` between parts, and TeX's accents.
///
/// What cannot be read is a problem, and reading goes on at the next entry.
struct BibTeX {
  private let text: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var names: [String: String] = [:]

  /// Adds the papers of a file.
  /// - Throws: `SurveyError.malformed` for text that is not UTF-8.
  static func read(_ data: Data, file: String, into reading: inout SourceReading) throws {
    guard let text = String(validating: data, as: UTF8.self) else {
      throw SurveyError(.malformed, "\(file) is not UTF-8.")
    }
    var parser = BibTeX(text: Array(text.unicodeScalars))
    while let start = parser.nextEntry() {
      do {
        guard let entry = try parser.entry() else { continue }
        reading.add(paper(entry), file: file, line: start)
      } catch let error as Break {
        reading.problems.append(RowProblem(file: file, line: start, reason: error.reason))
      }
    }
  }

  private init(text: [Unicode.Scalar]) { self.text = text }

  private struct Break: Error { var reason: String }
  private struct Entry {
    var key: String
    var fields: [String: String]
  }

  private static func paper(_ entry: Entry) -> Paper {
    func field(_ name: String) -> String? {
      entry.fields[name].map { TeXText.plain($0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    let url = field("url")
    let prefix = "https://aclanthology.org/"
    let address = url.flatMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
    let anthology = address.map { String($0.drop { $0 == "/" }.prefix { $0 != "/" }) }
    // 2024.acl-long.1: the collection is before the hyphen, its venue after the point.
    let collection = anthology.flatMap { $0.split(separator: "-").first.map(String.init) }
    let venue = collection.flatMap { $0.split(separator: ".").dropFirst().first.map(String.init) }
    let outlet = field("journal") ?? field("booktitle")
    return Paper(
      id: anthology ?? field("doi") ?? entry.key, title: field("title") ?? "", abstract: field("abstract"),
      year: (field("year") ?? field("date")).flatMap(PaperText.year), venues: [venue ?? outlet].compactMap { $0 },
      collection: collection, url: url, language: field("language"))
  }

  /// Goes to the next `@`; the line that it is on.
  private mutating func nextEntry() -> Int? {
    while index < text.count, text[index] != "@" { step() }
    guard index < text.count else { return nil }
    let start = line
    step()
    return start
  }

  private mutating func step() {
    if text[index] == "\n" { line += 1 }
    index += 1
  }

  private mutating func skipSpace() {
    while index < text.count, text[index].properties.isWhitespace { step() }
  }

  private mutating func word() -> String {
    skipSpace()
    var word = String.UnicodeScalarView()
    while index < text.count, !text[index].properties.isWhitespace, !",={}()#\"@".unicodeScalars.contains(text[index]) {
      word.append(text[index])
      step()
    }
    return String(word)
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    skipSpace()
    guard index < text.count, text[index] == scalar else { return false }
    step()
    return true
  }

  /// The entry after an `@`; null for one that holds no paper.
  private mutating func entry() throws(Break) -> Entry? {
    let type = word().lowercased()
    let isBraced = take("{")
    guard isBraced || take("(") else { throw Break(reason: "no { after @\(type)") }
    switch type {
    case "comment", "preamble": return nil
    case "string":
      for (name, value) in try fields(closing: isBraced ? "}" : ")") { names[name] = value }
      return nil
    case "proceedings":
      _ = word()
      _ = try fields(closing: isBraced ? "}" : ")")
      return nil
    default:
      let key = word()
      return Entry(key: key, fields: try fields(closing: isBraced ? "}" : ")"))
    }
  }

  private mutating func fields(closing: Unicode.Scalar) throws(Break) -> [String: String] {
    var fields: [String: String] = [:]
    while true {
      while take(",") {}
      if take(closing) { return fields }
      let name = word().lowercased()
      guard !name.isEmpty, take("=") else { throw Break(reason: "no \"name = value\" after \"\(name)\"") }
      var value = try part()
      while take("#") { value += try part() }
      // The first of two fields of one name counts.
      if fields[name] == nil { fields[name] = value }
    }
  }

  private mutating func part() throws(Break) -> String {
    skipSpace()
    guard index < text.count else { throw Break(reason: "the file ends in an entry") }
    if text[index] == "{" { return try delimited(by: "}") }
    if text[index] == "\"" { return try delimited(by: "\"") }
    let word = word()
    guard !word.isEmpty else { throw Break(reason: "a field without a value") }
    return names[word.lowercased()] ?? word
  }

  /// A value in braces or quotes, without these; braces within are kept, since TeX's accents need them.
  private mutating func delimited(by end: Unicode.Scalar) throws(Break) -> String {
    step()
    var value = String.UnicodeScalarView()
    var depth = 0
    while index < text.count {
      let scalar = text[index]
      if depth == 0, scalar == end {
        step()
        return String(value)
      }
      if scalar == "\\", index + 1 < text.count {
        value.append(scalar)
        step()
      } else if scalar == "{" {
        depth += 1
      } else if scalar == "}" {
        depth -= 1
      }
      if depth < 0 { throw Break(reason: "a } too many") }
      value.append(text[index])
      step()
    }
    throw Break(reason: "a value that is never closed")
  }
}
