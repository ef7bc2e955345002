internal import IsoglossDatasets

/// Papers that sources tell of more than once, made one.
public struct PaperMerge: Sendable {
  /// Each paper once, in order of id.
  public let papers: [Paper]
  /// How many records went into others.
  public var merged: Int { absorbed.values.reduce(0) { $0 + $1.count } }
  /// Ids that went into a paper, by its id.
  public let absorbed: [String: [String]]

  /// Two records are one paper where they share the id; or a title of 20 letters or more, years at most two apart (a
  /// preprint comes before its publication); or an abstract of 200 letters or more. Accents, case and punctuation do not
  /// count.
  ///
  /// Of the records the one of a venue stands before a preprint, then one with an abstract, then the first by id; what it
  /// lacks comes from the others.
  /// - Parameter ids: those that stay, whichever record stands first: something was said of the papers under them.
  public init(_ records: [Paper], keeping ids: Set<String> = []) {
    var sets = UnionFind(count: records.count)
    sets.join(by: records.map { $0.id as String? })
    sets.join(
      by: records.map { paper in
        let key = paper.abstract.map(PaperText.key) ?? ""
        return key.count >= 200 ? key : nil
      })
    let titles = Dictionary(grouping: records.indices) { PaperText.key(records[$0].title) }
    for (title, places) in titles where title.count >= 20 && places.count > 1 {
      let dated = places.filter { records[$0].year != nil }.sorted {
        (records[$0].year ?? 0, $0) < (records[$1].year ?? 0, $1)
      }
      for (earlier, later) in zip(dated, dated.dropFirst())
      where (records[later].year ?? 0) - (records[earlier].year ?? 0) <= 2 {
        sets.join(earlier, later)
      }
      for place in places where records[place].year == nil { sets.join(places[0], place) }
    }
    var groups: [Int: [Paper]] = [:]
    for index in records.indices { groups[sets.root(index), default: []].append(records[index]) }
    var absorbed: [String: [String]] = [:]
    papers = groups.values.map { group in
      let (paper, others) = Self.one(of: group, keeping: ids)
      if group.count > 1 { absorbed[paper.id, default: []] += others }
      return paper
    }.sorted { $0.id < $1.id }
    self.absorbed = absorbed
  }

  private static let preprints: Set<String> = ["arxiv", "corr", "openreview"]

  private static func one(of group: [Paper], keeping ids: Set<String>) -> (Paper, absorbed: [String]) {
    func rank(_ paper: Paper) -> (Int, Int, String) {
      (paper.venues.allSatisfy(preprints.contains) ? 1 : 0, paper.abstract == nil ? 1 : 0, paper.id)
    }
    let ranked = group.sorted { rank($0) < rank($1) }
    var paper = ranked[0]
    if let kept = ranked.first(where: { ids.contains($0.id) }) { paper.id = kept.id }
    for other in ranked.dropFirst() {
      paper.abstract = paper.abstract ?? other.abstract
      paper.year = paper.year ?? other.year
      paper.url = paper.url ?? other.url
      paper.language = paper.language ?? other.language
      paper.collection = paper.collection ?? other.collection
      if paper.venues.isEmpty { paper.venues = other.venues }
      paper.events = PaperText.names(paper.events + other.events)
      paper.sources = (paper.sources + other.sources).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    var others = ranked.map(\.id)
    others.remove(at: others.firstIndex(of: paper.id) ?? 0)
    return (paper, others)
  }
}
