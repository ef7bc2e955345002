/// Outcomes in 0...1 of several groups, such as attack success by language.
///
/// A cell that is the mean of several answers to one prompt counts as one trial, which is conservative.
public struct GroupedOutcomes: Hashable, Sendable {
  /// Number of groups.
  public let groupCount: Int
  /// Whether a row holds one prompt in every group, so that prompts are resampled for all groups at once.
  public let isPaired: Bool
  /// Paired: `[rows * groups]`, row by row, with 0 where missing. Otherwise the groups' values one after the other.
  let values: [Double]
  /// Paired: 1 where measured and 0 where missing, as ``values``. Otherwise empty.
  let weights: [Double]
  /// Positions in ``values`` at which each group starts, and the end; unused when paired.
  let starts: [Int]

  /// One row a prompt and one column a group; `nil` where a prompt was not asked or not judged. Where prompts come in
  /// clusters, give one row a cluster, with means.
  /// - Throws: `StatisticsError` for rows of different lengths, or values outside 0...1.
  public static func paired(_ rows: [[Double?]]) throws -> GroupedOutcomes {
    let groups = rows.first?.count ?? 0
    var values: [Double] = []
    var weights: [Double] = []
    for (index, row) in rows.enumerated() {
      guard row.count == groups else {
        throw StatisticsError(
          .lengthMismatch, "row \(index) has \(row.count) cells and the first has \(groups): give nil where missing")
      }
      for cell in row {
        try check(cell ?? 0)
        values.append(cell ?? 0)
        weights.append(cell == nil ? 0 : 1)
      }
    }
    return GroupedOutcomes(groupCount: groups, isPaired: true, values: values, weights: weights, starts: [])
  }

  /// One row a prompt and one column a group, of things that happened or not.
  /// - Throws: `StatisticsError.lengthMismatch` for rows of different lengths.
  public static func paired(_ rows: [[Bool?]]) throws -> GroupedOutcomes {
    try paired(rows.map { $0.map { cell -> Double? in cell.map { $0 ? 1 : 0 } } })
  }

  /// One list a group, of prompts that have nothing to do with those of other groups.
  /// - Throws: `StatisticsError.outOfRange` for values outside 0...1.
  public static func independent(_ groups: [[Double]]) throws -> GroupedOutcomes {
    var starts = [0]
    for group in groups {
      for value in group { try check(value) }
      starts.append((starts.last ?? 0) + group.count)
    }
    return GroupedOutcomes(
      groupCount: groups.count, isPaired: false, values: Array(groups.joined()), weights: [], starts: starts)
  }

  /// One list a group, of things that happened or not.
  public static func independent(_ groups: [[Bool]]) throws -> GroupedOutcomes {
    try independent(groups.map { $0.map { $0 ? 1.0 : 0.0 } })
  }

  private static func check(_ value: Double) throws {
    guard value >= 0, value <= 1 else {
      throw StatisticsError(.outOfRange, "an outcome is \(value): give shares in 0...1")
    }
  }
}

extension GroupedOutcomes {
  /// Sums and counts by group.
  var totals: (sums: [Double], counts: [Double]) {
    var sums = [Double](repeating: 0, count: groupCount)
    var counts = sums
    if isPaired {
      for (index, value) in values.enumerated() {
        sums[index % groupCount] += value
        counts[index % groupCount] += weights[index]
      }
    } else {
      for group in 0..<groupCount {
        sums[group] = values[starts[group]..<starts[group + 1]].reduce(0, +)
        counts[group] = Double(starts[group + 1] - starts[group])
      }
    }
    return (sums, counts)
  }

  /// Rates by group in `resamples` resamples, `[resamples][groups]` in one list; not a number where a resample holds
  /// nothing of a group. Paired rows are drawn for all groups at once, so that groups keep moving together.
  func resampledRates(_ resamples: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    let groups = groupCount
    let rows = groups == 0 || !isPaired ? 0 : values.count / groups
    let complete = isPaired && !weights.contains(0)
    return [Double](unsafeUninitializedCapacity: resamples * groups) { rates, count in
      rates.initialize(repeating: 0)
      count = resamples * groups
      values.withUnsafeBufferPointer { values in
        weights.withUnsafeBufferPointer { weights in
          withUnsafeTemporaryAllocation(of: Double.self, capacity: groups) { held in
            for resample in 0..<resamples {
              let base = resample * groups
              if isPaired {
                held.update(repeating: complete ? Double(rows) : 0)
                for _ in 0..<rows {
                  let row = generator.index(below: rows) * groups
                  for group in 0..<groups { rates[base + group] += values[row + group] }
                  if !complete { for group in 0..<groups { held[group] += weights[row + group] } }
                }
                for group in 0..<groups { rates[base + group] /= held[group] }
              } else {
                for group in 0..<groups {
                  let (start, size) = (starts[group], starts[group + 1] - starts[group])
                  for _ in 0..<size { rates[base + group] += values[start + generator.index(below: size)] }
                  rates[base + group] /= Double(size)
                }
              }
            }
          }
        }
      }
    }
  }
}
