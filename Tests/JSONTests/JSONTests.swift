import Foundation
import IsoglossJSON
import Testing

/// What is written is read back alike by Foundation and by our reader, and the reader takes no text that Foundation refuses.
struct JSONTests {
  private static let texts = [
    "", "plain", "quote \" backslash \\ slash /", "tab\tnewline\nreturn\rnull\u{0}bell\u{7}delete\u{7F}",
    "Žlutý kůň 中文 العربية 👩‍👩‍👧 \u{2028}\u{FEFF}", "e\u{301} é", "</script>", "\"", "\\\\\"\"", "\n",
  ]

  @Test(arguments: texts)
  func textsSurvive(text: String) throws {
    var writer = JSONWriter()
    writer.object {
      $0.member(text, text)
      $0.member("n", raw: "-1.5e3")
      $0.key("list")
      $0.array([text, "b"]) { $0.string($1) }
      $0.key("nothing")
      $0.object { _ in }
      $0.member("yes", raw: "true")
    }
    let object = try #require(try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any])
    #expect((object[text] as? String).map { Array($0.utf8) } == Array(text.utf8))
    #expect(object["list"] as? [String] == [text, "b"])
    #expect(object["yes"] as? Bool == true)

    var found: [String] = []
    var numbers: [Double] = []
    let isRead: Void? = JSONReader.read(writer.bytes) { (reader) throws(JSONFault) in
      try reader.object { (reader, name) throws(JSONFault) in
        switch name {
        case "n": numbers.append(try reader.double())
        case "list": try reader.array { (reader) throws(JSONFault) in found.append(try reader.string()) }
        case "nothing": try reader.skip()
        case "yes": #expect(try reader.boolean())
        default:
          #expect(Array(name.utf8) == Array(text.utf8))
          found.append(try reader.string())
        }
      }
    }
    #expect(isRead != nil)
    #expect(numbers == [-1500])
    #expect(found.map { Array($0.utf8) } == [text, text, "b"].map { Array($0.utf8) })
  }

  @Test(arguments: [
    #""\u0041\u00e9\ud83d\ude00\/\b\f\n\r\t""#, #" [ 1 , -0.5e-2 , true , null , {"a":[]} ] "#, "0", "-0", "12e+1",
    "{}",
    #"{"a":1,"a":2}"#,
  ])
  func whatIsJSONIsTaken(text: String) throws {
    _ = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    #expect(isTaken(Array(text.utf8)))
  }

  @Test(arguments: [
    "", " ", "{", "}", "[1,]", #"{"a":1,}"#, #"{"a"}"#, #"{a:1}"#, "01", "1.", ".5", "-", "1e", "+1", "tru", "truex",
    "nul",
    "NaN", #""\x""#, #""\u12""#, #""\ud800""#, #""\ud800\u0041""#, "\"a\nb\"", "\"a", "1 2", "[1 2]", "'a'",
    String(repeating: "[", count: 100_000),
  ])
  func whatIsNoJSONIsAFault(text: String) {
    #expect(!isTaken(Array(text.utf8)))
  }

  @Test func invalidUTF8IsAFault() {
    #expect(!isTaken([0x22, 0xC3, 0x28, 0x22]))
    #expect(!isTaken([0x22, 0x5C, 0x6E, 0xFF, 0x22]))
  }

  @Test func numbersAreWhatTheirReaderExpects() {
    func integer(_ text: String) -> Int? {
      JSONReader.read(text) { (reader) throws(JSONFault) in try reader.integer() }
    }
    func double(_ text: String) -> Double? {
      JSONReader.read(text) { (reader) throws(JSONFault) in try reader.double() }
    }
    #expect(integer("-42") == -42)
    #expect(integer("9223372036854775807") == Int.max)
    #expect(integer("9223372036854775808") == nil)
    #expect(integer("1.0") == nil)
    #expect(double("1e400") == nil)
    #expect(double("0.1") == 0.1)
  }

  @Test func aSharedTextIsTheKnownOneOnlyWhereItsBytesAreEqual() {
    // Equal by Unicode, spelt in two ways.
    var known = "e\u{301}"
    let read = JSONReader.read("\"é\"") { (reader) throws(JSONFault) in try reader.string(sharing: &known) }
    #expect(read.map { Array($0.utf8) } == Array("é".utf8))
    #expect(Array(known.utf8) == Array("é".utf8))
  }

  /// Escapes without end take time in proportion: a tenth of a second where copying each time would take an hour.
  @Test(.timeLimit(.minutes(1))) func manyEscapesTakeLinearTime() {
    let text = "\"" + String(repeating: #"\u00e9"#, count: 1_000_000) + "\""
    let read = JSONReader.read(text) { (reader) throws(JSONFault) in try reader.string() }
    #expect(read?.unicodeScalars.count == 1_000_000)
  }

  /// Damage at every place and of every byte: what our reader takes, Foundation takes too.
  @Test func damageIsNeverTakenThatFoundationRefuses() {
    let whole = Array(#"{"a":[1,-2.5e3,true,null],"b":{"c":"é\n\ud83d\ude00"}}"#.utf8)
    var taken = 0
    for place in whole.indices {
      for byte in [0, 0x20, 0x22, 0x2C, 0x2E, 0x30, 0x5B, 0x5C, 0x5D, 0x65, 0x7B, 0x7D, 0x80, 0xFF] as [UInt8] {
        var damaged = whole
        damaged[place] = byte
        for bytes in [damaged, Array(whole[..<place])] where isTaken(bytes) {
          taken += 1
          let text = String(decoding: bytes, as: UTF8.self)
          #expect((try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil, "\(text)")
        }
      }
    }
    #expect(taken > 0)
  }

  private func isTaken(_ bytes: [UInt8]) -> Bool {
    let taken: Void? = JSONReader.read(bytes) { (reader) throws(JSONFault) in try reader.skip() }
    return taken != nil
  }
}
