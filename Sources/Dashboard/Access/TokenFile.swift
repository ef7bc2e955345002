public import Foundation
internal import IsoglossDigests

/// Who may use a dashboard: a file with a line `NAME ROLE sha256:HEX` for each, and `#` before a remark. It holds hashes
/// of tokens and no token, and a token is 256 random bits, so that its hash gives nothing away.
public struct TokenFile: Sendable {
  /// Accounts, in the order of the file.
  public let accounts: [Account]

  /// Reads a file.
  /// - Throws: `DashboardError.badTokenFile` with the line that is wrong; for a file without an account too.
  public init(contentsOf url: URL) throws {
    let text: String
    do {
      text = try String(contentsOf: url, encoding: .utf8)
    } catch {
      throw DashboardError(
        .badTokenFile, "\(url.path) cannot be read: make it with `isogloss serve --new-token NAME:ROLE`.",
        underlying: error)
    }
    try self.init(text, name: url.lastPathComponent)
  }

  init(_ text: String, name: String) throws {
    var found: [Account] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, !first.hasPrefix("#") else { continue }
      func bad(_ what: String) -> DashboardError {
        DashboardError(.badTokenFile, "\(name), line \(number + 1): \(what).")
      }
      guard words.count == 3 else { throw bad("a line is NAME ROLE sha256:HEX") }
      guard Account.isName(String(first)) else { throw bad("a name is of letters, digits, '.', '_' and '-'") }
      guard let role = Account.Role(rawValue: String(words[1])) else {
        throw bad("a role is \(Account.Role.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      let hash = words[2].hasPrefix("sha256:") ? words[2].dropFirst(7).lowercased() : ""
      guard hash.utf8.count == 64, hash.allSatisfy({ $0.isHexDigit && $0.isASCII }) else {
        throw bad("a token is given by its SHA-256, sha256: and 64 hexadecimal digits")
      }
      guard !found.contains(where: { $0.name == first || $0.tokenHash == hash }) else {
        throw bad("the name or the token is there already")
      }
      found.append(Account(name: String(first), role: role, tokenHash: hash))
    }
    guard !found.isEmpty else {
      throw DashboardError(
        .badTokenFile, "\(name) names nobody: add somebody with `isogloss serve --new-token NAME:ROLE`.")
    }
    accounts = found
  }

  /// The account of a token; null where there is none. Every account is compared, in constant time each.
  func account(token: String) -> Account? {
    let hash = Self.hash(token)
    var found: Account?
    for account in accounts where SessionSigner.same(account.tokenHash ?? "", hash) { found = account }
    return found
  }

  static func hash(_ token: String) -> String { Hex.of(Digest.of(Data(token.utf8))) }

  /// Adds somebody to a file, which is made where it is not there, for its owner's eyes only.
  /// - Returns: the token, which is written nowhere.
  /// - Throws: `DashboardError.badTokenFile` for a name that is taken or is none, and for a file that cannot be written.
  public static func add(_ name: String, role: Account.Role, to url: URL) throws -> String {
    var text = ""
    if FileManager.default.fileExists(atPath: url.path) {
      text = try String(contentsOf: url, encoding: .utf8)
      if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
    } else {
      text = "# NAME ROLE sha256:HEX; made by `isogloss serve --new-token NAME:ROLE --token-file FILE`\n"
    }
    let token = Secret.token()
    text += "\(name) \(role.rawValue) sha256:\(hash(token))\n"
    _ = try TokenFile(text, name: url.lastPathComponent)
    try Secret.write(Data(text.utf8), to: url)
    return token
  }
}
