import Foundation
import IsoglossLanguageID
import Testing

/// Files that lie: an error or a model that answers something, never a crash.
struct HostileFileTests {
  @Test(arguments: SmallModelTests.names)
  func everyTruncationIsRefused(_ name: String) throws {
    let data = try Data(contentsOf: Place.goldens.appendingPathComponent(name))
    var generator = TestGenerator(state: 5)
    let cuts = Array(0..<200) + (0..<200).map { _ in Int.random(in: 0..<data.count, using: &generator) }
    for cut in cuts {
      #expect(throws: LanguageIDError.self, "\(cut) bytes") { try FastTextModel(data: data.prefix(cut)) }
    }
  }

  @Test(arguments: SmallModelTests.names)
  func mutationsDoNotCrash(_ name: String) throws {
    let original = try Data(contentsOf: Place.goldens.appendingPathComponent(name))
    var generator = TestGenerator(state: UInt64(name.utf8.count) &* 977)
    var refused = 0
    var opened = 0
    for _ in 0..<600 {
      var data = original
      for _ in 0..<Int.random(in: 1...4, using: &generator) { mutate(&data, &generator) }
      do {
        let model = try FastTextModel(data: data)
        opened += 1
        for line in ["kati moru", "čāšē ļuķi ra", "漢字かな", "aaaa kmnprst", ""] {
          let found = model.predict(line, count: 3)
          #expect(found.count <= 3)
          #expect(found.allSatisfy { !$0.probability.isNaN })
        }
      } catch is LanguageIDError {
        refused += 1
      }
    }
    // Both ends are reached: a reader that refuses everything, or nothing, would be no test.
    #expect(refused > 20)
    #expect(opened > 20)
  }

  /// Flips a bit, or writes a number of the kind that breaks readers; half of the time in the head of the file.
  private func mutate(_ data: inout Data, _ generator: inout TestGenerator) {
    let head = Bool.random(using: &generator)
    let position = Int.random(in: 0..<(head ? min(140, data.count) : data.count), using: &generator)
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: data[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: data[position] = UInt8.random(in: 0...255, using: &generator)
    default:
      let nasty: [Int32] = [-1, 0, 1, .max, .min, 255, 65_536, 1 << 30]
      let value = nasty.randomElement(using: &generator) ?? 0
      withUnsafeBytes(of: value.littleEndian) { bytes in
        for (offset, byte) in bytes.enumerated() where position + offset < data.count { data[position + offset] = byte }
      }
    }
  }

  @Test func wrongKindsOfFile() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    #expect { try FastTextModel(contentsOf: folder) } throws: { ($0 as? LanguageIDError)?.code == .unreadable }
    #expect { try FastTextModel(data: Data("GGUF and so on and on".utf8)) } throws: {
      ($0 as? LanguageIDError)?.code == .notAModel
    }
    var data = try Data(contentsOf: Place.goldens.appendingPathComponent("softmax.bin"))
    data[4] = 13
    #expect { try FastTextModel(data: data) } throws: { ($0 as? LanguageIDError)?.code == .notAModel }
    data[4] = 12
    // The model field, after seven settings: 1 is word vectors.
    data[8 + 7 * 4] = 1
    #expect { try FastTextModel(data: data) } throws: { ($0 as? LanguageIDError)?.code == .unsupported }
  }
}
