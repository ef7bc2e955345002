/// A unit that translators convert, or must keep.
struct MeasureUnit: Hashable, Sendable {
  /// What it measures; two units of one dimension can be converted into each other, money cannot.
  enum Dimension: Sendable {
    case length, mass, volume, time, temperature, speed, share, money
  }
  /// English name.
  var name: String
  /// What it measures.
  var dimension: Dimension
  /// In metres, grams, litres, seconds, kelvins, metres a second; 1 for shares and money.
  var factor: Double
  /// Kelvins at zero; 0 but for temperatures.
  var offset = 0.0

  /// Rounded conversions are right ones: "10 feet" may become "3 metres".
  static let tolerance = 0.07

  /// Whether so much of this unit is `other` of another one, rounding allowed. Money is never the same in another currency.
  func isSame(_ value: Double, as other: Double, _ unit: MeasureUnit) -> Bool {
    // The word "pounds" does not say whether it is weight or money.
    if name == unit.name || Set([name, unit.name]) == ["pound", "pound sterling"] { return value == other }
    guard dimension == unit.dimension, dimension != .money else { return false }
    let a = value * factor + offset
    let b = other * unit.factor + unit.offset
    // Degrees have their zero far away; those of an oven are rounded to tens.
    return dimension == .temperature
      ? abs(a - b) <= (a > 373 ? 5 : 1.2) : abs(a - b) <= Self.tolerance * max(abs(a), abs(b))
  }

  static func named(_ name: String) -> MeasureUnit? { table[name] }

  private static func units(_ dimension: Dimension, _ factors: [(String, Double)]) -> [MeasureUnit] {
    factors.map { MeasureUnit(name: $0.0, dimension: dimension, factor: $0.1) }
  }

  private static let lengths: [(String, Double)] = [
    ("kilometre", 1000), ("metre", 1), ("centimetre", 0.01), ("millimetre", 0.001), ("mile", 1609.344),
    ("yard", 0.9144),
    ("foot", 0.3048), ("inch", 0.0254),
  ]
  private static let masses: [(String, Double)] = [
    ("tonne", 1e6), ("kilogram", 1000), ("gram", 1), ("milligram", 0.001), ("pound", 453.59), ("ounce", 28.35),
    ("stone", 6350.3),
  ]
  private static let volumes: [(String, Double)] = [
    ("litre", 1), ("millilitre", 0.001), ("gallon", 3.785), ("pint", 0.473), ("quart", 0.946),
  ]
  private static let times: [(String, Double)] = [
    ("second", 1), ("minute", 60), ("hour", 3600), ("day", 86_400), ("week", 604_800), ("month", 2_629_800),
    ("year", 31_557_600), ("decade", 315_576_000),
  ]
  private static let speeds: [(String, Double)] = [("kilometre per hour", 0.277_778), ("mile per hour", 0.44704)]
  private static let currencies = [
    "dollar", "euro", "pound sterling", "złoty", "rupee", "taka", "shilling", "koruna", "dirham", "riyal", "peso",
    "real",
    "franc",
  ]

  private static let table: [String: MeasureUnit] = {
    var all = units(.length, lengths)
    all += units(.mass, masses)
    all += units(.volume, volumes)
    all += units(.time, times)
    all += units(.speed, speeds)
    all += units(.share, [("percent", 1)])
    all += units(.money, currencies.map { ($0, 1) })
    all.append(MeasureUnit(name: "celsius", dimension: .temperature, factor: 1, offset: 273.15))
    all.append(MeasureUnit(name: "fahrenheit", dimension: .temperature, factor: 0.555_556, offset: 255.372))
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }()
}
