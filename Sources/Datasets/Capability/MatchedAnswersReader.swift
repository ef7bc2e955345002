public import Foundation
public import IsoglossCore

/// Pairs of answers that differ in one behaviour, of one reading.
public struct MatchedAnswersSet: Sendable {
  /// As the user named it.
  public var name: String
  /// Pairs in the order of the file.
  public var pairs: [MatchedAnswers]
  /// Rows that could not be read.
  public var problems: [RowProblem]
  /// SHA-256 over the files.
  public var fileHash: String
}

/// Reads pairs of answers that differ in one behaviour: JSON Lines.
public enum MatchedAnswersReader {
  /// Reads a `.jsonl` file, or every one of a folder.
  /// - Throws: `DatasetError` where nothing can be read; rows that cannot be read, or whose answers do not differ, are in
  ///   the set's `problems`.
  public static func read(at url: URL, name: String) throws -> MatchedAnswersSet {
    let read = try JSONLines.read(MatchedAnswers.self, at: url) { pair in
      let texts = [("prompt", pair.prompt), ("preferred", pair.preferred), ("dispreferred", pair.dispreferred)]
      if let blank = texts.first(where: { $0.1.allSatisfy(\.isWhitespace) }) { return "\(blank.0) is empty" }
      return pair.preferred == pair.dispreferred ? "both answers are the same" : nil
    }
    guard !read.rows.isEmpty else {
      let first = read.problems.first.map { " The first problem: \($0)." } ?? ""
      throw DatasetError(.empty, "\(name) has no readable pair of answers.\(first)")
    }
    return MatchedAnswersSet(name: name, pairs: read.rows, problems: read.problems, fileHash: read.hash)
  }
}

extension MatchedAnswersSet {
  /// The pairs of a split and of some languages, of the first `limit` groups of each behaviour.
  /// - Throws: `DatasetError.unknownLanguage` for a language that the set does not have, `DatasetError.empty` where
  ///   nothing is left.
  public func selecting(
    languages: [Language]? = nil, split: MatchedAnswers.Split, limit: Int? = nil
  ) throws -> [MatchedAnswers] {
    let known = Set(pairs.map(\.language))
    if let missing = languages?.first(where: { !known.contains($0) }) {
      let list = known.sorted().map(\.code).joined(separator: ", ")
      throw DatasetError(.unknownLanguage, "\(name) has no \(missing): it has \(list).")
    }
    var groups: [MatchedAnswers.Behaviour: Set<String>] = [:]
    let selected = pairs.filter { pair in
      guard pair.split == split, languages?.contains(pair.language) ?? true else { return false }
      let group = pair.group ?? pair.id
      if groups[pair.behaviour, default: []].contains(group) { return true }
      guard limit.map({ groups[pair.behaviour, default: []].count < $0 }) ?? true else { return false }
      groups[pair.behaviour, default: []].insert(group)
      return true
    }
    guard !selected.isEmpty else { throw DatasetError(.empty, "\(name) has no pair of the \(split.rawValue) split.") }
    return selected
  }
}
