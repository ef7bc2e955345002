internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import Logging

/// A browser view over a folder of runs: what `isogloss serve` serves.
public struct Dashboard: Sendable {
  let settings: DashboardSettings
  let site: Site

  /// A dashboard; it listens from ``run(onListening:)`` on.
  /// - Throws: `DashboardError` for a folder that is none, and a key that cannot be kept.
  public init(_ settings: DashboardSettings) throws {
    self.settings = settings
    site = try Site(settings)
  }

  /// Serves until the task is cancelled.
  /// - Parameter onListening: is told the port once requests are taken.
  public func run(onListening: @escaping @Sendable (Int) -> Void) async throws {
    try await application(onListening: onListening).run()
  }

  func application(onListening: @escaping @Sendable (Int) -> Void = { _ in }) throws -> some ApplicationProtocol {
    var logger = Logger(label: "isogloss")
    logger.logLevel = .error
    return Application(
      router: try site.router(),
      server: .http1(
        configuration: .init(idleTimeout: .seconds(60))),
      configuration: .init(
        address: .hostname(settings.host, port: settings.port), serverName: nil, backlog: 1024,
        availableConnectionsDelegate: MaximumAvailableConnections(2048)),
      onServerRunning: { channel in onListening(channel.localAddress?.port ?? 0) }, logger: logger)
  }
}
