internal import Foundation
internal import IsoglossCore

/// What a training has written of itself so far: `metrics.jsonl`, one record a line.
struct TrainingLog: Sendable {
  /// Means over pairs; names as in the file.
  struct Means: Decodable, Sendable {
    var loss: Double?
    var margin: Double?
    var accuracy: Double?
  }

  /// One line.
  struct Record: Decodable, Sendable {
    var kind: String
    var step: Int
    var epoch: Double?
    var all: Means?
    var languages: [String: Means]?
    var tokensPerSecond: Double?
    var seconds: Double?
  }

  let records: [Record]
  /// Lines that are no record: a last one that is being written is none of them.
  let problems: Int

  /// Evaluations on the held-out groups.
  var evaluations: [Record] { records.filter { $0.kind == "evaluation" } }
  /// Steps of training.
  var steps: [Record] { records.filter { $0.kind == "step" } }
  /// The step that it is at.
  var step: Int { records.map(\.step).max() ?? 0 }

  /// Seconds that the steps after the last one take, at the mean of the last fifty; null before the first step, and where there
  /// is none left. Evaluations on the way are not in it.
  func secondsLeft(of total: Int) -> Double? {
    let recent = steps.suffix(50).compactMap(\.seconds).filter { $0.isFinite && $0 >= 0 }
    guard !recent.isEmpty, step < total else { return nil }
    return recent.reduce(0, +) / Double(recent.count) * Double(total - step)
  }

  /// - Throws: `DashboardError.unreadable` for a file that cannot be read, or is larger than 256 MB.
  init(contentsOf url: URL) throws {
    guard let data = try? Data(contentsOf: url, options: .mappedIfSafe), data.count <= 256 << 20 else {
      throw DashboardError(.unreadable, "The metrics of this training cannot be read.")
    }
    var (found, odd) = ([Record](), 0)
    let decoder = JSONDecoder()
    let lines = data.split(separator: 0x0A)
    for (number, line) in lines.enumerated() {
      if let record = try? decoder.decode(Record.self, from: line), record.step >= 0 {
        found.append(record)
      } else if number < lines.count - 1 || data.last == 0x0A {
        odd += 1
      }
    }
    records = found
    problems = odd
  }
}
