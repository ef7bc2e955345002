public import Foundation

/// One annotator's answer to one question about one item: the engine of data review, judge labels and the survey.
public struct Annotation: Hashable, Sendable {
  /// Id of what was looked at.
  public var item: String
  /// Id of the question.
  public var question: String
  /// The answer, one of the question's.
  public var value: String
  /// Who answered.
  public var annotator: String
  /// When; null where the source does not say.
  public var time: Date?
  /// What else the annotator wrote; null where nothing.
  public var comment: String?

  /// An annotation of the given parts.
  public init(
    item: String, question: String, value: String, annotator: String, time: Date? = nil, comment: String? = nil
  ) {
    self.item = item
    self.question = question
    self.value = value
    self.annotator = annotator
    self.time = time
    self.comment = comment
  }
}

extension Annotation: Codable {
  private enum CodingKeys: String, CodingKey { case item, question, value, annotator, time, comment }

  /// Decodes an annotation; `time` is ISO 8601.
  public init(from decoder: any Decoder) throws {
    let c = try decoder.container(keyedBy: CodingKeys.self)
    item = try c.decode(String.self, forKey: .item)
    question = try c.decode(String.self, forKey: .question)
    value = try c.decode(String.self, forKey: .value)
    annotator = try c.decode(String.self, forKey: .annotator)
    comment = try c.decodeIfPresent(String.self, forKey: .comment)
    time = try c.decodeIfPresent(String.self, forKey: .time).map { text in
      guard let time = try? Date(text, strategy: .iso8601) else {
        throw DecodingError.dataCorruptedError(forKey: .time, in: c, debugDescription: "\(text) is no ISO 8601 time")
      }
      return time
    }
  }

  /// Encodes an annotation; `time` as ISO 8601 in UTC, to the second.
  public func encode(to encoder: any Encoder) throws {
    var c = encoder.container(keyedBy: CodingKeys.self)
    try c.encode(item, forKey: .item)
    try c.encode(question, forKey: .question)
    try c.encode(value, forKey: .value)
    try c.encode(annotator, forKey: .annotator)
    try c.encodeIfPresent(time?.formatted(.iso8601), forKey: .time)
    try c.encodeIfPresent(comment, forKey: .comment)
  }
}
