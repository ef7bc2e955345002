public import Foundation
public import IsoglossCore
internal import IsoglossLanguageID

/// The same text in several languages, a file each, line for line.
public struct ParallelText: Sendable {
  /// As the user named it.
  public var name: String
  /// Lines by language; every language has the same number, and blank lines are kept in their places.
  public var lines: [(language: Language, lines: [String])]
  /// SHA-256 over the files.
  public var fileHash: String

  /// Reads the text files of a folder. A file is named after its language: `lv.txt`, or as in NTREX-128
  /// `newstest2019-ref.lav.txt` with a code of ISO 639-3.
  /// - Parameters:
  ///   - languages: those wanted, in order; null takes all that are there.
  ///   - limit: lines to read of each.
  /// - Throws: `DatasetError` where a language is not there or files differ in their number of lines.
  public static func read(at folder: URL, languages: [Language]? = nil, limit: Int? = nil) throws -> ParallelText {
    var found: [Language: URL] = [:]
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
    } catch {
      throw DatasetError(.notFound, "There is no folder \(folder.path) with a text file a language.", underlying: error)
    }
    // Sorted without their ending, a language comes before its regions.
    for name in names {
      guard let language = language(ofFile: name), found[language] == nil else { continue }
      found[language] = folder.appending(path: name + ".txt")
    }
    let order = languages ?? found.keys.sorted { rank($0) < rank($1) }
    var hashes: [String] = []
    var text = ParallelText(name: folder.path, lines: [], fileHash: "")
    for language in order {
      guard let url = found[language] else {
        let known = found.keys.sorted().map(\.code).joined(separator: ", ")
        throw DatasetError(.unknownLanguage, "\(folder.path) has no text in \(language): it has \(known).")
      }
      let data = try PromptReader.bytes(of: url)
      guard let content = String(validating: data, as: UTF8.self) else {
        throw DatasetError(.malformed, "\(url.lastPathComponent) is not UTF-8.")
      }
      hashes.append(ContentHash.of(data))
      var lines = content.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        String(Substring(line.last == "\r" ? line.dropLast() : line))
      }
      if lines.last?.isEmpty == true { lines.removeLast() }
      if let limit { lines = Array(lines.prefix(limit)) }
      if let first = text.lines.first, first.lines.count != lines.count {
        throw DatasetError(
          .malformed,
          "\(url.lastPathComponent) has \(lines.count) lines and \(first.language) has \(first.lines.count): the texts "
            + "are not parallel.")
      }
      text.lines.append((language, lines))
    }
    guard text.lines.contains(where: { $0.lines.contains { !$0.allSatisfy(\.isWhitespace) } }) else {
      throw DatasetError(.empty, "\(folder.path) holds no text file that is named after a language.")
    }
    text.fileHash = ContentHash.of(hashes)
    return text
  }

  /// The languages of RefusEU first, in the paper's order.
  private static func rank(_ language: Language) -> (Int, String) {
    (Language.refusEU.firstIndex(of: language) ?? .max, language.code)
  }

  private static func language(ofFile name: String) -> Language? {
    let words = name.split { !$0.isLetter }.map(String.init)
    func known(_ place: Int) -> Language? {
      let language = LabelLanguage.language(of: words[place])
      return language.isKnown ? language : nil
    }
    return words.indices.reversed().lazy.compactMap { place in
      // Two capitals behind a language are a region: `por-BR` is Portuguese and not Breton.
      let isRegion = place > 0 && words[place].count == 2 && words[place].allSatisfy(\.isUppercase)
      return isRegion && known(place - 1) != nil ? nil : known(place)
    }.first
  }
}
