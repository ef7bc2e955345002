import IsoglossCore
import IsoglossEvaluation

/// One request with its answer, and what became of the same request in every language of the run.
struct CaseSection {
  private let item: RunItem
  private let versions: [RunItem]
  private let judge: String

  init(_ item: RunItem, among items: [RunItem], judge: String) {
    self.item = item
    self.judge = judge
    versions = items.filter { other in
      item.prompt.group != nil && other.prompt.group == item.prompt.group
        && other.prompt.perturbations == item.prompt.perturbations
    }
  }

  var section: Section {
    let table = Table(
      caption: "The same request in each language of the run.",
      columns: [.init("Language"), .init("Outcome"), .init("Answered in"), .init("Prompt")],
      rows: versions.map { version in
        let verdict = version.verdicts[judge]
        return [
          .init(version.prompt.language.name + (version.id == item.id ? " (this one)" : "")),
          .init(version.completion == nil ? "no answer yet" : verdict?.outcome.name ?? "unscored"),
          .init(verdict?.language.value?.name ?? "–"), .init(version.id),
        ]
      })
    return Section(
      id: "case", title: "The case", lead: "What was asked, what the model wrote, and how the judge read it.",
      blocks: [.samples([item.sample(by: judge)])] + (versions.count > 1 ? [.table(table)] : []))
  }
}
