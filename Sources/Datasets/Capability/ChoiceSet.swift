public import IsoglossCore

/// Questions with options, of one reading.
public struct ChoiceSet: Sendable {
  /// As the user named it: `global-mmlu:/path`.
  public var name: String
  /// Which questions share examples.
  public var unit: ChoiceQuestion.Unit
  /// Questions, examples among them, in the order of the files.
  public var questions: [ChoiceQuestion]
  /// Rows that could not be read.
  public var problems: [RowProblem] = []
  /// SHA-256 over the files.
  public var fileHash: String

  /// Languages in order of appearance.
  public var languages: [Language] {
    var seen: Set<Language> = []
    return questions.map(\.language).filter { seen.insert($0).inserted }
  }

  /// The questions of some languages, at most `limit` asked ones a language and unit; every example is kept.
  /// - Throws: `DatasetError.unknownLanguage` for a language that the set does not have.
  public func selecting(_ languages: [Language]?, limit: Int? = nil) throws -> ChoiceSet {
    let known = self.languages
    if let missing = languages?.first(where: { !known.contains($0) }) {
      throw DatasetError(
        .unknownLanguage, "\(name) has no \(missing): it has \(known.map(\.code).joined(separator: ", ")).")
    }
    var counts: [String: Int] = [:]
    var set = self
    set.questions = questions.filter { question in
      guard languages?.contains(question.language) ?? true else { return false }
      guard let limit, question.part == .test else { return true }
      let key = "\(question.language)/\(question.name(of: unit))"
      counts[key, default: 0] += 1
      return counts[key, default: 0] <= limit
    }
    return set
  }
}
