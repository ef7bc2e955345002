public import IsoglossCore
internal import IsoglossJudges

extension RunManifest {
  /// Languages that its judges claim to read, by name; judges that make no claim are absent.
  public var officialLanguages: [String: Set<Language>] {
    let claims = judges.compactMap { record in record.officialLanguages.map { (record.name, Set($0)) } }
    return Dictionary(claims) { first, _ in first }
  }

  /// The judge that a user means: by its name, or by the start of one judge's name.
  /// - Throws: `EvaluationError.noSuchJudge`, with the judges that there are.
  public func judge(named text: String) throws(EvaluationError) -> JudgeRecord {
    if let exact = record(of: text) { return exact }
    let found = judges.filter { JudgeLabel.short($0.name) == text }
    let fitting = found.isEmpty ? judges.filter { $0.name.hasPrefix(text) && !text.isEmpty } : found
    if let only = fitting.first, fitting.count == 1 { return only }
    let all = judges.map(\.name).joined(separator: ", ")
    throw EvaluationError(
      .noSuchJudge,
      fitting.isEmpty
        ? "The run has no judge \(text): it has \(all)."
        : "\(text) may be \(fitting.map(\.name).joined(separator: " or ")): give more of the name.")
  }
}
