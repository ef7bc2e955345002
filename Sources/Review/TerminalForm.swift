internal import Foundation
internal import IsoglossCore

/// One annotator at a terminal: shows items, asks the form's questions, and keeps each item's answers as soon as they are
/// whole.
public struct TerminalForm {
  /// What was done.
  public struct Result: Hashable, Sendable {
    /// Items answered in this sitting.
    public var answered: Int
    /// Items left.
    public var left: Int
  }

  private let session: Session
  private let annotator: String
  private let read: () -> String?
  private let show: (String) -> Void

  /// A terminal.
  /// - Parameters:
  ///   - read: the next line; null where there is none.
  ///   - show: shows a text.
  public init(
    _ session: Session, annotator: String, read: @escaping () -> String?, show: @escaping (String) -> Void
  ) {
    self.session = session
    self.annotator = annotator
    self.read = read
    self.show = show
  }

  /// Asks about items until they or the answers end.
  ///
  /// An answer is a choice or its key; `s` passes the item over, `b` goes a question back, or from the first one to the item
  /// before, `q` ends. An empty line leaves open what may stay open, and keeps what was answered before.
  /// - Throws: `ReviewError`.
  public func run() async throws -> Result {
    for text in [session.form.instructions, session.form.warning ?? ""] where !text.isEmpty { show(text) }
    var answered = 0
    var back: String?
    var passed: Set<String> = []
    while true {
      guard let work = try await next(back, passed: passed) else { break }
      back = nil
      show(await heading(work.item))
      switch ask(work) {
      case .answers(let answers):
        _ = try await session.record(
          Submission(key: UUID().uuidString, item: work.item.id, annotator: annotator, answers: answers))
        if work.answers.isEmpty { answered += 1 }
      case .passed:
        try await session.skip(work.item.id, by: annotator, key: UUID().uuidString)
        passed.insert(work.item.id)
      case .back: back = await session.previous(for: annotator, before: work.item.id) ?? work.item.id
      case .ended: return Result(answered: answered, left: await left)
      }
    }
    return Result(answered: answered, left: await left)
  }

  /// The item to go back to, the next one, or at the end one that was passed over before this sitting.
  private func next(_ back: String?, passed: Set<String>) async throws -> Work? {
    if let back { return try await session.work(on: back, for: annotator) }
    for revisit in [false, true] {
      if case .work(let work) = try await session.next(for: annotator, revisit: revisit),
        !passed.contains(work.item.id)
      {
        return work
      }
    }
    return nil
  }

  /// Items that wait for an answer, those that were passed over among them.
  private var left: Int {
    get async {
      let part = await session.progress().annotators.first { $0.annotator == annotator }
      return part.map { $0.left + $0.skipped } ?? 0
    }
  }

  private func heading(_ item: Item) async -> String {
    let texts = item.fields.map { $0.title.isEmpty ? $0.text : "\($0.title): \($0.text)" }
    let facts = item.facts.map { "\($0.label): \($0.value)" }
    return "\n[\(await left) left] \((facts + texts).joined(separator: "\n\n"))\n"
  }

  private enum Reply {
    case answers([String: String])
    case passed, back, ended
  }

  /// A line with choices by their values in the place of their keys: one key, or of a question that takes several, keys
  /// with commas.
  private static func named(_ line: String, by question: Form.Question) -> String {
    func value(_ key: String) -> String { question.keys.first { $0.key == key }?.choice.value ?? key }
    switch question.kind {
    case .one: return value(line)
    case .many:
      return line.split(separator: ",").map { value($0.trimmingCharacters(in: .whitespaces)) }.joined(separator: ", ")
    case .languages, .count, .text, .quote: return line
    }
  }

  private func ask(_ work: Work) -> Reply {
    var answers = work.answers
    var place = 0
    while place < work.questions.count {
      let question = work.questions[place]
      let choices = question.keys.map { key, choice in
        [key, choice.title ?? choice.value].compactMap { $0 }.joined(separator: " ")
      }.joined(separator: "  ")
      let before = answers[question.id].map { " [\($0)]" } ?? ""
      show("\(question.text)  \(choices.isEmpty ? question.takes : choices)\(before)")
      guard let line = read()?.trimmingCharacters(in: .whitespaces) else { return .ended }
      switch line {
      case "q": return .ended
      case "s": return .passed
      case "b":
        if place == 0 { return .back }
        place -= 1
        continue
      case "" where answers[question.id] != nil || !question.isRequired:
        place += 1
        continue
      default: break
      }
      do {
        answers[question.id] = try question.answer(Self.named(line, by: question), about: work.item)
        place += 1
      } catch {
        show("\(error.message) s passes the item over, b goes back, q ends.")
      }
    }
    return .answers(answers)
  }
}
