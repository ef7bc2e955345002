public import IsoglossCore

/// Several perturbations, one after the other: a prompt to which one does not apply is left out.
public struct PerturbationChain: Perturbation {
  private let links: [any Perturbation]

  /// A chain.
  public init(_ links: [any Perturbation]) {
    self.links = links
  }

  /// The names of the links, joined by `+`.
  public var name: String { links.map(\.name).joined(separator: "+") }

  /// Rewrites what the link before it made of each prompt.
  public func apply(to prompts: [Prompt], seed: UInt64) async throws -> [Prompt?] {
    var made: [Prompt?] = prompts
    for link in links {
      let places = made.indices.filter { made[$0] != nil }
      let rewritten = try await link.apply(to: places.compactMap { made[$0] }, seed: seed)
      precondition(rewritten.count == places.count, "a perturbation must give one result a prompt")
      for (place, prompt) in zip(places, rewritten) { made[place] = prompt }
    }
    return made
  }
}
