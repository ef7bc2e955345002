public import IsoglossCore

/// A perturbation that needs nothing but the text: one prompt at a time, and undone by its edits.
public protocol TextPerturbation: Perturbation {
  /// Languages that an answer may be in besides the prompt's.
  var broughtIn: [Language] { get }
  /// The text rewritten; null where it does not apply.
  func rewrite(_ prompt: Prompt, seed: UInt64) -> Rewriting?
  /// The prompt with the text rewritten, labelled; null where it does not apply.
  func apply(to prompt: Prompt, seed: UInt64) -> Prompt?
}

extension TextPerturbation {
  /// None.
  public var broughtIn: [Language] { [] }

  /// Rewrites one prompt.
  public func apply(to prompt: Prompt, seed: UInt64) -> Prompt? {
    guard let rewriting = rewrite(prompt, seed: seed), rewriting.text != prompt.text else { return nil }
    return prompt.perturbed(by: name, text: rewriting.text, answers: broughtIn)
  }

  /// Rewrites each prompt by itself.
  public func apply(to prompts: [Prompt], seed: UInt64) async throws -> [Prompt?] {
    prompts.map { apply(to: $0, seed: seed) }
  }
}
