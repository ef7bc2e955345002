import Foundation

/// `scripts/servers/mini.py` on a free port, with a line for every request that it is sent.
final class MiniServers: Sendable {
  /// What happens beside a test, in order.
  enum Event: Sendable {
    /// A request came in.
    case request
    /// The program of this number has ended.
    case ended(Int)
  }

  let port: Int
  /// Requests and endings.
  let events: AsyncStream<Event>
  private let continuation: AsyncStream<Event>.Continuation
  private let processIdentifier: Int32

  /// Starts the servers.
  init() async throws {
    let (events, continuation) = AsyncStream.makeStream(of: Event.self)
    (self.events, self.continuation) = (events, continuation)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", Program.root.appending(path: "scripts/servers/mini.py").path, "--port", "0"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    processIdentifier = process.processIdentifier
    let output = pipe.fileHandleForReading
    port = try await withCheckedThrowingContinuation { started in
      // Reads outside the cooperative pool until the servers end.
      Thread.detachNewThread {
        var isStarted = false
        var rest = Data()
        while case let data = output.availableData, !data.isEmpty {
          rest += data
          while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
            rest = Data(rest[rest.index(after: end)...])
            if isStarted {
              continuation.yield(.request)
            } else {
              isStarted = true
              started.resume(with: Result { try Self.port(line) })
            }
          }
        }
        if !isStarted { started.resume(throwing: CocoaError(.executableLoad)) }
        continuation.finish()
      }
    }
  }

  private static func port(_ line: String) throws -> Int {
    guard let port = line.split(separator: " ").last.flatMap({ Int($0) }) else { throw CocoaError(.formatting) }
    return port
  }

  /// Tells the events that a program has ended.
  func ended(_ number: Int) { continuation.yield(.ended(number)) }

  /// Ends the servers. SIGTERM would be kept from them: a program inherits the signals that its parent's thread blocks.
  func stop() { kill(processIdentifier, SIGKILL) }
}
