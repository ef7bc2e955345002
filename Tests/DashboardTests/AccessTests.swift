import Foundation
import Testing

@testable import IsoglossDashboard

/// Who gets in, and under which name a dashboard answers.
struct AccessTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-access-\(UUID().uuidString)")

  @Test func aTokenOpensTheDoorOfItsOwnAccountAlone() throws {
    let file = folder.appending(path: "people")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let anna = try TokenFile.add("anna", role: .annotator, to: file)
    let ben = try TokenFile.add("ben", role: .reader, to: file)
    #expect(anna.utf8.count == 64 && anna != ben)
    let tokens = try TokenFile(contentsOf: file)
    #expect(tokens.account(token: anna)?.name == "anna")
    #expect(tokens.account(token: ben)?.role == .reader)
    for wrong in ["", String(anna.dropLast()), anna + "0", anna.uppercased(), TokenFile.hash(anna)] {
      #expect(tokens.account(token: wrong) == nil)
    }
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(!text.contains(anna) && !text.contains(ben))
    let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? NSNumber
    #expect(mode?.intValue == 0o600)
    #expect(throws: DashboardError.self) { try TokenFile.add("anna", role: .admin, to: file) }
    #expect(try TokenFile(contentsOf: file).accounts == tokens.accounts)
  }

  @Test(arguments: [
    "", "# nobody\n", "anna annotator\n", "anna annotator plain:abc\n", "anna annotator sha256:abc\n",
    "anna owner sha256:\(String(repeating: "a", count: 64))\n",
    "an na annotator sha256:\(String(repeating: "a", count: 64))\n",
    "../x reader sha256:\(String(repeating: "a", count: 64))\n",
    "a reader sha256:\(String(repeating: "a", count: 64))\na reader sha256:\(String(repeating: "b", count: 64))\n",
    "a reader sha256:\(String(repeating: "a", count: 64))\nb reader sha256:\(String(repeating: "a", count: 64))\n",
  ])
  func aTokenFileThatIsWrongIsRefused(text: String) {
    #expect(throws: DashboardError.self) { try TokenFile(text, name: "people") }
  }

  @Test func aSessionCannotBeForgedAndEnds() throws {
    let key = try Secret.key(at: folder.appending(path: "key"))
    defer { try? FileManager.default.removeItem(at: folder) }
    let signer = SessionSigner(key: key)
    let anna = Account(name: "anna", role: .annotator, tokenHash: "aa")
    let cookie = signer.issue(anna)
    func find(_ name: String) -> Account? { name == "anna" ? anna : nil }
    #expect(signer.session(cookie, account: find)?.account == anna)
    // The same key read again: the session outlives the server.
    let restarted = SessionSigner(key: try Secret.key(at: folder.appending(path: "key")))
    #expect(restarted.session(cookie, account: find)?.csrf == signer.session(cookie, account: find)?.csrf)
    #expect(signer.session(cookie, now: .now + 13 * 3600, account: find) == nil)
    // Another token, or no account any more, ends it.
    #expect(signer.session(cookie) { _ in Account(name: "anna", role: .annotator, tokenHash: "bb") } == nil)
    #expect(signer.session(cookie) { _ in nil } == nil)
    let parts = cookie.split(separator: "~").map(String.init)
    for forged in [
      "", "~~~", "anna", cookie + "0", parts.dropLast().joined(separator: "~"),
      (["ben"] + parts.dropFirst()).joined(separator: "~"),
      [parts[0], "99999999999", parts[2], parts[3]].joined(separator: "~"),
    ] {
      #expect(signer.session(forged) { Account(name: $0, role: .admin, tokenHash: "aa") } == nil)
    }
  }

  @Test func aKeyThatOthersMayReadIsRefused() throws {
    let file = folder.appending(path: "key")
    defer { try? FileManager.default.removeItem(at: folder) }
    _ = try Secret.key(at: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
    #expect(throws: DashboardError.self) { try Secret.key(at: file) }
  }

  @Test(arguments: [
    ("127.0.0.1:8377", true), ("localhost", true), ("LOCALHOST:1", true), ("[::1]:8377", true),
    ("evil.example", false), ("127.0.0.1.evil.example", false), ("localhost.evil.example:8377", false), ("", false),
    ("[::1", false), ("localhost:x", false), (":8377", false), ("dash.example.org", true),
  ])
  func aHostIsOneOfItsOwnNames(host: String, isOwn: Bool) throws {
    let rule = try HostRule(address: "127.0.0.1", origin: URL(string: "https://dash.example.org"))
    #expect(rule.allows(host: host) == isOwn)
  }

  @Test(arguments: [
    ("192.168.1.7:8377", true), ("[fd00::7]:8377", true), ("evil.example", false), ("192.168.1.evil.example", false),
    ("1.2.3.4.example:80", false), ("256.1.1.1", false), ("box.local:8377", false),
  ])
  func whatOthersReachIsAlsoItsAddressInNumbers(host: String, isOwn: Bool) throws {
    #expect(try HostRule(address: "0.0.0.0").allows(host: host) == isOwn)
    #expect(try !HostRule(address: "127.0.0.1").allows(host: host))
  }

  @Test(
    arguments: [
      ("http://127.0.0.1:8377", nil, true), ("https://dash.example.org", "same-origin", true),
      ("http://127.0.0.1:9999", nil, false), ("https://evil.example", nil, false), ("null", nil, false),
      ("http://127.0.0.1:8377", "cross-site", false), (nil, nil, false), (nil, "same-origin", true),
      (nil, "same-site", false), (nil, "none", false),
    ] as [(String?, String?, Bool)])
  func aChangeComesFromItsOwnPages(origin: String?, site: String?, isOwn: Bool) throws {
    let rule = try HostRule(address: "127.0.0.1", origin: URL(string: "https://dash.example.org"))
    #expect(rule.allows(origin: origin, fetchSite: site, authority: "127.0.0.1:8377") == isOwn)
  }

  @Test(arguments: ["ftp://x", "https://x/path", "https://u@x", "dash.example.org", "https://x?q"])
  func anOriginIsASchemeAndAHost(text: String) {
    #expect(throws: DashboardError.self) { try HostRule(address: "127.0.0.1", origin: URL(string: text)) }
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.1.2.3", true), ("::1", true), ("0.0.0.0", false), ("127.evil.1.1", false),
  ])
  func loopbackIsThisMachineAlone(address: String, isLoopback: Bool) {
    #expect(HostRule.isLoopback(address) == isLoopback)
  }

  @Test func aLimitFillsUpAgainAndItsMemoryIsBounded() async {
    let limiter = RateLimiter(most: 100)
    for _ in 0..<10 { #expect(await limiter.take(.wrongToken, by: "a", now: 0)) }
    #expect(await !limiter.take(.wrongToken, by: "a", now: 0))
    #expect(await limiter.take(.wrongToken, by: "b", now: 0))
    #expect(await !limiter.take(.wrongToken, by: "a", now: 1))
    #expect(await limiter.take(.wrongToken, by: "a", now: 6))
    for number in 0..<1000 { _ = await limiter.take(.search, by: "\(number)", now: 7) }
    #expect(await limiter.count <= 100)
  }

  @Test(arguments: ["//evil.example", "https://evil.example", "/\\evil", "/a b", "", "/sign-in", "x"])
  func theWayBackStaysInTheHouse(path: String) {
    #expect(Site.back(path) == "/")
    #expect(Site.back("/samples?f=a%2Fb&language=lv") == "/samples?f=a%2Fb&language=lv")
  }
}
