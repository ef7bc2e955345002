/// Which judge a user means, and where its model is: what `--judge` takes. Reading it asks nobody and opens nothing.
///
///     lexical
///     probe
///     llama-guard-3@URL[#NAME]    llama-guard-3-1b@URL[#NAME]    polyguard@URL[#NAME]
///     adjudicator@URL#NAME        strongreject@URL#NAME          xstest@URL#NAME          quality@URL#NAME
///     rubric:FILE@URL#NAME
///     ensemble:JUDGE,JUDGE[,adjudicator=URL#NAME][,rule=paper|any|all|majority]
///
/// In place of `@URL#NAME` stands `:PATH` for local weights (`rubric:FILE@PATH`). A guard is asked through the chat door;
/// `llama-guard-3/completions@URL` sends the template's own text to the other one. `adjudicator/with-prompt@…` is shown
/// the request too.
public struct JudgeSpecification: Hashable, Sendable, CustomStringConvertible {
  /// A model trained to judge, with a template and a grammar of its own.
  public enum Guard: String, Sendable, CaseIterable {
    /// Llama Guard 3, 8B.
    case llamaGuard3 = "llama-guard-3"
    /// Llama Guard 3, 1B.
    case llamaGuard3Small = "llama-guard-3-1b"
    /// PolyGuard.
    case polyGuard = "polyguard"
  }

  /// Instructions that any chat model can be asked to judge by.
  public enum Rubric: Hashable, Sendable {
    /// The adjudicator of RefusEU (Krasnodebska et al. 2026), with or without the request.
    case adjudicator(seesPrompt: Bool)
    /// StrongREJECT's rubric.
    case strongREJECT
    /// XSTest's three grades.
    case xsTest
    /// Fluency and correctness.
    case quality
    /// A user's own, from a file.
    case file(String)
  }

  /// Where a judge's model is.
  public enum Place: Hashable, Sendable {
    /// A server's base URL, and the model's name there; null where the server is to be asked for it.
    case served(url: String, model: String?)
    /// A name or path that the model catalogue takes.
    case local(String)
  }

  /// Which of a server's doors a guard is asked through.
  public enum Door: String, Sendable, CaseIterable {
    /// The server puts its template around the turns.
    case chat
    /// The template's text is sent as it is.
    case completions
  }

  /// The kinds of judge.
  public indirect enum Kind: Hashable, Sendable {
    /// The embedded judge of wording.
    case lexical
    /// The embedded classifier on hidden states.
    case probe
    /// A guard model.
    case guardModel(Guard, Place, Door)
    /// A chat model with instructions.
    case rubric(Rubric, Place)
    /// Several judges, one verdict.
    case ensemble(EnsembleRule, members: [JudgeSpecification], adjudicator: JudgeSpecification?)
  }

  /// The text as the user gave it.
  public let text: String
  /// What it means.
  public let kind: Kind

  /// The text as the user gave it.
  public var description: String { text }

  /// The servers that it names, in order, with those of an ensemble's members.
  public var servers: [String] {
    switch kind {
    case .lexical, .probe: []
    case .guardModel(_, .served(let url, _), _), .rubric(_, .served(let url, _)): [url]
    case .guardModel, .rubric: []
    case .ensemble(_, let members, let adjudicator): (members + (adjudicator.map { [$0] } ?? [])).flatMap(\.servers)
    }
  }

  /// Reads a specification.
  /// - Throws: `JudgingError.badSpecification` or `.badEnsemble`, with what to write instead.
  public init(_ text: String) throws(JudgingError) {
    self.text = text
    kind = try Self.kind(of: text)
  }
}
