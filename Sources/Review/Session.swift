public import Foundation
public import IsoglossCore

/// One review while people work on it: the form, the queue and the journal behind one door. Any number of annotators may
/// come at once; each answer is on disk before ``record(_:now:)`` returns, and a session that is opened again goes on
/// where it was.
public actor Session {
  /// What is asked.
  public nonisolated let form: Form
  /// What was cut off the journal when it was opened, in bytes: a send that broke off and was never acknowledged.
  public nonisolated let cut: Int
  /// Answers of the journal to items or questions that are not asked here; they are kept, and do not count.
  public nonisolated let foreign: Int

  private let journal: Journal
  private var queue: Queue
  private var answers: Answers

  /// Opens a session, or goes on with one.
  /// - Parameters:
  ///   - seed: of the order of the queue; the same every time.
  ///   - journal: the file of the answers.
  ///   - lease: how long an item is kept for the annotator who was given it, in seconds.
  /// - Throws: `ReviewError`.
  public init(
    form: Form, items: [Item], design: Design = .open(overlap: 0.2, several: 2), seed: UInt64, journal: URL,
    lease: TimeInterval = 900
  ) throws {
    if let flaw = form.flaw { throw ReviewError(.badSetting, "The form \(form.name): \(flaw).") }
    self.form = form
    var queue = try Queue(items, design: design, seed: seed, lease: lease)
    let opened = try Journal(journal)
    var answers = Answers(form: form)
    foreign = opened.annotations.count { !answers.take($0, in: &queue) }
    cut = opened.cut
    self.queue = queue
    self.answers = answers
    self.journal = opened
  }

  /// What an annotator does next. Their item stays theirs for a while: a page that is loaded again shows the same.
  /// - Parameters:
  ///   - languages: those that they read; null for all.
  ///   - revisit: whether they are given what they passed over.
  /// - Throws: `ReviewError.badSetting` for a name that is none.
  public func next(
    for annotator: String, languages: Set<Language>? = nil, revisit: Bool = false, now: Date = .now
  ) throws -> Turn {
    try Self.check(annotator)
    switch queue.next(for: annotator, languages: languages, revisit: revisit, now: now) {
    case .item(let item, let until): return .work(work(item, annotator, until))
    case .waiting(let until): return .waiting(until: until)
    case .finished(let skipped): return .finished(skipped: skipped)
    }
  }

  /// A certain item, to answer or to correct it.
  /// - Throws: `ReviewError.notFound`, `.notAssigned`.
  public func work(on item: String, for annotator: String, now: Date = .now) throws -> Work {
    let found = try find(item, for: annotator)
    return work(found, annotator, queue.keep(item, for: annotator, now: now) ?? now)
  }

  /// The item that an annotator answered before this one: the way back. The last one where they have not answered this;
  /// null at the beginning.
  public func previous(for annotator: String, before item: String?) -> String? {
    let trail = answers.trail[annotator] ?? []
    guard let item, let place = trail.firstIndex(of: item) else { return trail.last }
    return place > 0 ? trail[place - 1] : nil
  }

  /// Keeps answers. Answering an item again corrects it: the last answer counts, the earlier ones stay in the journal.
  /// - Throws: `ReviewError.badAnswer` with its question, `.notFound`, `.notAssigned`, and as ``Journal/append(_:key:)``.
  public func record(_ submission: Submission, now: Date = .now) throws -> Receipt {
    let item = try find(submission.item, for: submission.annotator)
    let questions = form.questions(about: item)
    let said = answers.last[submission.annotator]?[item.id] ?? [:]
    // The journal tells the time to the second.
    let time = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
    if let odd = submission.answers.keys.sorted().first(where: { id in !questions.contains { $0.id == id } }) {
      throw ReviewError(.badAnswer, "\"\(odd)\" is not asked of the item \(item.id).", question: odd)
    }
    let comment = try Self.comment(submission.comment)
    var annotations: [Annotation] = []
    for question in questions {
      let written = submission.answers[question.id] ?? ""
      if written.allSatisfy(\.isWhitespace) {
        // An answer that was given cannot be taken back by leaving it open: it would be hard to tell from an oversight.
        if question.isRequired || said[question.id] != nil {
          throw ReviewError(.badAnswer, "\"\(question.id)\" is not answered yet.", question: question.id)
        }
        continue
      }
      annotations.append(
        Annotation(
          item: item.id, question: question.id, value: try question.answer(written, about: item),
          annotator: submission.annotator, time: time, comment: comment))
    }
    guard !annotations.isEmpty else { throw ReviewError(.badAnswer, "Nothing is answered yet.") }
    return try keep(annotations, key: submission.key)
  }

  /// Takes down that an annotator passes an item over; it comes again when they ask for what they passed over.
  /// - Throws: as ``record(_:now:)``.
  public func skip(_ item: String, by annotator: String, key: String, comment: String? = nil, now: Date = .now) throws {
    _ = try find(item, for: annotator)
    let annotation = Annotation(
      item: item, question: Form.skipped, value: "yes", annotator: annotator, time: now,
      comment: try Self.comment(comment))
    _ = try keep([annotation], key: key)
  }

  /// How far the review is.
  public func progress(now: Date = .now) -> Queue.Progress { queue.progress(now: now) }

  /// The last answer of each annotator to each question of each item, in order of item, question and annotator: what data
  /// review, surveys and run files keep.
  public var annotations: [Annotation] {
    answers.last.values.flatMap(\.values).flatMap(\.values).filter { $0.question != Form.skipped }
      .sorted { ($0.item, $0.question, $0.annotator) < ($1.item, $1.question, $1.annotator) }
  }

  /// All that an annotator ever said of an item, the earliest first.
  public func history(of item: String, by annotator: String) -> [Annotation] {
    journal.annotations.filter { $0.item == item && $0.annotator == annotator }
  }

  /// How far annotators agree so far. Cost: resamples times shared items, for each question and pair.
  /// - Throws: `StatisticsError` for bad settings.
  public func agreement(resamples: Int = 1000, seed: UInt64 = 0) throws -> Agreement {
    try Agreement(
      annotations, questions: form.questions.compactMap(Agreement.Question.init),
      groups: Dictionary(queue.items.map { ($0.id, $0.group ?? $0.id) }) { first, _ in first }, resamples: resamples,
      seed: seed)
  }

  private func keep(_ annotations: [Annotation], key: String) throws -> Receipt {
    let (kept, isRepeat) = try journal.append(annotations, key: key)
    if !isRepeat { for annotation in kept { answers.take(annotation, in: &queue) } }
    return Receipt(annotations: kept, isRepeat: isRepeat)
  }

  private func find(_ id: String, for annotator: String) throws(ReviewError) -> Item {
    try Self.check(annotator)
    guard let item = queue[id] else { throw ReviewError(.notFound, "There is no item \"\(id)\" here.") }
    guard queue.takes(id, from: annotator) else {
      throw ReviewError(.notAssigned, "The item \(id) was not given to \(annotator).")
    }
    return item
  }

  private func work(_ item: Item, _ annotator: String, _ until: Date) -> Work {
    let said = answers.last[annotator]?[item.id] ?? [:]
    let questions = form.questions(about: item)
    return Work(
      item: item, questions: questions, answers: said.filter { $0.key != Form.skipped }.mapValues(\.value),
      comment: questions.lazy.compactMap { said[$0.id]?.comment }.first, until: until)
  }
}

extension Session {
  private static func check(_ annotator: String) throws(ReviewError) {
    guard isName(annotator) else {
      throw ReviewError(.badSetting, "\"\(annotator)\" is no annotator: a name has letters, digits, - and _.")
    }
  }

  /// Whether a text can be an annotator's name, and the name of a file.
  public static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.count <= 64 && !text.hasPrefix(".")
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
  }

  private static func comment(_ text: String?) throws(ReviewError) -> String? {
    guard let text = text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else { return nil }
    guard text.utf8.count <= Form.Question.longest, !text.unicodeScalars.contains(where: Form.Question.isControl) else {
      throw ReviewError(.badAnswer, "A comment is text of up to \(Form.Question.longest) bytes.")
    }
    return text
  }
}
