extension Numerals {
  /// A share with its interval; faint where there is none.
  package static func cell(_ estimate: Estimate?, emphasis: Table.Emphasis = .none) -> Table.Cell {
    guard let estimate else { return .init(missing, emphasis: .faint) }
    return .init(percent(estimate), value: estimate.value, emphasis: emphasis)
  }

  /// A coefficient with its interval; faint where there is none.
  package static func coefficientCell(_ estimate: Estimate?) -> Table.Cell {
    guard let estimate else { return .init(missing, emphasis: .faint) }
    return .init(coefficient(estimate), value: estimate.value)
  }

  /// A probability; faint where there is none.
  package static func pCell(_ value: Double?) -> Table.Cell {
    guard let value else { return .init(missing, emphasis: .faint) }
    return .init(pValue(value), value: value)
  }
}
