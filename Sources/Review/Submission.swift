public import Foundation
public import IsoglossCore

/// An annotator's answers to an item, as a screen sends them.
public struct Submission: Hashable, Sendable, Codable {
  /// Chosen by the sender, new for every page: what is sent again under it counts once.
  public var key: String
  /// Id of the item.
  public var item: String
  /// Who answers.
  public var annotator: String
  /// By id of the question, as written; empty ones were left open.
  public var answers: [String: String]
  /// What else the annotator wrote; null where nothing.
  public var comment: String?

  /// Answers of an annotator.
  public init(key: String, item: String, annotator: String, answers: [String: String], comment: String? = nil) {
    self.key = key
    self.item = item
    self.annotator = annotator
    self.answers = answers
    self.comment = comment
  }
}

/// What became of answers that were sent: they are on disk.
public struct Receipt: Hashable, Sendable, Codable {
  /// What was kept, in the form's order.
  public var annotations: [Annotation]
  /// Whether they were there already, from an earlier send under the same key.
  public var isRepeat: Bool
}

/// An item with all that a screen needs to ask about it.
public struct Work: Hashable, Sendable, Codable {
  /// The item.
  public var item: Item
  /// The questions about it.
  public var questions: [Form.Question]
  /// This annotator's answers so far, by question; nobody else's are ever shown.
  public var answers: [String: String]
  /// What else they wrote; null where nothing.
  public var comment: String?
  /// Until when nobody else is given the item needlessly.
  public var until: Date
}

/// What an annotator does next.
public enum Turn: Hashable, Sendable {
  /// This.
  case work(Work)
  /// Others are at what is left: ask again at this time.
  case waiting(until: Date)
  /// Nothing is left but what they passed over.
  case finished(skipped: Int)
}
