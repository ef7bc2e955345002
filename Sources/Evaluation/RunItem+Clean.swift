public import IsoglossCore

extension [RunItem] {
  /// The items that languages are measured by: those of clean prompts; all of them in a run that has none.
  public var ofCleanPrompts: [RunItem] {
    guard contains(where: { !$0.prompt.perturbations.isEmpty }) else { return self }
    let clean = filter { $0.prompt.perturbations.isEmpty }
    return clean.isEmpty ? self : clean
  }
}
