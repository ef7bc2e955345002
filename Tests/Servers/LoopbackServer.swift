import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An HTTP server on loopback that does to each request what a script says, byte by byte: also what no server should.
final class LoopbackServer: Sendable {
  /// A request that arrived.
  struct Seen: Sendable {
    /// 1 for the first request that this server saw, over all its lives.
    var number: Int
    var path: String
    var headers: [String: String]
    var body: String
    /// Requests being worked on, this one included.
    var inFlight: Int

    /// The content of the last message, or the prompt.
    var prompt: String {
      struct Body: Decodable {
        struct Message: Decodable { var content: String }
        var messages: [Message]?
        var prompt: String?
      }
      let body = try? JSONDecoder().decode(Body.self, from: Data(body.utf8))
      return body?.messages?.last?.content ?? body?.prompt ?? ""
    }
  }

  /// What to do with a request.
  enum Act: Sendable {
    case reply(status: Int, headers: [(String, String)] = [], body: [UInt8])
    /// Never answers.
    case hang
    /// Promises more bytes than it sends, and closes.
    case cut
    /// Announces a body of `count` bytes, sends these, and closes.
    case broken(status: Int = 200, headers: [(String, String)] = [], body: [UInt8], count: Int)
    /// Sends the head and a part of the body, and then nothing more.
    case stall
    /// Closes without a word.
    case drop
    /// Sends a body of this many bytes without saying how many.
    case pour(bytes: Int)

    static func json(_ text: String, status: Int = 200, headers: [(String, String)] = []) -> Act {
      .reply(status: status, headers: headers, body: Array(text.utf8))
    }
    /// A completion, in both shapes at once.
    static func answer(_ text: String, finish: String = "stop") -> Act {
      .json(
        #"{"choices":[{"message":{"role":"assistant","content":"\#(text)"},"finish_reason":"\#(finish)"}],"#
          + #""usage":{"prompt_tokens":7,"completion_tokens":3}}"#)
    }
  }

  typealias Script = @Sendable (Seen) -> Act

  private struct State {
    var listening: (any Channel)?
    var connections: [ObjectIdentifier: any Channel] = [:]
    var seen: [Seen] = []
    var inFlight = 0
    var peak = 0
    var port = 0
  }
  private let state = Mutex(State())
  private let script: Script
  private let tls: NIOSSLContext?

  init(tls: NIOSSLContext? = nil, _ script: @escaping Script) {
    self.tls = tls
    self.script = script
  }

  /// Every request so far.
  var seen: [Seen] { state.withLock { $0.seen } }
  /// Most requests worked on at once.
  var peak: Int { state.withLock { $0.peak } }
  var port: Int { state.withLock { $0.port } }
  /// The base URL, for model `m`.
  var address: String { "\(tls == nil ? "http" : "https")://127.0.0.1:\(port)/v1#m" }

  /// Listens: on the port that it had before, if it had one.
  func start() async throws {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let sync = channel.pipeline.syncOperations
          if let tls = self.tls { try sync.addHandler(NIOSSLServerHandler(context: tls)) }
          try sync.addHandler(ByteToMessageHandler(HTTPRequestDecoder()))
          try sync.addHandler(Conversation(server: self))
          self.state.withLock { $0.connections[ObjectIdentifier(channel)] = channel }
        }
      }
      .bind(host: "127.0.0.1", port: port).get()
    state.withLock {
      $0.listening = channel
      $0.port = channel.localAddress?.port ?? 0
    }
  }

  /// Dies: closes the door and every connection.
  func stop() async {
    let (listening, connections) = state.withLock { state in
      defer {
        state.listening = nil
        state.connections = [:]
      }
      return (state.listening, Array(state.connections.values))
    }
    try? await listening?.close().get()
    for connection in connections { try? await connection.close().get() }
  }

  /// Runs `body` beside a server and stops it.
  static func with(
    tls: NIOSSLContext? = nil, _ script: @escaping Script, body: (LoopbackServer) async throws -> Void
  ) async throws {
    let server = LoopbackServer(tls: tls, script)
    try await server.start()
    do {
      try await body(server)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  fileprivate func act(on head: HTTPRequestHead, body: String) -> Act {
    let seen = state.withLock { state in
      state.inFlight += 1
      state.peak = max(state.peak, state.inFlight)
      let headers = head.headers.map { ($0.name.lowercased(), $0.value) }
      let seen = Seen(
        number: state.seen.count + 1, path: head.uri, headers: Dictionary(headers) { $1 }, body: body,
        inFlight: state.inFlight)
      state.seen.append(seen)
      return seen
    }
    return script(seen)
  }

  fileprivate func finished() { state.withLock { $0.inFlight -= 1 } }
  fileprivate func closed(_ channel: any Channel) {
    _ = state.withLock { $0.connections.removeValue(forKey: ObjectIdentifier(channel)) }
  }
}

/// One connection: gathers a request, and acts.
private final class Conversation: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = ByteBuffer

  private let server: LoopbackServer
  private var head: HTTPRequestHead?
  private var body = ByteBuffer()

  init(server: LoopbackServer) {
    self.server = server
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body.clear()
    case .body(var part):
      body.writeBuffer(&part)
    case .end:
      guard let head else { return }
      // Acts in the next turn of the loop, so that requests are worked on side by side as on a real server.
      let act = server.act(on: head, body: String(buffer: body))
      context.eventLoop.assumeIsolated().execute { self.perform(act, context) }
    }
  }

  private func perform(_ act: LoopbackServer.Act, _ context: ChannelHandlerContext) {
    defer { server.finished() }
    guard context.channel.isActive else { return }
    func send(_ text: String, then bytes: [UInt8] = []) {
      var buffer = ByteBuffer(string: text)
      buffer.writeBytes(bytes)
      context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    }
    switch act {
    case .reply(let status, let headers, let body):
      let lines = headers.map { "\($0): \($1)\r\n" }.joined()
      send("HTTP/1.1 \(status) X\r\nContent-Length: \(body.count)\r\n\(lines)\r\n", then: body)
    case .hang:
      break
    case .cut:
      send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"choices\":")
      context.close(promise: nil)
    case .broken(let status, let headers, let body, let count):
      let lines = headers.map { "\($0): \($1)\r\n" }.joined()
      send("HTTP/1.1 \(status) X\r\nContent-Length: \(count)\r\n\(lines)\r\n", then: body)
      context.close(promise: nil)
    case .stall:
      send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{\"choices\":")
    case .drop:
      context.close(promise: nil)
    case .pour(let bytes):
      send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      let piece = [UInt8](repeating: UInt8(ascii: " "), count: 65_536)
      for _ in 0..<bytes / piece.count { send("10000\r\n", then: piece + [13, 10]) }
      send("0\r\n\r\n")
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    server.closed(context.channel)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
