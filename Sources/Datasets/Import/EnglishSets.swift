internal import IsoglossCore

/// Sets of harmful requests in English only. None is parallel, and none uses the hazards of this project: what a set calls
/// its category is kept as the reference.
extension SetLayout {
  /// HarmBench (Mazeika et al. 2024): behaviours, some with a context that stands before them.
  static let harmBench = SetLayout(
    name: "harmbench", title: "HarmBench (Mazeika et al. 2024)", columns: ["Behavior", "BehaviorID"],
    others: ["SemanticCategory", "FunctionalCategory", "ContextString", "ImageFileName"],
    preferred: "harmbench_behaviors_text_all.csv"
  ) { row, _, flaws in
    guard row.text("ImageFileName") == nil else {
      flaws.append("needs an image")
      return []
    }
    guard let id = row.needed("BehaviorID", &flaws), let behaviour = row.needed("Behavior", &flaws) else { return [] }
    // The set's own way to put a context before a behaviour.
    let text = row.text("ContextString").map { "\($0)\n\n---\n\n\(behaviour)" } ?? behaviour
    let categories = ["SemanticCategory", "FunctionalCategory"].compactMap(row.text)
    return [.english("harmbench", id, text, reference: categories.joined(separator: ", "))]
  }

  /// AdvBench (Zou et al. 2023): goals, each with the start of an answer, which is not read.
  static let advBench = SetLayout(
    name: "advbench", title: "AdvBench (Zou et al. 2023)", columns: ["goal"], preferred: "harmful_behaviors.csv"
  ) { row, number, flaws in
    row.needed("goal", &flaws).map { [.english("advbench", String(number), $0)] } ?? []
  }

  /// StrongREJECT (Souly et al. 2024).
  static let strongREJECT = SetLayout(
    name: "strongreject", title: "StrongREJECT (Souly et al. 2024)", columns: ["forbidden_prompt"],
    others: ["category", "source"], preferred: "strongreject_dataset.csv"
  ) { row, number, flaws in
    row.needed("forbidden_prompt", &flaws).map {
      [.english("strongreject", String(number), $0, reference: row.text("category"))]
    } ?? []
  }

  /// Do-Not-Answer (Wang et al. 2023).
  static let doNotAnswer = SetLayout(
    name: "donotanswer", title: "Do-Not-Answer (Wang et al. 2023)", columns: ["id", "question"],
    others: ["risk_area", "types_of_harm"]
  ) { row, _, flaws in
    guard let id = row.needed("id", &flaws), let question = row.needed("question", &flaws) else { return [] }
    let categories = ["risk_area", "types_of_harm"].compactMap(row.text)
    return [.english("donotanswer", id, question, reference: categories.joined(separator: ": "))]
  }
}

extension Prompt {
  /// A harmful request of an English set.
  fileprivate static func english(_ set: String, _ id: String, _ text: String, reference: String? = nil) -> Prompt {
    Prompt(
      id: "\(set)-\(id)", language: .english, intent: .harmful, text: text,
      provenance: Provenance(
        source: set, origin: .english, reference: reference.flatMap { $0.isEmpty ? nil : $0 }))
  }
}
