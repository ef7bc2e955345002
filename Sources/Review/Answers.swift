internal import IsoglossCore

/// What annotators have said so far.
struct Answers: Sendable {
  /// What is asked.
  let form: Form
  /// Last answers by annotator, item and question.
  private(set) var last: [String: [String: [String: Annotation]]] = [:]
  /// Items by annotator, in the order in which they first came to them.
  private(set) var trail: [String: [String]] = [:]

  init(form: Form) { self.form = form }

  /// Takes an annotation into account, here and in the queue.
  /// - Returns: false where it is of an item or a question that is not asked, or no answer to it; it does not count then.
  @discardableResult
  mutating func take(_ annotation: Annotation, in queue: inout Queue) -> Bool {
    guard let item = queue[annotation.item] else { return false }
    let questions = form.questions(about: item)
    let name = annotation.annotator
    if annotation.question != Form.skipped {
      guard let question = questions.first(where: { $0.id == annotation.question }),
        (try? question.answer(annotation.value, about: item)) == annotation.value
      else { return false }
    }
    if last[name]?[item.id] == nil { trail[name, default: []].append(item.id) }
    last[name, default: [:]][item.id, default: [:]][annotation.question] = annotation
    if annotation.question == Form.skipped {
      queue.skip(item.id, by: name)
    } else if let said = last[name]?[item.id], questions.allSatisfy({ !$0.isRequired || said[$0.id] != nil }) {
      queue.finish(item.id, by: name)
    }
    return true
  }
}
