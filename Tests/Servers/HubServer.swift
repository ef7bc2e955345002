import Foundation
import IsoglossDigests
import Synchronization

/// The file interface of the Hugging Face Hub for one data set, as a script for `LoopbackServer`: the revision, the tree
/// in pages, and files, which are sent from elsewhere where a test says so.
final class HubServer: Sendable {
  struct File: Sendable {
    var bytes: [UInt8]
    /// Whether it is in large file storage: known by SHA-256, and not by Git's name of its bytes.
    var isLarge = false
  }

  struct Settings: Sendable {
    var id = "owner/set"
    var commit = String(repeating: "c0ffee12", count: 5)
    var files: [String: File] = [:]
    /// Entries on a page of the tree.
    var page = 1000
    /// The token that is asked for.
    var token: String?
    /// Where large files come from: the base of another server.
    var store: String?
    /// Whether small files come from another path of this server.
    var redirectsSmallFiles = false
    /// Whether a `Range` is obeyed.
    var takesRanges = true
    /// Entries of the tree that stand in place of those of `files`, as JSON.
    var tree: String?
  }

  private let current: Mutex<Settings>
  /// What to do with a request instead; null does what a Hub does.
  private let instead: @Sendable (LoopbackServer.Seen) -> LoopbackServer.Act?

  init(
    _ settings: Settings, instead: @escaping @Sendable (LoopbackServer.Seen) -> LoopbackServer.Act? = { _ in nil }
  ) {
    current = Mutex(settings)
    self.instead = instead
  }

  var settings: Settings {
    get { current.withLock { $0 } }
    set { current.withLock { $0 = newValue } }
  }

  static func sha256(_ bytes: [UInt8]) -> String { Hex.of(Digest.of(bytes)) }
  /// Git's name of a file's bytes.
  static func gitBlob(_ bytes: [UInt8]) -> String {
    Hex.of(Digest.of(Array("blob \(bytes.count)\0".utf8) + bytes, .sha1))
  }

  @Sendable func act(on seen: LoopbackServer.Seen) -> LoopbackServer.Act {
    if let act = instead(seen) { return act }
    let settings = settings
    let parts = seen.path.split(separator: "?", maxSplits: 1).map(String.init)
    let path = (parts.first ?? "").removingPercentEncoding ?? ""
    if path.hasPrefix("/store/") || path.hasPrefix("/cache/") {
      let name = String(path.dropFirst("/store/".count))
      return settings.files[name].map { send($0, seen) } ?? .json("", status: 404)
    }
    if let token = settings.token, seen.headers["authorization"] != "Bearer \(token)" {
      let isWrong = seen.headers["authorization"] != nil
      return .json(
        #"{"error":"\#(isWrong ? "Invalid credentials in Authorization header" : "Invalid username or password.")"}"#,
        status: 401, headers: isWrong ? [] : [("X-Error-Code", "RepoNotFound")])
    }
    let api = "/api/datasets/\(settings.id)/"
    if path.hasPrefix("\(api)revision/") {
      let revision = path.dropFirst("\(api)revision/".count)
      guard revision == "main" || revision == settings.commit else {
        return .json(
          #"{"error":"Invalid rev id: \#(revision)"}"#, status: 404, headers: [("X-Error-Code", "RevisionNotFound")])
      }
      return .json(#"{"id":"\#(settings.id)","sha":"\#(settings.commit)","private":false,"siblings":[]}"#)
    }
    if path == "\(api)tree/\(settings.commit)" { return tree(settings, query: parts.count > 1 ? parts[1] : "", seen) }
    let resolve = "/datasets/\(settings.id)/resolve/\(settings.commit)/"
    if path.hasPrefix(resolve) {
      let name = String(path.dropFirst(resolve.count))
      guard let file = settings.files[name] else {
        return .json("", status: 404, headers: [("X-Error-Code", "EntryNotFound")])
      }
      return resolved(name, file, settings, seen)
    }
    return .json(#"{"error":"Repository not found"}"#, status: 404, headers: [("X-Error-Code", "RepoNotFound")])
  }

  private func tree(_ settings: Settings, query: String, _ seen: LoopbackServer.Seen) -> LoopbackServer.Act {
    if let tree = settings.tree { return .json(tree) }
    let folders = Set(settings.files.keys.compactMap { $0.contains("/") ? String($0.prefix { $0 != "/" }) : nil })
    let entries =
      folders.sorted().map { #"{"type":"directory","oid":"\#(Self.gitBlob([]))","size":0,"path":"\#($0)"}"# }
      + settings.files.sorted { $0.key < $1.key }.map { name, file in
        let large =
          file.isLarge
          ? #","lfs":{"oid":"\#(Self.sha256(file.bytes))","size":\#(file.bytes.count),"pointerSize":130}"# : ""
        return
          #"{"type":"file","oid":"\#(Self.gitBlob(file.bytes))","size":\#(file.bytes.count),"path":"\#(name)"\#(large)}"#
      }
    let start = query.split(separator: "&").first { $0.hasPrefix("cursor=") }.flatMap { Int($0.dropFirst(7)) } ?? 0
    let end = min(start + settings.page, entries.count)
    let body = "[\(entries[start..<end].joined(separator: ","))]"
    guard end < entries.count else { return .json(body) }
    let next = "http://\(seen.headers["host"] ?? "")\(seen.path.prefix { $0 != "?" })?recursive=1&cursor=\(end)"
    return .json(body, headers: [("Link", "<\(next)>; rel=\"next\"")])
  }

  private func resolved(
    _ name: String, _ file: File, _ settings: Settings, _ seen: LoopbackServer.Seen
  ) -> LoopbackServer.Act {
    let escaped = name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? name
    var headers = [("X-Repo-Commit", settings.commit)]
    if file.isLarge, let store = settings.store {
      headers += [
        ("X-Linked-Etag", "\"\(Self.sha256(file.bytes))\""), ("X-Linked-Size", String(file.bytes.count)),
        ("Location", "\(store)/store/\(escaped)"),
      ]
      return .json("Found. Redirecting", status: 302, headers: headers)
    }
    if !file.isLarge, settings.redirectsSmallFiles {
      return .json("", status: 307, headers: headers + [("Location", "/cache/\(escaped)")])
    }
    return send(file, seen, headers)
  }

  /// A file's bytes, from where the request wants them.
  func send(_ file: File, _ seen: LoopbackServer.Seen, _ headers: [(String, String)] = []) -> LoopbackServer.Act {
    guard settings.takesRanges, let start = Self.start(of: seen), start <= file.bytes.count else {
      return .reply(status: 200, headers: headers, body: file.bytes)
    }
    let range = "bytes \(start)-\(file.bytes.count - 1)/\(file.bytes.count)"
    return .reply(status: 206, headers: headers + [("Content-Range", range)], body: Array(file.bytes[start...]))
  }

  /// The byte from which a request wants a file; null without a range.
  static func start(of seen: LoopbackServer.Seen) -> Int? {
    guard let range = seen.headers["range"], range.hasPrefix("bytes="), range.hasSuffix("-") else { return nil }
    return Int(range.dropFirst(6).dropLast())
  }
}
