import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossJudges
import IsoglossStore

/// Which judges, and how their models are reached.
struct JudgeOptions: ParsableArguments {
  @Option(
    name: .customLong("judge"),
    help: """
      A judge, may be given again; the first is the primary one: lexical, probe, llama-guard-3@URL[#NAME], \
      llama-guard-3-1b@URL, polyguard@URL, adjudicator@URL#NAME, strongreject@URL#NAME, xstest@URL#NAME, \
      quality@URL#NAME, rubric:FILE@URL#NAME, llama-guard-3:PATH, or \
      ensemble:JUDGE,JUDGE,adjudicator=URL#NAME[,rule=paper|any|all|majority]. lexical when left out.
      """)
  var judges: [String] = []

  @OptionGroup var servers: JudgeServerOptions

  /// The judges as read, the embedded one where none is named.
  func specifications() throws -> [JudgeSpecification] {
    try (judges.isEmpty ? ["lexical"] : judges).map { try JudgeSpecification.read($0) }
  }

  func validate() throws {
    let all = try specifications()
    guard Set(all).count == all.count else { throw ValidationError("A judge is named twice: leave one out.") }
    _ = try servers.keys(for: all)
  }
}

/// How judges' models are reached.
struct JudgeServerOptions: ParsableArguments {
  @Option(
    help: """
      Environment variable that holds the key of the judges' server; HOST=VARIABLE, once a host, where they have several.
      """)
  var judgeKeyVariable: [String] = []

  @Option(help: "PEM file with the certificate authorities to trust for the judges' servers instead of the system's.")
  var judgeCertificateAuthority: String?

  @Option(help: "Most requests in flight at once to each judge's server.")
  var judgeConcurrency: Int = 64

  @Flag(help: "Let the model under test judge its own answers; the report says so.")
  var allowSelfJudging = false

  /// Which variable holds the key of each host that the judges are asked at.
  func keys(for judges: [JudgeSpecification]) throws -> KeyVariables {
    try KeyVariables(judgeKeyVariable, servers: judges.flatMap(\.servers))
  }

  func validate() throws {
    guard judgeConcurrency > 0 else { throw ValidationError("--judge-concurrency takes a number from 1.") }
  }
}

extension JudgeSpecification {
  /// A judge as the command line names it.
  /// - Throws: `ValidationError` with what to write instead.
  static func read(_ text: String) throws -> JudgeSpecification {
    do throws(JudgingError) {
      return try JudgeSpecification(text)
    } catch {
      throw ValidationError(error.message)
    }
  }
}

/// Environment variables with the keys of judges' servers, by host: a key is sent to the host that it was given for, and
/// to no other.
struct KeyVariables {
  private var byHost: [String: String] = [:]

  /// - Parameter servers: base URLs of all judges.
  init(_ texts: [String], servers: [String]) throws {
    let hosts = Set(servers.map(Self.host))
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      if parts.count == 2 {
        guard hosts.contains(parts[0]), !parts[1].isEmpty else {
          throw ValidationError(
            "--judge-key-variable \(text): no judge is at \(parts[0]); the hosts are "
              + "\(hosts.sorted().joined(separator: ", ")).")
        }
        byHost[parts[0]] = parts[1]
      } else {
        guard let only = hosts.first, hosts.count == 1 else {
          throw ValidationError(
            hosts.isEmpty
              ? "--judge-key-variable \(text): no judge is asked at a server."
              : "--judge-key-variable takes HOST=VARIABLE here, for a key goes to one host alone: "
                + "\(hosts.sorted().map { "\($0)=VARIABLE" }.joined(separator: ", ")).")
        }
        byHost[only] = text
      }
    }
  }

  /// The variable for a server; null where it gets no key.
  subscript(server: String) -> String? { byHost[Self.host(server)] }

  /// Host, with the port where one is given.
  private static func host(_ url: String) -> String {
    let rest = url.range(of: "://").map { url[$0.upperBound...] } ?? url[...]
    return rest.prefix { $0 != "/" && $0 != "#" }.lowercased()
  }
}

/// Whether servers' answers are kept between runs.
struct CacheOptions: ParsableArguments {
  @Option(
    help: """
      Keep servers' answers in this file (SQLite), and take them from it: a path, or `user` for responses.sqlite in \
      isogloss's own cache. Nothing is kept when left out.
      """)
  var cache: String?

  /// Opens the file; null where nothing is kept.
  func open() throws -> (any ResponseCache)? {
    guard let cache else { return nil }
    return try ResponseCacheFile(
      at: cache == "user" ? Home.url.appending(path: "responses.sqlite") : URL(filePath: cache))
  }
}
