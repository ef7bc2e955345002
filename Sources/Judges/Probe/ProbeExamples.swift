public import IsoglossCore

/// What the two heads of a probe learn from.
public struct ProbeExamples: Hashable, Sendable {
  /// Examples of one head.
  public struct Parts: Hashable, Sendable {
    /// What it is fitted to.
    public var train: [ProbeExample]
    /// What sets its threshold.
    public var threshold: [ProbeExample]
  }

  /// Answers, positive where they decline.
  public let refusal: Parts
  /// Requests, positive where they ask for harm.
  public let request: Parts

  /// Examples from labelled answers, whose train part is fitted to and whose calibrate part sets the thresholds; the
  /// test part is never used. `wordings` and `requests` are all fitted to.
  public init(labels: [LabelledAnswer], wordings: [LabelledAnswer], requests: [Prompt]) {
    let train = labels.filter { $0.split == .train }
    let calibrate = labels.filter { $0.split == .calibrate }
    refusal = Parts(
      train: ProbeExample.refusals(train, source: "labels") + ProbeExample.refusals(wordings, source: "wordings"),
      threshold: ProbeExample.refusals(calibrate, source: "labels"))
    request = Parts(
      train: ProbeExample.requests(train, source: "labels") + ProbeExample.requests(requests, source: "requests"),
      threshold: ProbeExample.requests(calibrate, source: "labels"))
  }

  /// SHA-256 over every example of each part, in the order of their ids.
  public var hash: String {
    ContentHash.of(
      [refusal.train, refusal.threshold, request.train, request.threshold].flatMap { part in
        ["\(part.count)"]
          + part.sorted { $0.id < $1.id }.flatMap {
            [$0.id, $0.group, $0.language.code, $0.source, $0.text, $0.isPositive ? "1" : "0"]
          }
      })
  }

  /// The languages that both heads learn from: those of RefusEU in the paper's order, then others by code.
  public var languages: [Language] {
    let known = Set(refusal.train.map(\.language)).intersection(request.train.map(\.language))
    let ordered = Language.refusEU.filter(known.contains)
    return ordered + known.subtracting(ordered).sorted()
  }
}
