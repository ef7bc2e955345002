import Foundation
import IsoglossDigests
import Testing

/// Values of the standards themselves: FIPS 180-4's examples, RFC 4231's cases, and Git's name of an empty file.
struct DigestTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func sha256(text: String, hex: String) {
    #expect(Hex.of(Digest.of(Data(text.utf8))) == hex)
  }

  @Test func sha1() {
    #expect(Hex.of(Digest.of(Data("abc".utf8), .sha1)) == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(Hex.of(Digest.of(Data("blob 0\0".utf8), .sha1)) == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
  }

  @Test func aMillionBytesInPieces() {
    var digest = Digest(.sha256)
    for _ in 0..<1000 { digest.update(Data(repeating: UInt8(ascii: "a"), count: 1000)) }
    #expect(
      Hex.of(digest.finalize()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func aFileIsReadFromWhereItStands() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "digest-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data("xyzabc".utf8).write(to: url)
    let file = try FileHandle(forReadingFrom: url)
    defer { try? file.close() }
    try file.seek(toOffset: 5)
    #expect(try Digest.of(file, after: Data("ab".utf8)) == Digest.of(Data("abc".utf8)))
  }

  /// RFC 4231, cases 1, 2 and 6: a short key, a word, and a key longer than a block.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func messageCodes(key: [UInt8], message: String, hex: String) {
    #expect(Hex.of(MessageCode.sha256(Data(message.utf8), key: key)) == hex)
  }
}
