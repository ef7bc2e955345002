public import IsoglossCore

/// What the answers of a run can be filtered by, without any of their texts: one row a prompt, in the order of the data.
public struct RunIndex: Sendable {
  /// One prompt.
  public struct Row: Sendable {
    /// The prompt's id.
    public let id: String
    /// Place of its language in ``RunIndex/languages``.
    public let language: Int
    /// The same request across languages; null where the data are not parallel.
    public let group: String?
    /// Its hazard.
    public let hazard: Hazard?
    /// Its style.
    public let style: AttackStyle?
    /// Its intent.
    public let intent: Intent
    /// Whether it has an answer.
    public let isAnswered: Bool
    /// Whether it is a perturbed prompt, which languages are not measured by.
    public let isPerturbed: Bool
    /// Hash of what is sent. It is of this process: rows of two runs are compared by it, and it is written nowhere.
    let textHash: Int
  }

  /// Languages, in the order of the data.
  public let languages: [Language]
  /// Judges that have a verdict, in alphabetical order.
  public let judges: [String]
  /// Prompts, in the order of the data.
  public let rows: [Row]
  /// Places in `Outcome.names`, `[row][judge]` in one array; 255 where a judge has no verdict.
  private let readings: [UInt8]
  private let places: [String: Int]

  init(languages: [Language], judges: [String], rows: [Row], readings: [UInt8]) {
    self.languages = languages
    self.judges = judges
    self.rows = rows
    self.readings = readings
    places = Dictionary(rows.indices.map { (rows[$0].id, $0) }) { first, _ in first }
  }

  /// The row of a prompt; null where the run has none of that id.
  public func row(of id: String) -> Int? { places[id] }

  /// The row that asks what a row of another run asks, by one id and one text; null where there is none.
  public func row(asking row: Row) -> Int? {
    places[row.id].flatMap { rows[$0].textHash == row.textHash ? $0 : nil }
  }

  /// A judge's place, for ``outcome(_:judge:)``.
  public func judge(_ name: String) -> Int? { judges.firstIndex(of: name) }

  /// The name of the outcome that a judge read in an answer; null where it has no verdict.
  public func outcome(_ row: Int, judge: Int) -> String? {
    let place = readings[row * judges.count + judge]
    return place == Self.none ? nil : Outcome.names[Int(place)]
  }

  static let none: UInt8 = 255
}
