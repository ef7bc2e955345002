/// Names of judges as tables show them.
public enum JudgeLabel {
  /// A name without the address that it is asked at, the voices of an ensemble, or the hash of its patterns:
  /// `llama-guard-3-8b/1@HOST#NAME` is `llama-guard-3-8b/1`.
  public static func short(_ name: String) -> String {
    var short = name.prefix { $0 != "@" && $0 != "(" }
    if let hyphen = short.lastIndex(of: "-") {
      let tail = short[short.index(after: hyphen)...]
      if tail.count == 16, tail.allSatisfy(\.isHexDigit) { short = short[..<hyphen] }
    }
    return short.isEmpty ? name : String(short)
  }

  /// The short names of several judges, in order; in full where two would be alike.
  public static func short(_ names: [String]) -> [String] {
    let labels = names.map { short($0) }
    let counts = Dictionary(labels.map { ($0, 1) }, uniquingKeysWith: +)
    return zip(names, labels).map { counts[$1] == 1 ? $1 : $0 }
  }

  /// What kind of judge a name or specification names, without version and address: `llama-guard-3-8b`.
  public static func kind(_ name: String) -> String { String(short(name).prefix { $0 != "/" && $0 != ":" }) }

  /// The kinds of all voices that a name names: an ensemble's name holds those of its members.
  public static func kinds(_ name: String) -> Set<String> {
    guard let open = name.firstIndex(of: "("), name.hasSuffix(")"), name.hasPrefix("ensemble-") else {
      return [kind(name)]
    }
    let inside = name[name.index(after: open)...].dropLast()
    let voices = inside.split(whereSeparator: { $0 == "&" || $0 == ";" })
    return Set(voices.map { kind(String($0.drop { $0 == " " })) })
  }

  /// Whether two kinds may be one judge: equal, or one the other's family (`llama-guard-3` and `llama-guard-3-8b`).
  public static func mayBeSame(_ a: String, _ b: String) -> Bool {
    a == b || a.hasPrefix(b + "-") || b.hasPrefix(a + "-")
  }
}
