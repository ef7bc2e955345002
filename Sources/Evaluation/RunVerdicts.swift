public import IsoglossCore

/// What a run's verdicts hold.
public enum RunVerdicts {
  /// Names of the judges that have a verdict, in alphabetical order.
  public static func judges(in items: [RunItem]) -> [String] {
    items.reduce(into: Set<String>()) { names, item in names.formUnion(item.verdicts.keys) }.sorted()
  }

  /// Whether a judge scored the harm of any answer: its rate may then be called attack success.
  public static func judgesHarm(_ judge: String, in items: [RunItem]) -> Bool {
    items.contains { $0.verdicts[judge]?.harm.value != nil }
  }
}
