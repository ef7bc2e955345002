public import Foundation
public import IsoglossCore

/// Answers on disk: a file of JSON lines that is only ever added to, one annotation a line.
///
/// What was sent together is kept together or not at all, and is on disk (`fsync`) before ``append(_:key:)`` returns. One
/// writer at a time: the file is locked until the journal is released, or its process ends. The lines are those of a
/// survey's `annotations/NAME.jsonl` with two members more, so that whatever reads annotations reads a journal.
public final class Journal {
  /// The file.
  public let url: URL
  /// What it holds, in the order of writing; of one question of one item by one annotator, the last counts.
  public private(set) var annotations: [Annotation] = []
  /// What was cut off when it was opened: bytes of a send that broke off and was never acknowledged.
  public let cut: Int

  private let file: JournalFile
  /// What was sent, by annotator and key.
  private var sends: [[String]: [Annotation]] = [:]

  /// Opens a journal for writing, or begins one where nothing is.
  ///
  /// A last send that broke off is cut off; anything else that is no annotation is an error, since it may hide one.
  /// - Throws: `ReviewError.locked` where another program writes, `.unreadable`, `.malformed` with the line.
  public init(_ url: URL) throws {
    self.url = url
    file = try JournalFile(url)
    let contents = try JournalContents(file.read(), file: url.path)
    cut = try file.trim(to: contents.length)
    for send in contents.sends { try remember(send) }
  }

  /// What a journal holds, without writing or locking: a last send that is broken off, perhaps because it is being
  /// written, is left out.
  /// - Throws: `ReviewError.unreadable`, `.malformed` with the line.
  public static func annotations(of url: URL) throws -> [Annotation] {
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw ReviewError(.unreadable, "\(url.path) cannot be read.", underlying: error)
    }
    return try JournalContents(data, file: url.path).sends.flatMap(\.annotations)
  }

  /// Adds what an annotator sent, all or nothing. When this returns it is on disk.
  /// - Parameters:
  ///   - annotations: of one annotator.
  ///   - key: what the sender calls it; the same again is no second answer.
  /// - Returns: what is kept, and whether it was there already.
  /// - Throws: `ReviewError.keyReused` where the key came with other answers before, `.unreadable` where the disk does not
  ///   take it (nothing was kept then), `.replaced` where another file has taken the journal's place.
  public func append(_ annotations: [Annotation], key: String) throws -> (kept: [Annotation], isRepeat: Bool) {
    guard let annotator = annotations.first?.annotator, annotations.allSatisfy({ $0.annotator == annotator }) else {
      throw ReviewError(.badSetting, "What is sent is one or more answers of one annotator.")
    }
    guard !key.isEmpty, key.utf8.count <= 200 else {
      throw ReviewError(.badSetting, "What is sent has a key of up to 200 bytes.")
    }
    if let earlier = sends[[annotator, key]] { return (try Self.same(annotations, as: earlier, key: key), true) }
    try file.append(try JournalContents.lines(annotations, key: key))
    sends[[annotator, key]] = annotations
    self.annotations += annotations
    return (annotations, false)
  }

  private func remember(_ send: JournalContents.Send) throws {
    if let key = send.key, let annotator = send.annotations.first?.annotator {
      if let earlier = sends[[annotator, key]] {
        guard earlier.map(Answer.init) == send.annotations.map(Answer.init) else {
          throw ReviewError(.malformed, "\(url.path):\(send.line): the key \"\(key)\" came with other answers before.")
        }
        return
      }
      sends[[annotator, key]] = send.annotations
    }
    annotations += send.annotations
  }

  private static func same(
    _ annotations: [Annotation], as earlier: [Annotation], key: String
  ) throws(ReviewError) -> [Annotation] {
    guard Set(annotations.map(Answer.init)) == Set(earlier.map(Answer.init)) else {
      throw ReviewError(
        .keyReused, "These answers came under a key that others came under before: load the page again, and send again."
      )
    }
    return earlier
  }

  /// What an annotation says, whenever it was said.
  private struct Answer: Hashable {
    var item, question, value: String
    var comment: String?

    init(_ annotation: Annotation) {
      (item, question, value) = (annotation.item, annotation.question, annotation.value)
      comment = annotation.comment
    }
  }
}
