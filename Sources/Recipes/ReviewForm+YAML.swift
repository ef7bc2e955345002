public import Foundation
public import IsoglossCore

extension ReviewForm {
  /// Reads a form from a YAML file: `name`, `instructions`, `shows` (hazard, style) and `questions`, each with `id`, `text`,
  /// `about` (request, answer, chosen, rejected), `answers`, `wanted`, `intent` and `label`; or `open` (languages, count)
  /// in the place of `answers`.
  /// - Throws: `RecipeError` with file and line.
  public init(contentsOf url: URL) throws {
    try self.init(try RecipeNode.root(of: url, "a review form").node)
  }

  /// Reads a form's text.
  /// - Parameter file: the name that errors give.
  public init(yaml: String, file: String) throws {
    try self.init(try RecipeNode.root(yaml: yaml, file: file, "a review form"))
  }

  private init(_ root: RecipeNode) throws {
    let members = try root.members(["name", "instructions", "shows", "questions"])
    guard let name = members["name"], let questions = members["questions"] else {
      throw root.error(.missingKey, "a form has \"name\" and \"questions\"")
    }
    self.init(
      name: try name.text(), instructions: try members["instructions"]?.text() ?? "",
      shows: try members["shows"]?.items().map { try $0.choice(Detail.self) } ?? [],
      questions: try questions.items().map { try $0.question() })
    if let flaw { throw questions.error(.badValue, flaw) }
  }
}

extension RecipeNode {
  /// The value as a question of a form.
  fileprivate func question() throws -> ReviewForm.Question {
    let members = try members(["id", "text", "about", "answers", "open", "wanted", "intent", "label"])
    guard let id = members["id"], let text = members["text"], let about = members["about"] else {
      throw error(.missingKey, "a question has \"id\", \"text\" and \"about\"")
    }
    var question = ReviewForm.Question(
      id: try id.text(), text: try text.text(), subject: try about.choice(ReviewForm.Question.Subject.self))
    if let answers = members["answers"] { question.choices = try answers.items().map { try $0.text() } }
    if let open = members["open"] {
      question.open = try open.choice(ReviewForm.Question.Open.self)
      if members["answers"] == nil { question.choices = [] }
    }
    question.wanted = try members["wanted"]?.text()
    question.intent = try members["intent"]?.choice(Intent.self)
    question.label = try members["label"]?.choice(ReviewForm.Question.Label.self)
    return question
  }
}
