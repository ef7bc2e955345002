import Foundation
import IsoglossModelFiles
import Testing

@testable import IsoglossTokenizers

/// Every line of UDHR and NTREX-128 against transformers: hashes of ids, and the text given back.
@Suite(.enabled(if: Place.exists(Place.shared), "shared data is not there"))
struct SharedDataTests {
  static let files = (try? golden("shared.json").get("files").members.map(\.key)) ?? []

  @Test func thereAreEnoughLanguages() {
    #expect(Self.files.filter { $0.hasPrefix("ntrex128") }.count >= 24)
    #expect(Self.files.filter { $0.hasPrefix("udhr") }.count >= 22)
  }

  @Test(arguments: files)
  func everyLine(file: String) throws {
    let golden = try golden("shared.json")
    let entry = try golden.get("files").get(file)
    let block = try #require(golden["block"]?.integer)
    let lines = try lines(file)
    #expect(lines.count == entry["lines"]?.integer)
    for model in Embedded.allCases {
      let tokenizer = try model.tokenizer()
      var hashes: [String] = []
      for start in stride(from: 0, to: lines.count, by: block) {
        var hash = FNV()
        for line in lines[start..<min(start + block, lines.count)] {
          let ids = tokenizer.encode(line)
          hash.add(line: ids)
          if !same(tokenizer.decode(ids), line) { Issue.record("\(model) does not give line of \(file) back: \(line)") }
        }
        hashes.append(hash.hex)
      }
      #expect(hashes == entry[model.rawValue]?.strings, "\(model), \(file)")
    }
  }

  @Test(
    arguments: files.filter { $0.contains("tha") || $0.contains("lav") || $0.contains("lit") || $0.contains("kor") })
  func everyLineWithDigitsSplit(file: String) throws {
    let entry = try golden("shared.json").get("files").get(file)
    let tokenizer = try Tokenizer(gguf: GGUFFile(contentsOf: Embedded.smollm.gguf), splittingDigits: true)
    let lines = try lines(file)
    let hashes = stride(from: 0, to: lines.count, by: 100).map { start in
      var hash = FNV()
      for line in lines[start..<min(start + 100, lines.count)] { hash.add(line: tokenizer.encode(line)) }
      return hash.hex
    }
    #expect(hashes == entry["smollm-digits"]?.strings)
  }

  private func lines(_ file: String) throws -> [String] {
    let data = try Data(contentsOf: Place.shared.appendingPathComponent(file))
    let text = String(decoding: data, as: UTF8.self)
    return text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(Substring($0)) }
  }
}
