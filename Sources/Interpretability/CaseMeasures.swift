public import IsoglossCore

/// What one request does inside of a model.
public struct CaseMeasures: Sendable, Codable {
  /// A number of the request beside those of all requests of its language in the run.
  public struct Standing: Sendable, Codable {
    /// The request's own.
    public var value: Double
    /// Its twin's; null without one.
    public var twin: Double?
    /// Mean of the harmful requests; null for none.
    public var harmful: Double?
    /// Mean of the benign requests; null for none.
    public var benign: Double?
    /// Share of the other requests of the same intent that lie lower; null for none.
    public var rank: Double?
    /// Other requests of the same intent.
    public var others: Int

    /// - Parameters:
    ///   - place: of the request among the values.
    ///   - twin: place of its twin.
    init(_ values: [Double], of place: Int, _ twin: Int?, _ intents: [Intent]) {
      func mean(_ intent: Intent) -> Double? {
        let mine = values.indices.filter { intents[$0] == intent }.map { values[$0] }
        return mine.isEmpty ? nil : mine.mean
      }
      value = values[place]
      self.twin = twin.map { values[$0] }
      (harmful, benign) = (mean(.harmful), mean(.benign))
      let beside = values.indices.filter { $0 != place && intents[$0] == intents[place] }
      others = beside.count
      rank =
        beside.isEmpty ? nil : Double(beside.count { values[$0] < values[place] }) / Double(beside.count)
    }
  }

  /// Where a direction is read.
  public struct Place: Sendable, Codable {
    /// Position in the template after the instruction: -1 is the last token.
    public var position: Int
    /// The block before which it is read.
    public var layer: Int
  }

  /// The request in one language.
  public struct Reading: Sendable, Codable {
    /// The language.
    public var language: Language
    /// Id of the request.
    public var id: String
    /// Id of its twin; null where the run has none.
    public var twin: String?
    /// What refusals begin with.
    public var tokens: RefusalTokens
    /// The same as text.
    public var tokenTexts: [String]
    /// Log-odds that the answer begins with one of them.
    public var score: Standing
    /// The same read off the stream before each block, and before the final norm.
    public var layers: [Double]
    /// The same of the twin; null without one.
    public var twinLayers: [Double]?
    /// Length along the language's refusal direction; null without one.
    public var projection: Standing?
    /// Where the direction is read; null without one.
    public var place: Place?
  }

  /// Intent of the request.
  public var intent: Intent
  /// The request itself, then its counterpart in the reference language, where there is one.
  public var readings: [Reading]
}
