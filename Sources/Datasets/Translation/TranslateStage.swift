internal import Foundation
public import IsoglossCore

/// Adds translations of rows, or puts them in their place. Every row keeps the text that it was made from, the engine and
/// its version.
public struct TranslateStage: DataStage {
  /// Its name in the recipe.
  public let name: String
  private let engine: any TranslationEngine
  private let targets: [Language]
  private let keepsSource: Bool

  /// A stage.
  /// - Parameters:
  ///   - targets: the languages to translate into; a row's own language is passed over.
  ///   - keepsSource: whether the rows that were translated stay.
  public init(name: String, engine: any TranslationEngine, targets: [Language], keepsSource: Bool = true) {
    self.name = name
    self.engine = engine
    self.targets = targets
    self.keepsSource = keepsSource
  }

  /// SHA-256 over engine, version and languages.
  public var fingerprint: String {
    ContentHash.of(["translate 1", engine.engine, engine.version, "\(keepsSource)"] + targets.map(\.code))
  }

  /// One call's texts, or what came of them.
  private struct Entry: Codable {
    var call: String
    /// A translation each, or null with a reason in `failures` at the same place.
    var texts: [String?]
    var failures: [String?]
  }

  /// A row to be made from another.
  private struct Job {
    var id: String
    var row: DataRow
    var target: Language

    /// What is translated.
    var texts: [String] { [row.prompt.text] + [row.chosen, row.rejected].compactMap { $0?.text } }
  }

  /// One call: texts of one pair of languages.
  private struct Call {
    var id: String
    var source: Language
    var target: Language
    var texts: [String]
  }

  /// Translates. What is left of a killed run is asked for; whole calls are asked again.
  public func run(_ rows: [DataRow], in place: StagePlace) async throws -> StageOutput {
    let jobs = jobs(rows)
    let calls = calls(jobs)
    let journal = try Journal<Entry>(at: place.journal(), job: place.job)
    var done: [String: Entry] = [:]
    for entry in journal.entries { done[entry.call] = entry }
    let open = calls.filter { call in
      guard let entry = done[call.id] else { return true }
      return place.retriesFailed && entry.texts.contains { $0 == nil }
    }
    var count = calls.count - open.count
    place.report(count, calls.count)
    try await withThrowingTaskGroup(of: Entry.self) { group in
      var next = 0
      func start(in group: inout ThrowingTaskGroup<Entry, any Error>) {
        guard next < open.count else { return }
        let call = open[next]
        next += 1
        let known = done[call.id]
        group.addTask { try await answer(call, after: known) }
      }
      for _ in 0..<max(1, engine.concurrency) { start(in: &group) }
      while let entry = try await group.next() {
        try await journal.append([entry])
        done[entry.call] = entry
        count += 1
        place.report(count, calls.count)
        try Task.checkCancellation()
        start(in: &group)
      }
    }
    return assemble(rows, jobs, calls, done)
  }

  /// Asks for the texts of a call that have no translation yet.
  private func answer(_ call: Call, after known: Entry?) async throws -> Entry {
    let none = [String?](repeating: nil, count: call.texts.count)
    var entry = Entry(call: call.id, texts: none, failures: none)
    if let known, known.texts.count == none.count { entry.texts = known.texts }
    let places = call.texts.indices.filter { entry.texts[$0] == nil }
    let results = try await engine.translations(
      of: places.map { call.texts[$0] }, from: call.source, to: call.target)
    precondition(results.count == places.count, "an engine must give a result for every text")
    for (place, result) in zip(places, results) {
      switch result {
      case .success(let translation):
        let flaw = TranslationForm.flaw(of: translation, from: call.texts[place])
        entry.texts[place] = flaw == nil ? translation : nil
        entry.failures[place] = flaw
      case .failure(let failure): entry.failures[place] = failure.reason
      }
    }
    return entry
  }

  /// The rows to be made, in the order of the rows and then of the targets. What is there in a target language already is
  /// not made again, and what could be made from rows in several languages is made from the first.
  private func jobs(_ rows: [DataRow]) -> [Job] {
    struct Place: Hashable {
      var group: String
      var language: Language
    }
    let there = Set(rows.compactMap { row in row.prompt.group.map { Place(group: $0, language: row.prompt.language) } })
    var taken = Set(rows.map(\.id))
    return rows.flatMap { row in
      targets.compactMap { target in
        let group = row.prompt.group ?? row.prompt.id
        guard target != row.prompt.language, !there.contains(Place(group: group, language: target)) else { return nil }
        // What a stage put behind the request's id, where it made several rows of it: `.2`.
        let suffix = row.id.hasPrefix(row.prompt.id) ? String(row.id.dropFirst(row.prompt.id.count)) : ".\(row.id)"
        let id = "\(group)\(suffix).\(target)"
        guard taken.insert(id).inserted else { return nil }
        return Job(id: id, row: row, target: target)
      }
    }
  }

  /// Calls of at most as many texts as the engine takes, by pair of languages.
  private func calls(_ jobs: [Job]) -> [Call] {
    struct Pair: Hashable {
      var source: Language
      var target: Language
    }
    let size = max(1, engine.batch)
    return jobs.map { Pair(source: $0.row.prompt.language, target: $0.target) }.uniqued.flatMap { pair in
      let texts = jobs.filter { $0.row.prompt.language == pair.source && $0.target == pair.target }.flatMap(\.texts)
      return stride(from: 0, to: texts.count, by: size).map { start in
        Call(
          id: "\(pair.source)>\(pair.target).\(start)", source: pair.source, target: pair.target,
          texts: Array(texts[start..<min(start + size, texts.count)]))
      }
    }
  }

  private func assemble(
    _ rows: [DataRow], _ jobs: [Job], _ calls: [Call], _ done: [String: Entry]
  ) -> StageOutput {
    // Results by pair of languages, in the order of the jobs, which take theirs one after the other.
    var results: [String: ArraySlice<(text: String?, failure: String?)>] = [:]
    for call in calls {
      let entry = done[call.id]
      results["\(call.source)>\(call.target)", default: []] += call.texts.indices.map {
        place -> (text: String?, failure: String?) in
        guard let entry, entry.texts.indices.contains(place) else { return (nil, "it was not translated") }
        return (entry.texts[place], entry.failures[place])
      }
    }
    var made: [String: [Job]] = [:]
    for job in jobs { made[job.row.id, default: []].append(job) }
    var output = StageOutput()
    for row in rows {
      if keepsSource {
        var kept = row
        kept.prompt.group = row.prompt.group ?? row.prompt.id
        output.rows.append(kept)
      }
      for job in made[row.id] ?? [] {
        let pair = "\(row.prompt.language)>\(job.target)"
        let taken = results[pair]?.prefix(job.texts.count) ?? []
        results[pair] = results[pair]?.dropFirst(job.texts.count)
        if let failure = taken.first(where: { $0.text == nil }) {
          output.drop(row, as: job.id, in: job.target, name, failure.failure ?? "it was not translated")
        } else {
          output.rows.append(translated(job, taken.compactMap(\.text)))
        }
      }
    }
    return output
  }

  private func translated(_ job: Job, _ texts: [String]) -> DataRow {
    let row = job.row
    var new = row
    var rest = texts[...]
    new.id = job.id
    new.prompt.id = job.id
    new.prompt.group = row.prompt.group ?? row.prompt.id
    new.prompt.language = job.target
    new.prompt.text = rest.popFirst() ?? ""
    new.prompt.provenance.author = engine.engine == "human" ? "human" : "machine-translated"
    new.prompt.provenance.origin = row.prompt.provenance.origin ?? row.prompt.language
    new.prompt.provenance.reference = row.id
    if new.chosen != nil { new.chosen?.text = rest.popFirst() ?? "" }
    if new.rejected != nil { new.rejected?.text = rest.popFirst() ?? "" }
    new.steps.append(
      DataRow.Step(
        stage: name, engine: engine.engine, version: engine.version, source: row.id, text: row.prompt.text,
        language: row.prompt.language))
    return new
  }
}

extension Sequence where Element: Hashable {
  /// Each element once, in the order of first appearance.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
