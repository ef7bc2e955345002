extension Prompt {
  /// Joins an id and the names of the perturbations.
  private static let mark = "~"

  /// A copy with another text, labelled with the perturbation that made it: its id is the id here, `~` and the name.
  /// - Parameter answers: languages that an answer may be in besides those that are welcome here.
  public func perturbed(by name: String, text: String, answers: [Language] = []) -> Prompt {
    var copy = self
    copy.id = id + Self.mark + name
    copy.text = text
    copy.perturbations.append(name)
    let welcome = acceptedLanguages
    let more = answers.filter { !welcome.contains($0) }
    if !more.isEmpty { copy.answerLanguages = welcome + more }
    return copy
  }

  /// The id of the prompt that it was made from; its own where nothing was done to it.
  public var cleanID: String {
    let suffix = perturbations.map { Self.mark + $0 }.joined()
    return id.hasSuffix(suffix) ? String(id.dropLast(suffix.count)) : id
  }

  /// The perturbations as one name: `code-switch:bn@0.3+latin`; null for a clean prompt.
  public var perturbation: String? { perturbations.isEmpty ? nil : perturbations.joined(separator: "+") }

  /// Languages in which an answer is on-language, best first.
  public var acceptedLanguages: [Language] { answerLanguages ?? [language] }
}
