public import Foundation
public import IsoglossCore
public import IsoglossStore

/// What a dashboard is started with.
public struct DashboardSettings: Sendable {
  /// Makes the report of a run by one of its judges (its primary one when null), compared with an earlier run where one
  /// is given.
  public typealias ReportMaker =
    @Sendable (_ run: RunStore, _ judge: String?, _ earlier: RunStore?) async throws -> Report

  /// A run with the name that reports give it.
  public typealias NamedRun = (name: String, run: RunStore)
  /// The report of a gate: a run held against the policy of a file, with the runs that regressions and an adaptive threshold
  /// are measured against, where they are given.
  public typealias GateMaker =
    @Sendable (_ run: NamedRun, _ policy: URL, _ baseline: NamedRun?, _ reference: NamedRun?) async throws -> Report

  /// The folder that is shown.
  public var folder: URL
  /// The address that it listens on.
  public var host: String
  /// The port; 0 takes a free one.
  public var port: Int
  /// Who may look; null asks for no token, which is for this machine alone.
  public var tokens: TokenFile?
  /// The origin of a proxy in front of it; null without one.
  public var origin: URL?
  /// Where the key of sessions is kept.
  public var keyFile: URL
  /// The folder where answers to forms are kept.
  public var answers: URL
  /// Seed of the resampling behind intervals that pages make themselves: that of the reports.
  public var seed: UInt64
  /// A folder of gate policies beside those of the shown folder; null for none.
  public var policies: URL?
  /// Makes gates; null where there are none.
  public var gate: GateMaker?
  /// Makes reports.
  public var report: ReportMaker

  /// Settings of the given parts.
  /// - Throws: `DashboardError.exposed` for an address that others reach without tokens, `.badAddress` for a port that is
  ///   none.
  public init(
    folder: URL, host: String = "127.0.0.1", port: Int = 8377, tokens: TokenFile? = nil, origin: URL? = nil,
    keyFile: URL, answers: URL, seed: UInt64 = 0, policies: URL? = nil, gate: GateMaker? = nil,
    report: @escaping ReportMaker
  ) throws {
    guard HostRule.isLoopback(host) || tokens != nil else {
      throw DashboardError(
        .exposed,
        "\(host) can be reached by others: give --token-file (make one with --new-token NAME:ROLE), or stay on 127.0.0.1."
      )
    }
    guard (0...65535).contains(port) else { throw DashboardError(.badAddress, "A port is a number in 0...65535.") }
    self.folder = folder
    self.host = host
    self.port = port
    self.tokens = tokens
    self.origin = origin
    self.keyFile = keyFile
    self.answers = answers
    self.seed = seed
    self.policies = policies
    self.gate = gate
    self.report = report
  }
}
