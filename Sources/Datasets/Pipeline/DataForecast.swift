public import IsoglossCore

/// What a data build will ask, before anything is asked: numbers of calls and rows at most, tokens by a rule of thumb.
///
/// A token is taken as four bytes of UTF-8, an answer as long as the model may write. Stages that drop rows drop none here.
public struct DataForecast: Sendable {
  /// What one stage asks of one engine.
  public struct Line: Hashable, Sendable, Codable {
    /// The stage's name.
    public var stage: String
    /// The engine's name in the recipe.
    public var engine: String
    /// Calls.
    public var calls: Int
    /// Tokens sent.
    public var promptTokens: Int
    /// Tokens answered, at most.
    public var answerTokens: Int
    /// Characters (Unicode code points) sent, where the engine counts these.
    public var characters: Int?
    /// Cost; null where no price is known.
    public var cost: Double?
    /// Rows after the stage, at most.
    public var rows: Int
  }

  /// A model as a forecast knows it.
  public struct Engine: Hashable, Sendable {
    /// Its name in the recipe.
    public var name: String
    /// Most tokens that it answers with.
    public var answerTokens: Int
    /// What its tokens cost; null where nobody said.
    public var prices: TokenPrices?

    /// An engine.
    public init(name: String, answerTokens: Int, prices: TokenPrices? = nil) {
      self.name = name
      self.answerTokens = answerTokens
      self.prices = prices
    }
  }

  /// Tokens around a text in a prompt of this module: instructions and rules.
  private static let frame = 120

  /// What every stage asks, in order.
  public private(set) var lines: [Line] = []
  /// Rows by language as they stand after the last stage.
  public private(set) var rows: [Language: Int]
  private var textTokens: Double
  private var textCharacters: Double
  private var answerTokens = 0.0

  /// A forecast that begins with some prompts.
  public init(_ prompts: [Prompt]) {
    rows = prompts.reduce(into: [:]) { $0[$1.language, default: 0] += 1 }
    let count = Double(max(1, prompts.count))
    textTokens = prompts.reduce(0) { $0 + (Double($1.text.utf8.count) / 4).rounded(.up) } / count
    textCharacters = Double(prompts.reduce(0) { $0 + $1.text.unicodeScalars.count }) / count
  }

  /// Counts end here, far above what anybody can ask: a recipe may name any number, and sums must stay whole numbers.
  private static let most = 1e15

  private static func whole(_ count: Double) -> Int { Int(min(count.rounded(.up), most)) }

  private var total: Int { Self.whole(rows.values.reduce(0.0) { $0 + Double($1) }) }

  private mutating func add(
    _ stage: String, _ engine: Engine, calls: Double, promptTokens: Double, answerTokens: Int? = nil
  ) {
    let sent = Self.whole(calls * promptTokens)
    let answered = Self.whole(calls * Double(answerTokens ?? engine.answerTokens))
    lines.append(
      Line(
        stage: stage, engine: engine.name, calls: Self.whole(calls), promptTokens: sent, answerTokens: answered,
        characters: nil,
        cost: engine.prices.map { (Double(sent) * $0.prompt + Double(answered) * $0.completion) / 1e6 }, rows: total))
  }

  /// Translations that a stage makes.
  private mutating func translations(into targets: [Language], keepsSource: Bool) -> Double {
    let before = rows
    var made = 0.0
    if !keepsSource { rows = [:] }
    for (language, count) in before {
      for target in targets where target != language {
        rows[target] = Self.whole(Double(rows[target] ?? 0) + Double(count))
        made += Double(count)
      }
    }
    return made
  }

  /// Adds a translation by a model, a text a call.
  public mutating func translate(_ stage: String, by engine: Engine, into targets: [Language], keepsSource: Bool) {
    let count = translations(into: targets, keepsSource: keepsSource)
    add(stage, engine, calls: count, promptTokens: Double(Self.frame) + textTokens)
  }

  /// Adds a translation that is counted in characters, `batch` texts a call.
  /// - Parameter price: of a million characters; null where nobody said.
  public mutating func translate(
    _ stage: String, by engine: String, batch: Int, price: Double?, into targets: [Language], keepsSource: Bool
  ) {
    let count = translations(into: targets, keepsSource: keepsSource)
    let characters = Self.whole(count * textCharacters)
    lines.append(
      Line(
        stage: stage, engine: engine, calls: Self.whole(count / Double(batch)), promptTokens: 0, answerTokens: 0,
        characters: characters, cost: price.map { Double(characters) * $0 / 1e6 }, rows: total))
  }

  /// Adds a Rainbow search in every language.
  public mutating func rainbow(
    _ stage: String, mutators: [Engine], target: Engine, judge: Engine, preference: Engine, samples: Int,
    languages: [Language]?, cells: Int, options: RainbowOptions
  ) {
    let searched = languages ?? rows.keys.sorted()
    let proposals = Double(searched.count) * Double(options.iterations) * Double(options.batch)
    let seeds = searched.reduce(0.0) { $0 + Double(min(cells, rows[$1] ?? 0)) }
    rows = Dictionary(uniqueKeysWithValues: searched.map { ($0, cells) })
    for mutator in mutators {
      // A mutator is drawn for every proposal: the mean, rounded up.
      let share = (2 * proposals / Double(mutators.count)).rounded(.up)
      add(
        stage, mutator, calls: share, promptTokens: Double(Self.frame) + textTokens,
        answerTokens: options.mutationTokens)
    }
    let answered = Double(options.answerTokens)
    add(stage, target, calls: proposals + seeds, promptTokens: textTokens, answerTokens: options.answerTokens)
    add(stage, judge, calls: proposals + seeds, promptTokens: 2 * Double(Self.frame) + textTokens + answered)
    add(
      stage, preference, calls: 2 * Double(samples) * proposals, promptTokens: Double(Self.frame) + 2 * answered,
      answerTokens: 8)
  }

  /// Adds refusals and compliances.
  public mutating func answer(_ stage: String, refusals: [Engine], compliances: [Engine]) {
    let asked = Double(total)
    let pairs = Double(max(refusals.count, compliances.count))
    rows = rows.mapValues { Self.whole(Double($0) * pairs) }
    for engine in refusals + compliances { add(stage, engine, calls: asked, promptTokens: textTokens) }
    answerTokens = Double((refusals + compliances).map(\.answerTokens).max() ?? 0)
  }

  /// Adds rounds of critique and revision.
  public mutating func revise(_ stage: String, by engine: Engine, rounds: Int) {
    let answer = answerTokens > 0 ? answerTokens : Double(engine.answerTokens)
    add(
      stage, engine, calls: 2 * Double(rounds) * Double(total),
      promptTokens: textTokens + answer + 1.5 * Double(Self.frame) + Double(engine.answerTokens) / 2)
  }

  /// Adds judges' readings of requests and answers: three a row and judge.
  public mutating func judge(_ stage: String, by engine: Engine) {
    add(stage, engine, calls: 3 * Double(total), promptTokens: 2 * Double(Self.frame) + textTokens + answerTokens)
  }

  /// Adds a stage that asks nobody.
  public mutating func nothing(_ stage: String) {
    lines.append(
      Line(
        stage: stage, engine: "–", calls: 0, promptTokens: 0, answerTokens: 0, characters: nil, cost: nil, rows: total))
  }

  /// Sum of the costs that are known; null where none is.
  public var cost: Double? {
    let costs = lines.compactMap(\.cost)
    return costs.isEmpty ? nil : costs.reduce(0, +)
  }

  /// One line: calls, tokens and cost of all stages.
  public var headline: String {
    func sum(_ part: (Line) -> Int) -> Int { lines.reduce(0) { $0 + part($1) } }
    let stages = Set(lines.map(\.stage)).count
    let price = cost.map { "estimated cost \(($0 * 100).rounded() / 100)" } ?? "no price is given"
    let place = stages == 1 ? "1 stage" : "\(stages) stages"
    return "at most \(sum(\.calls)) calls in \(place), \(sum(\.promptTokens)) tokens in and "
      + "\(sum(\.answerTokens)) out; \(price)"
  }

  /// The forecast as a table.
  public var table: Table {
    func cell(_ value: Int) -> Table.Cell { Table.Cell("\(value)", value: Double(value)) }
    func cost(_ value: Double?) -> Table.Cell {
      value.map { Table.Cell("\(($0 * 100).rounded() / 100)", value: $0) } ?? Table.Cell("–", emphasis: .faint)
    }
    let columns =
      [Table.Column("stage"), Table.Column("asks")]
      + ["calls", "tokens in", "tokens out", "characters", "cost", "rows after"].map {
        Table.Column($0, isNumeric: true)
      }
    return Table(
      caption: "At most, with a token as four bytes of text and answers as long as they may be.", columns: columns,
      rows: lines.map { line in
        [
          Table.Cell(line.stage), Table.Cell(line.engine), cell(line.calls), cell(line.promptTokens),
          cell(line.answerTokens), line.characters.map(cell) ?? Table.Cell("–", emphasis: .faint), cost(line.cost),
          cell(line.rows),
        ]
      })
  }
}
