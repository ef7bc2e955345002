internal import Foundation
public import IsoglossCore
public import IsoglossReview

extension Item {
  /// A paper as its annotators see it: title and abstract.
  public init(_ paper: Paper, questions: [String]? = nil) {
    self.init(
      id: paper.id,
      fields: [
        Field("title", title: "Title", text: paper.title, language: nil),
        Field("abstract", title: "Abstract", text: paper.abstract ?? "(no abstract)", language: nil),
      ], questions: questions)
  }
}

/// A survey's papers before people: what they answer is on disk at once, in the files that the survey reads.
extension SurveyFolder {
  /// One annotator's papers. Their answers go to the end of `annotations/NAME.jsonl`; it goes on where it was.
  /// - Parameter plan: who annotates what; all selected papers when null.
  /// - Throws: `SurveyError` where nothing is selected, or for a name that is none; `ReviewError.locked` where the
  ///   annotator is at it elsewhere.
  public func session(by name: String, plan: SurveyPlan? = nil) throws -> Session {
    let papers = try selected()
    let ids = Set(papers.map(\.id))
    let own = plan.map { $0.papers(of: name).filter(ids.contains) } ?? papers.map(\.id)
    return try Session(
      form: Form(SurveyForm.standard), items: papers.map { Item($0) }, design: .assigned([name: own]), seed: 0,
      journal: url.appending(path: Self.file(name)))
  }

  /// All annotators at once, as a server has them. Their answers go to `journal.jsonl`; ``take(_:)`` brings them to where
  /// the survey reads them.
  /// - Parameter plan: who annotates what; whoever comes takes the next paper when null, and a fifth is wanted from two.
  /// - Throws: as ``session(by:plan:)``.
  public func session(plan: SurveyPlan? = nil, seed: UInt64 = 0) throws -> Session {
    let papers = try selected()
    let ids = Set(papers.map(\.id))
    let design = plan.map { plan in
      Design.assigned(
        Dictionary(uniqueKeysWithValues: plan.annotators.map { ($0, plan.papers(of: $0).filter(ids.contains)) }))
    }
    return try Session(
      form: Form(SurveyForm.standard), items: papers.map { Item($0) },
      design: design ?? .open(overlap: 0.2, several: 2), seed: plan?.seed ?? seed,
      journal: url.appending(path: "journal.jsonl"))
  }

  /// What annotators differ on, for somebody to decide who does not see their answers. Decisions go to the adjudicator's
  /// file.
  /// - Parameter names: whose answers count.
  /// - Throws: as ``session(by:plan:)``.
  public func adjudication(between names: [String]) throws -> Session {
    let given = try names.flatMap { try annotations(by: $0) }.filter { $0.value != SurveyForm.unscored }
    var disputed: [String: [String]] = [:]
    for (key, rows) in Dictionary(grouping: given, by: { [$0.item, $0.question] })
    where Set(rows.map(\.value)).count > 1 {
      disputed[key[0], default: []].append(key[1])
    }
    let items = try selected().compactMap { paper in disputed[paper.id].map { Item(paper, questions: $0) } }
    return try Session(
      form: Form(SurveyForm.standard), items: items, design: .assigned([Self.adjudicator: items.map(\.id)]), seed: 0,
      journal: url.appending(path: Self.file(Self.adjudicator)))
  }

  /// Brings answers from elsewhere to their annotators' files: those that are new, or others than the last ones there.
  /// - Returns: how many were added.
  public func take(_ annotations: [Annotation]) throws -> Int {
    var added = 0
    for (name, said) in Dictionary(grouping: annotations, by: \.annotator).sorted(by: { $0.key < $1.key }) {
      let there = Dictionary(try self.annotations(by: name).map { ([$0.item, $0.question], $0) }) { _, last in last }
      let new = said.filter { row in
        let last = there[[row.item, row.question]]
        return last?.value != row.value || last?.comment != row.comment
      }
      if !new.isEmpty { try append(new, by: name) }
      added += new.count
    }
    return added
  }
}
