public import Foundation

/// A run's records as JSON lines, one a step or evaluation.
///
/// A line is written whole and at once. Opening a log to go on from a step drops the lines of later steps, and a line that
/// a killed process left unfinished, so that no step stands in it twice.
public final class MetricsLog {
  private let file: AppendedFile

  /// Opens a log, new or to go on.
  /// - Parameter step: the step that the run goes on from; records of later ones are cut off.
  /// - Throws: `AlignmentError.damaged` where a line before the last is not a record, `.inputOutput`.
  public init(at url: URL, goingOnFrom step: Int) throws {
    var kept = 0
    if FileManager.default.fileExists(atPath: url.path) {
      for (record, end) in try Self.lines(of: url) {
        guard record.step <= step else { break }
        kept = end
      }
    }
    file = try AppendedFile(url, keeping: kept)
  }

  /// Appends a record.
  public func append(_ record: TrainingRecord) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = Self.encoding
    try file.append(encoder.encode(record) + Data("\n".utf8))
  }

  /// Makes the records survive the machine, too.
  public func synchronize() throws { try file.synchronize() }

  /// The records of a log; a last line that was not finished is left out.
  /// - Throws: `AlignmentError.damaged`, `.inputOutput`.
  public static func read(_ url: URL) throws -> [TrainingRecord] { try lines(of: url).map(\.record) }

  private static let encoding = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")

  /// Records with the byte after each.
  private static func lines(of url: URL) throws -> [(record: TrainingRecord, end: Int)] {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw AlignmentError(.inputOutput, "\(url.path) cannot be read.", underlying: error)
    }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    var found: [(record: TrainingRecord, end: Int)] = []
    var start = data.startIndex
    var number = 0
    while let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) {
      number += 1
      do {
        found.append((try decoder.decode(TrainingRecord.self, from: data[start..<end]), end + 1 - data.startIndex))
      } catch {
        throw AlignmentError(
          .damaged,
          "\(url.lastPathComponent):\(number): not a record of a run. Move the file away to go on without it.",
          underlying: error)
      }
      start = end + 1
    }
    return found
  }
}
