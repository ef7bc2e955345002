internal import Foundation
public import IsoglossCore

extension CaseMeasures {
  /// The first line: which way the model leans before its first word.
  public var headline: String {
    guard let own = readings.first else { return "No reading" }
    var clauses = [
      "Before its first word the model leans \(Self.lean(own.score.value)) in \(own.language.name)"
        + (own.score.rank.map {
          ", further to a refusal than after \(Int(($0 * Double(own.score.others)).rounded())) of \(own.score.others) other "
            + "\(intent.rawValue) requests"
        } ?? "")
    ]
    if readings.count > 1 {
      clauses.append("the same request in \(readings[1].language.name): \(Self.lean(readings[1].score.value))")
    }
    return clauses.joined(separator: "; ")
  }

  /// Everything that was found.
  public var sections: [Section] { [leaning, layers] + (projections.isEmpty ? [] : [direction]) }

  private static func lean(_ score: Double) -> String {
    "\(score > 0 ? "towards" : "away from") a refusal by \(Shown.plain(abs(score), digits: 1)) (log-odds)"
  }

  private var projections: [(reading: Reading, standing: Standing, place: Place)] {
    readings.compactMap { reading in
      guard let standing = reading.projection, let place = reading.place else { return nil }
      return (reading, standing, place)
    }
  }

  /// Cells of a standing, after the language.
  private static func cells(_ standing: Standing) -> [Table.Cell] {
    func cell(_ value: Double?) -> Table.Cell { value.map { Shown.cell($0) } ?? Shown.none }
    return [
      cell(standing.value), cell(standing.twin), cell(standing.harmful), cell(standing.benign),
      standing.rank.map { .init("\(Shown.plain(100 * $0, digits: 0)) % of \(standing.others)", value: $0) }
        ?? Shown.none,
    ]
  }

  private var columns: [Table.Column] {
    [
      .init("Language"), .init("This request", isNumeric: true), .init("Its twin", isNumeric: true),
      .init("Harmful, mean", isNumeric: true), .init("Benign, mean", isNumeric: true),
      .init("Lower than it", isNumeric: true),
    ]
  }

  private var leaning: Section {
    Section(
      id: "case-leaning", title: "Does it lean to a refusal?",
      lead: "The log-odds that the answer begins with a word that refusals begin with, before anything is written.",
      blocks: [
        .table(
          Table(
            caption: "Above 0 a refusal is likelier than not. Last: the other requests of this intent that lie lower.",
            columns: columns, rows: readings.map { [.init(Shown.name($0.language))] + Self.cells($0.score) })),
        .facts(
          readings.map { reading in
            let source = reading.tokens.isOwn ? "its own answers" : "its own and labelled answers"
            let texts = reading.tokenTexts.prefix(8).map { "\"\($0)\"" }.joined(separator: " ")
            return Fact(
              "Refusals begin with, \(reading.language.code)",
              "\(texts) (\(source): \(reading.tokens.refusals) that refuse, \(reading.tokens.compliances) that comply)")
          }),
        .note(
          "Refuted as something about this request where it stands in the middle of the others and beside its twin: then the "
            + "language is to be explained, with `isogloss interpret`, and not the case. A model may also refuse later than "
            + "in its first word, which this number does not see."),
      ])
  }

  private var layers: Section {
    let count = readings.first?.layers.count ?? 0
    let places = Shown.spread(count, atMost: 10)
    func row(_ name: String, _ values: [Double]) -> [Table.Cell] {
      [.init(name)] + places.map { Shown.cell(values[$0], digits: 1) }
    }
    return Section(
      id: "case-layers", title: "Where does it turn?",
      lead: "The same log-odds read off the stream before each block: the layer at which request and twin part.",
      blocks: [
        .table(
          Table(
            caption: "By layer; the last column is the model's own output.",
            columns: [.init("Request")] + places.map { .init("\($0)", isNumeric: true) },
            rows: readings.flatMap { reading in
              [row("\(reading.language.name), this request", reading.layers)]
                + (reading.twinLayers.map { [row("\(reading.language.name), its twin", $0)] } ?? [])
            })),
        .note(
          "Early layers do not speak the head's language: only where the rows part and stay apart to the end does a layer "
            + "tell the two requests apart. Refuted as a turn where the rows cross again."),
      ])
  }

  private var direction: Section {
    Section(
      id: "case-direction", title: "Does it look harmful to the model?",
      lead: "Length of the stream along the language's refusal direction, at the place where that direction was found.",
      blocks: [
        .table(
          Table(
            caption: "Further along is more like the harmful requests that the direction was made from.",
            columns: columns,
            rows: projections.map { [.init(Shown.name($0.reading.language))] + Self.cells($0.standing) })),
        .facts(
          projections.map {
            Fact("Read at, \($0.reading.language.code)", "block \($0.place.layer), position \($0.place.position)")
          }),
        .note(
          "A request that lies among the harmful ones and is answered was seen and let pass; one that lies among the benign "
            + "ones was not seen. Refuted where the means of harmful and benign requests lie together: then the direction tells "
            + "nothing in this language."),
      ])
  }
}
