internal import Foundation
internal import IsoglossCore

/// What the bytes of a journal say.
struct JournalContents {
  /// What was sent together.
  struct Send {
    var annotations: [Annotation]
    /// What the sender called it; null for lines that another program wrote.
    var key: String?
    /// The line that it begins in, from 1.
    var line: Int
  }

  /// In order.
  var sends: [Send] = []
  /// Bytes up to the end of the last whole send.
  var length = 0

  /// An annotation as a line.
  private struct Line: Codable {
    var annotation: Annotation
    /// What the sender called the send.
    var key: String?
    /// Lines of the same send that follow: it is whole where this is 0.
    var left: Int?

    private enum CodingKeys: String, CodingKey { case key, left }

    init(annotation: Annotation, key: String, left: Int) {
      self.annotation = annotation
      self.key = key
      self.left = left
    }

    init(from decoder: any Decoder) throws {
      annotation = try Annotation(from: decoder)
      let c = try decoder.container(keyedBy: CodingKeys.self)
      key = try c.decodeIfPresent(String.self, forKey: .key)
      left = try c.decodeIfPresent(Int.self, forKey: .left)
    }

    func encode(to encoder: any Encoder) throws {
      try annotation.encode(to: encoder)
      var c = encoder.container(keyedBy: CodingKeys.self)
      try c.encodeIfPresent(key, forKey: .key)
      try c.encodeIfPresent(left, forKey: .left)
    }
  }

  /// Reads a journal.
  /// - Throws: `ReviewError.malformed` with the line, unless it is of a last send that broke off.
  init(_ data: Data, file: String) throws {
    let decoder = JSONDecoder()
    var open: Send?
    var left = 0
    var (start, number) = (data.startIndex, 0)
    while let end = data[start...].firstIndex(of: UInt8(ascii: "\n")) {
      let bytes = data[start..<end]
      number += 1
      start = data.index(after: end)
      func fail(_ reason: String) -> ReviewError {
        ReviewError(.malformed, "\(file):\(number): \(reason). Mend or remove the line; nothing was changed.")
      }
      guard bytes.count <= Self.longest else { throw fail("more than \(Self.longest) bytes") }
      if open == nil, bytes.allSatisfy({ [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains($0) }) {
        length = start - data.startIndex
        continue
      }
      guard String(validating: bytes, as: UTF8.self) != nil else { throw fail("not UTF-8") }
      let line: Line
      do { line = try decoder.decode(Line.self, from: Data(bytes)) } catch {
        throw fail("no annotation: \(Form.describe(error))")
      }
      var send = open ?? Send(annotations: [], key: line.key, line: number)
      if open != nil {
        guard line.key == send.key, line.left == left - 1, line.annotation.annotator == send.annotations[0].annotator
        else { throw fail("the send before it, from line \(send.line), is not whole") }
      }
      left = line.left ?? 0
      guard left >= 0, left == 0 || line.key != nil else { throw fail("\"left\" is \(left)") }
      send.annotations.append(line.annotation)
      if left == 0 {
        sends.append(send)
        open = nil
        length = start - data.startIndex
      } else {
        open = send
      }
    }
  }

  /// What is sent, as lines.
  static func lines(_ annotations: [Annotation], key: String) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = Data()
    for (place, annotation) in annotations.enumerated() {
      let line = try encoder.encode(Line(annotation: annotation, key: key, left: annotations.count - 1 - place))
      guard line.count <= longest else {
        throw ReviewError(.badAnswer, "An answer of \(line.count) bytes is too long.")
      }
      data += line + [UInt8(ascii: "\n")]
    }
    return data
  }

  /// Bytes of a line at most.
  private static let longest = 1 << 20
}
