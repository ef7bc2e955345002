public import Foundation

/// Scalars for TensorBoard: a file of records, each a serialised `Event` message.
///
/// Record: length (u64), masked CRC-32C of the length, message, masked CRC-32C of the message; little endian. Messages
/// (tensorflow/core/util/event.proto): `Event { 1: double wall_time; 2: int64 step; 3: string file_version; 5: Summary }`,
/// `Summary { 1: repeated Value }`, `Value { 1: string tag; 2: float simple_value }`.
public final class EventFile {
  private let file: AppendedFile

  /// The file of a folder, new or to go on: a run has one.
  /// - Parameter step: the step that the run goes on from; events of later ones are cut off.
  /// - Throws: `AlignmentError.inputOutput`.
  public init(in folder: URL, goingOnFrom step: Int, now: Date = .now) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let there = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      let name =
        there.last { $0.hasPrefix("events.out.tfevents.") }
        ?? "events.out.tfevents.\(Int(now.timeIntervalSince1970)).\(ProcessInfo.processInfo.hostName).isogloss"
      let url = folder.appendingPathComponent(name)
      let kept =
        try FileManager.default.fileExists(atPath: url.path) ? Self.length(Data(contentsOf: url), upTo: step) : 0
      file = try AppendedFile(url, keeping: kept)
      if kept == 0 {
        try file.append(Self.record(Self.event(step: nil, now) { $0.text(3, "brain.Event:2") }))
      }
    } catch let error as AlignmentError {
      throw error
    } catch {
      throw AlignmentError(.inputOutput, "\(folder.path) cannot hold TensorBoard's files.", underlying: error)
    }
  }

  /// Appends the scalars of a record, as one event.
  public func append(_ record: TrainingRecord, now: Date = .now) throws {
    let event = Self.event(step: record.step, now) { event in
      event.message(5) { summary in
        for (tag, value) in record.scalars {
          summary.message(1) { scalar in
            scalar.text(1, tag)
            scalar.float(2, Float(value))
          }
        }
      }
    }
    try file.append(Self.record(event))
  }

  private static func event(step: Int?, _ now: Date, _ body: (inout ProtobufWriter) -> Void) -> Data {
    var event = ProtobufWriter()
    event.double(1, now.timeIntervalSince1970)
    if let step { event.integer(2, step) }
    body(&event)
    return event.data
  }

  private static func record(_ message: Data) -> Data {
    func bytes<Value>(_ value: Value) -> Data { withUnsafeBytes(of: value) { Data($0) } }
    let length = bytes(UInt64(message.count).littleEndian)
    return length + bytes(CRC32C.masked(length).littleEndian) + message + bytes(CRC32C.masked(message).littleEndian)
  }

  /// Bytes of the whole records whose step is at most the given one.
  private static func length(_ data: Data, upTo step: Int) -> Int {
    let data = Data(data)
    func number(_ range: Range<Int>) -> UInt64 { data[range].reversed().reduce(0) { $0 << 8 | UInt64($1) } }
    var kept = 0
    while kept + 12 <= data.count {
      let size = number(kept..<kept + 8)
      guard number(kept + 8..<kept + 12) == UInt64(CRC32C.masked(data[kept..<kept + 8])),
        size <= UInt64(data.count - kept - 12), kept + 16 + Int(size) <= data.count
      else { break }
      let message = kept + 12..<kept + 12 + Int(size)
      let end = message.upperBound + 4
      guard number(message.upperBound..<end) == UInt64(CRC32C.masked(data[message])) else { break }
      guard stepOf(data[message]) <= step else { break }
      kept = end
    }
    return kept
  }

  /// The step of an event that this file wrote: field 2 follows the nine bytes of the time.
  private static func stepOf(_ message: Data) -> Int {
    var rest = message.dropFirst(9)
    guard rest.popFirst() == 0x10 else { return 0 }
    var value: UInt64 = 0
    for (index, byte) in rest.prefix(9).enumerated() {
      value |= UInt64(byte & 0x7F) << UInt64(7 * index)
      if byte < 0x80 { break }
    }
    return Int(truncatingIfNeeded: value)
  }
}

/// The few wire types of protocol buffers that events need.
struct ProtobufWriter {
  private(set) var data = Data()

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      data.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(rest))
  }

  private mutating func key(_ field: Int, _ wire: Int) { varint(UInt64(field << 3 | wire)) }

  mutating func integer(_ field: Int, _ value: Int) {
    key(field, 0)
    varint(UInt64(bitPattern: Int64(value)))
  }

  mutating func double(_ field: Int, _ value: Double) {
    key(field, 1)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
  }

  mutating func float(_ field: Int, _ value: Float) {
    key(field, 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
  }

  mutating func text(_ field: Int, _ value: String) { bytes(field, Data(value.utf8)) }

  mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    body(&inner)
    bytes(field, inner.data)
  }

  private mutating func bytes(_ field: Int, _ value: Data) {
    key(field, 2)
    varint(UInt64(value.count))
    data.append(value)
  }
}
