/// What annotators are asked about an item, and how a screen asks it: one form for judge labels, data review and the survey.
public struct Form: Hashable, Sendable, Codable {
  /// Its name.
  public var name: String
  /// What annotators read before they begin.
  public var instructions: String
  /// What they are warned of before they see a text; null where the texts are harmless.
  public var warning: String?
  /// The questions, in order.
  public var questions: [Question]

  /// A form of the given parts.
  public init(name: String, instructions: String = "", warning: String? = nil, questions: [Question]) {
    self.name = name
    self.instructions = instructions
    self.warning = warning
    self.questions = questions
  }

  /// The question of an id; null where there is none.
  public subscript(_ id: String) -> Question? { questions.first { $0.id == id } }

  /// The questions about an item, in order.
  public func questions(about item: Item) -> [Question] {
    questions.filter { item.questions?.contains($0.id) ?? true }
  }

  /// What is wrong with it; null where nothing is.
  public var flaw: String? {
    if questions.isEmpty { return "a form has at least one question" }
    var seen: Set<String> = [Form.skipped]
    for question in questions {
      if !seen.insert(question.id).inserted {
        return "question \"\(question.id)\" occurs twice, or has the name of a record that an item was passed over"
      }
      if let flaw = question.flaw { return "question \"\(question.id)\": \(flaw)" }
    }
    return nil
  }

  /// What stands in the place of a question's id where an annotator passed an item over.
  public static let skipped = "skipped"

  /// Keys that screens use themselves: pass over, go back, end.
  public static let reservedKeys: Set<String> = ["s", "b", "q"]
}
