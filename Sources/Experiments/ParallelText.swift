public import Foundation
public import IsoglossCore

/// The same lines in several languages.
public struct ParallelText: Hashable, Sendable {
  /// Lines by language, line n of each a translation of line n of the others.
  public let lines: [Language: [String]]
  /// SHA-256 over the lines, language by language.
  public let hash: String

  /// NTREX-128's names of the languages that have another code here.
  private static let codes = [
    "ces": "cs", "deu": "de", "eng": "en", "fra": "fr", "ita": "it", "lav": "lv", "lit": "lt", "pol": "pl", "por": "pt",
    "slk": "sk", "slv": "sl", "spa": "es", "arb": "ar", "ben": "bn", "hin": "hi", "swa": "sw", "ukr": "uk", "vie": "vi",
  ]

  /// Lines of a text.
  public init(lines: [Language: [String]]) {
    self.lines = lines
    hash = ContentHash.of(lines.sorted { $0.key < $1.key }.flatMap { [$0.code] + $1 })
  }

  /// Reads the `.txt` files of a folder: `lv.txt`, or NTREX-128's `newstest2019-ref.lav.txt` and `…-src.eng.txt`.
  /// - Parameters:
  ///   - wanted: the languages to read; those without a file are left out.
  ///   - count: lines of each, spread evenly over the file, the same ones in every language. Lines that are empty in
  ///     any language are passed over.
  /// - Throws: `ExperimentError.damaged` where there is no file, or files have other numbers of lines.
  public init(folder: URL, languages wanted: [Language], count: Int) throws {
    var texts: [Language: [String]] = [:]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
    for name in names where name.hasSuffix(".txt") {
      let code = name.dropLast(4).split(separator: ".").last.map(String.init) ?? ""
      let language = Language(Self.codes[code] ?? code)
      guard wanted.contains(language), texts[language] == nil else { continue }
      do {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        var lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
          .map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        texts[language] = lines
      } catch {
        throw ExperimentError(.damaged, "\(folder.path)/\(name) cannot be read as UTF-8.", underlying: error)
      }
    }
    let lengths = Set(texts.values.map(\.count))
    guard lengths.count == 1, let length = lengths.first, length > 0 else {
      throw ExperimentError(
        .damaged,
        texts.isEmpty
          ? "\(folder.path) has no text in \(wanted.map(\.code).joined(separator: ", ")): it holds lv.txt and so on."
          : "The files of \(folder.path) have \(lengths.sorted()) lines: parallel text has as many in every language.")
    }
    let whole = (0..<length).filter { line in texts.values.allSatisfy { !$0[line].allSatisfy(\.isWhitespace) } }
    let step = max(1, Double(whole.count) / Double(max(1, count)))
    let places = (0..<min(count, whole.count)).map { whole[Int(Double($0) * step)] }
    self.init(lines: texts.mapValues { text in places.map { text[$0] } })
  }
}
