internal import IsoglossCore
internal import IsoglossJSON

/// Verdicts as rows hold them: the JSON that `Verdict` codes itself as, with sorted keys. Every answer has one or more, so
/// it is written and read in one pass; a row of another form is the decoder's to read or to refuse.
struct VerdictText {
  // What judges say again and again.
  private var judge = ""
  private var harm = ""
  private var refusal = ""

  /// The text of a verdict.
  /// - Throws: `EncodingError` for a number that JSON cannot hold.
  static func write(_ verdict: Verdict) throws -> String {
    let scores = verdict.scores ?? [:]
    guard verdict.probability?.isFinite ?? true, scores.values.allSatisfy(\.isFinite) else {
      return try RunStore.json(verdict)
    }
    var writer = JSONWriter(capacity: 512)
    writer.object { writer in
      writer.reading("harm", verdict.harm) { $0.flag($1) }
      writer.key("hazards")
      writer.array(verdict.hazards) { $0.string($1.rawValue) }
      writer.member("judge", verdict.judge)
      writer.reading("language", verdict.language) { $0.member("_0", $1.code) }
      if case .unscored(let reason) = verdict.outcome {
        writer.member("outcome", "unscored:\(reason)")
      } else {
        writer.member("outcome", verdict.outcome.name)
      }
      if let probability = verdict.probability { writer.member("probability", raw: "\(probability)") }
      writer.member("raw", verdict.raw)
      writer.reading("refusal", verdict.refusal) { $0.flag($1) }
      guard verdict.scores != nil else { return }
      writer.key("scores")
      writer.object { writer in
        for (name, score) in scores.sorted(by: { $0.key < $1.key }) { writer.member(name, raw: "\(score)") }
      }
    }
    return writer.text
  }

  /// The verdict of a text.
  /// - Throws: `StoreError.damaged`.
  mutating func read(_ text: String) throws -> Verdict {
    try JSONReader.read(text) { (reader) throws(JSONFault) in try verdict(&reader) } ?? RunStore.decode(text)
  }

  private mutating func verdict(_ reader: inout JSONReader) throws(JSONFault) -> Verdict {
    var judge: String?
    var outcome: Outcome?
    var raw: String?
    var harm: Reading<Bool>?
    var refusal: Reading<Bool>?
    var language: Reading<Language>?
    var hazards: [Hazard]?
    var probability: Double?
    var scores: [String: Double]?
    try reader.object { (reader, name) throws(JSONFault) in
      switch name {
      case "judge": judge = try reader.string(sharing: &self.judge)
      case "outcome": outcome = try Self.outcome(reader.string())
      case "raw": raw = try reader.string()
      case "harm":
        harm = try reader.reading(&self.harm) { (reader) throws(JSONFault) in try reader.boolean() }
      case "refusal":
        refusal = try reader.reading(&self.refusal) { (reader) throws(JSONFault) in try reader.boolean() }
      case "language":
        var reason = ""
        language = try reader.reading(&reason) { (reader) throws(JSONFault) in Language(try reader.string()) }
      case "hazards":
        hazards = try reader.array { (reader) throws(JSONFault) in
          guard let hazard = Hazard(rawValue: try reader.string()) else { throw JSONFault() }
          return hazard
        }
      case "probability": probability = try reader.double()
      case "scores":
        var found: [String: Double] = [:]
        try reader.object { (reader, name) throws(JSONFault) in found[name] = try reader.double() }
        scores = found
      default: try reader.skip()
      }
    }
    guard let judge, let outcome, let raw, let harm, let refusal, let language, let hazards else { throw JSONFault() }
    return Verdict(
      judge: judge, outcome: outcome, harm: harm, refusal: refusal, hazards: hazards, probability: probability,
      scores: scores, language: language, raw: raw)
  }

  private static func outcome(_ text: String) throws(JSONFault) -> Outcome {
    let parts = text.split(separator: ":", maxSplits: 1)
    let reason = parts.count > 1 ? String(parts[1]) : nil
    guard let name = parts.first, let outcome = Outcome(name: String(name), reason: reason) else { throw JSONFault() }
    return outcome
  }
}

extension JSONWriter {
  /// A member that is a reading; `value` writes the member `_0` of a scored one.
  fileprivate mutating func reading<Value>(
    _ name: String, _ reading: Reading<Value>, _ value: (inout JSONWriter, Value) -> Void
  ) {
    key(name)
    object { writer in
      switch reading {
      case .scored(let scored):
        writer.key("scored")
        writer.object { value(&$0, scored) }
      case .unscored(let reason):
        writer.key("unscored")
        writer.object { $0.member("_0", reason) }
      }
    }
  }

  fileprivate mutating func flag(_ value: Bool) { member("_0", raw: value ? "true" : "false") }
}

extension JSONReader {
  /// A reading; `known` is the last reason that one was unscored for.
  fileprivate mutating func reading<Value>(
    _ known: inout String, _ value: (inout JSONReader) throws(JSONFault) -> Value
  ) throws(JSONFault) -> Reading<Value> {
    var found: Reading<Value>?
    try object { (reader, name) throws(JSONFault) in
      switch name {
      case "scored":
        try reader.object { (reader, _) throws(JSONFault) in found = .scored(try value(&reader)) }
      case "unscored":
        try reader.object { (reader, _) throws(JSONFault) in found = .unscored(try reader.string(sharing: &known)) }
      default: throw JSONFault()
      }
    }
    guard let found else { throw JSONFault() }
    return found
  }
}
