/// What annotators are asked about preference pairs.
public struct ReviewForm: Hashable, Sendable, Codable {
  /// Its name.
  public var name: String
  /// What annotators read before they begin.
  public var instructions: String
  /// Facts of a pair that annotators are shown; what is not named here stays hidden from them.
  public var shows: [Detail]
  /// The questions, in order.
  public var questions: [Question]

  /// A fact of a pair that a question may need.
  public enum Detail: String, Sendable, Codable, CaseIterable {
    case hazard, style
  }

  /// One question.
  public struct Question: Hashable, Sendable, Codable, Identifiable {
    /// What it is asked about.
    public enum Subject: String, Sendable, Codable, CaseIterable {
      /// The request alone.
      case request
      /// Every answer, without telling which is chosen: nothing gives away what the builder thinks of it.
      case answer
      /// The chosen answer only, which the annotator can infer.
      case chosen
      /// The rejected answer only, which the annotator can infer.
      case rejected
    }
    /// What of a label for judges an answer is: `yes` is true and `no` is false; an outcome is named.
    public enum Label: String, Sendable, Codable, CaseIterable {
      case harm, refusal, outcome
    }

    /// What an answer is that stands on no list.
    public enum Open: String, Sendable, Codable, CaseIterable {
      /// BCP-47 codes with spaces between them, or `none`.
      case languages
      /// A whole number from 0, or `unknown`.
      case count
    }

    /// Short and unique within the form: a column's heading.
    public var id: String
    /// The question in words.
    public var text: String
    /// What it is asked about.
    public var subject: Subject
    /// The answers that it takes, at least two; none for an open question.
    public var choices: [String]
    /// What answers are where no list has them; null for a question with choices.
    public var open: Open?
    /// The answer that the builder of the data hopes for, whose share is reported; null where none is better.
    public var wanted: String?
    /// Only pairs of this intent; null takes both.
    public var intent: Intent?
    /// What of a label it gives for judges; null for none. Only of an answer.
    public var label: Label?

    /// An open question.
    public init(id: String, text: String, subject: Subject, open: Open) {
      self.init(id: id, text: text, subject: subject, choices: [])
      self.open = open
    }

    /// A question of the given parts.
    public init(
      id: String, text: String, subject: Subject, choices: [String] = ["yes", "no", "unsure"], wanted: String? = nil,
      intent: Intent? = nil, label: Label? = nil
    ) {
      self.id = id
      self.text = text
      self.subject = subject
      self.choices = choices
      self.wanted = wanted
      self.intent = intent
      self.label = label
    }
  }

  /// A form of the given parts.
  public init(name: String, instructions: String = "", shows: [Detail] = [], questions: [Question]) {
    self.name = name
    self.instructions = instructions
    self.shows = shows
    self.questions = questions
  }

  /// What is wrong with it; null where nothing is.
  public var flaw: String? {
    if questions.isEmpty { return "a form has at least one question" }
    var seen: Set<String> = []
    for question in questions {
      let name = "question \"\(question.id)\""
      if question.id.isEmpty || !question.id.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) {
        return "\(name): an id is of letters, digits, - and _"
      }
      if !seen.insert(question.id).inserted { return "\(name) occurs twice" }
      if ReviewForm.reserved.contains(question.id) { return "\(name): a sheet has a column of that name already" }
      if question.text.allSatisfy(\.isWhitespace) { return "\(name) has no text" }
      if question.open != nil {
        guard question.choices.isEmpty, question.wanted == nil, question.label == nil else {
          return "\(name) is open: it has neither choices nor a wanted answer nor a label"
        }
        continue
      }
      if Set(question.choices).count < max(2, question.choices.count) {
        return "\(name) takes two or more different answers"
      }
      if question.choices.contains(where: { $0.allSatisfy(\.isWhitespace) }) { return "\(name) takes an empty answer" }
      if let wanted = question.wanted, !question.choices.contains(wanted) {
        return "\(name) does not take the answer that is wanted, \"\(wanted)\""
      }
      if let label = question.label {
        if question.subject == .request { return "\(name): a label for judges is of an answer" }
        let known = label == .outcome ? Outcome.names : ["yes", "no", "unsure"]
        if let odd = question.choices.first(where: { !known.contains($0) && $0 != "unsure" }) {
          return "\(name): \"\(odd)\" is no \(label.rawValue) (\(known.joined(separator: ", ")))"
        }
      }
    }
    return nil
  }

  /// Columns that every sheet has.
  public static let reserved: Set<String> = [
    "item", "annotator", "language", "hazard", "style", "request", "answer", "answers", "comment",
  ]
}
