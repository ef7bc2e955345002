internal import Foundation
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReporting

/// A run held against a gate policy.
extension Site {
  func gatePage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let asked = try await gate(fields)
    var layout = Layout(title: "Does it hold a gate?", visit: visit)
    layout.kicker = asked.run?.entry.name ?? "Isogloss: \(settings.folder.lastPathComponent)"
    if let run = asked.run { layout.links = Self.runLinks(run.entry.name, here: "/gate") }
    layout.main = try await form(fields)
    if let run = asked.run, let policy = asked.policy {
      var query = FormFields()
      for name in ["f", "policy", "baseline", "reference"] { query[name] = fields[name] }
      try await show(in: &layout, poll: "/api/gate?\(query.query)") {
        try await run.gate(policy, baseline: asked.baseline, reference: asked.reference)
      }
    }
    return layout.response()
  }

  /// Whether it is there, for the page's script.
  func gateState(_ fields: FormFields) async throws -> Response {
    let asked = try await gate(fields)
    guard let run = asked.run, let policy = asked.policy else {
      throw DashboardError(.badRequest, "A gate takes a run and a policy.")
    }
    return try .json(
      await Self.state { try await run.gate(policy, baseline: asked.baseline, reference: asked.reference) })
  }

  /// What a page asks for, found in the folder; null where it does not ask.
  private func gate(
    _ fields: FormFields
  ) async throws -> (run: RunReader?, policy: PolicyFile?, baseline: RunReader?, reference: RunReader?) {
    func reader(_ name: String) async throws -> RunReader? {
      try await fields[name] == nil ? nil : run(fields, name)
    }
    var policy: PolicyFile?
    if let name = fields["policy"] {
      policy = await policies().first { $0.name == name }
      guard policy != nil else { throw DashboardError(.notFound, "There is no gate policy of that name.") }
    }
    return (try await reader("f"), policy, try await reader("baseline"), try await reader("reference"))
  }

  /// The policies that there are: those of the folder first.
  private func policies() async -> [PolicyFile] {
    await catalogue.all().filter { $0.kind == .policy }.map { PolicyFile(name: $0.name, url: $0.url) }
      + PolicyFile.shipped(in: settings.policies)
  }

  private func form(_ fields: FormFields) async throws -> String {
    let runs = await catalogue.all().filter { $0.kind == .run }.map { ($0.name, $0.name) }
    let policies = await policies().map { ($0.name, $0.name) }
    guard !policies.isEmpty else {
      return "<p>There is no gate policy: put one into the folder, as docs/gates.md has it.</p>\n"
    }
    return "<form action=\"/gate\" method=\"get\" class=\"filters\">\n"
      + Markup.select("f", label: "Run", choices: runs, chosen: fields["f"])
      + Markup.select("policy", label: "Policy", choices: policies, chosen: fields["policy"])
      + Markup.select(
        "baseline", label: "Earlier run for regressions", choices: [("", "none")] + runs, chosen: fields["baseline"])
      + Markup.select(
        "reference", label: "Reference model's run", choices: [("", "none")] + runs, chosen: fields["reference"])
      + "<button type=\"submit\">Check</button></form>\n"
  }
}
