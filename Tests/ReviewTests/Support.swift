import Foundation
import IsoglossCore

@testable import IsoglossReview

enum Support {
  /// A place where nothing is.
  static func place(_ name: String = "journal.jsonl") -> URL {
    FileManager.default.temporaryDirectory.appending(path: "isogloss-review-\(UUID().uuidString)/\(name)")
  }

  /// A form of two labels and a set.
  static let form = Form(
    name: "f",
    questions: [
      .init(id: "kind", text: "Which?", choices: [Form.Choice("a"), Form.Choice("b"), Form.Choice("c")]),
      .init(id: "languages", text: "Which languages?", kind: .languages),
      .init(id: "note", text: "Why?", kind: .text, isRequired: false),
    ])

  static func items(_ count: Int, languages: [String] = ["en", "lv", "ar"]) -> [Item] {
    (0..<count).map { number in
      let language = Language(languages[number % languages.count])
      return Item(
        id: "i\(number)", language: language, group: "g\(number / languages.count)",
        fields: [.init("text", title: "Text", text: "The text of \(number)", language: language)])
    }
  }

  static func annotation(_ item: String, _ question: String, _ value: String, by name: String) -> Annotation {
    Annotation(item: item, question: question, value: value, annotator: name, time: moment)
  }

  static func submission(
    _ item: String, by name: String, kind: String = "a", languages: String = "en", key: String = UUID().uuidString
  ) -> Submission {
    Submission(key: key, item: item, annotator: name, answers: ["kind": kind, "languages": languages])
  }

  /// A whole second, as journals keep times.
  static let moment = Date(timeIntervalSince1970: 1_790_000_000)
}

extension Turn {
  /// The item's id, where there is one.
  var item: String? { if case .work(let work) = self { work.item.id } else { nil } }
}

/// A seeded source of numbers for properties (SplitMix64, Steele et al. 2014).
struct Draws: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
