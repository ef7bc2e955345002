/// How long the texts of a pair may be, in characters as readers count them.
public struct TextLimits: Hashable, Sendable, Codable {
  /// Fewest characters of each text.
  public var least: Int
  /// Most characters of a request.
  public var mostOfRequest: Int
  /// Most characters of an answer.
  public var mostOfAnswer: Int

  /// Limits.
  public init(least: Int = 8, mostOfRequest: Int = 2_000, mostOfAnswer: Int = 8_000) {
    self.least = least
    self.mostOfRequest = mostOfRequest
    self.mostOfAnswer = mostOfAnswer
  }

  /// What is wrong with a text's length; null where nothing is.
  func finding(_ text: String, _ part: PairPart) -> String? {
    let count = text.count
    let most = part == .question ? mostOfRequest : mostOfAnswer
    if count < least { return "\(part.rawValue): \(count) characters, fewer than \(least)" }
    return count > most ? "\(part.rawValue): \(count) characters, more than \(most)" : nil
  }
}
