import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEndpoints

/// The client alone, without store and judges, for `make bench-endpoint`; hidden, since it is of no use by itself.
struct BenchEndpoint: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-endpoint", abstract: "Time the client of served models by itself.", shouldDisplay: false)

  @Argument(help: "A served model: http://HOST/v1#NAME.")
  var address: String
  @Argument(help: "Requests in all.")
  var samples: Int
  @Argument(help: "Requests in flight.")
  var concurrency: Int

  func run() async throws {
    guard samples > 0 else { throw ValidationError("Give a number of requests from 1.") }
    let model = try EndpointModel(
      EndpointAddress(address), options: EndpointOptions(concurrency: concurrency), environment: [:])
    let words = String(repeating: "hello ", count: 20)
    let (start, before) = (ContinuousClock.now, Self.processorSeconds)
    let (samples, concurrency) = (samples, concurrency)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for first in 0..<concurrency {
        group.addTask {
          for number in stride(from: first, to: samples, by: concurrency) {
            let request = ChatRequest(id: "\(number)", messages: [ChatMessage(.user, words + "\(number)")])
            _ = try await model.complete([request], decoding: Decoding(maxNewTokens: 16))
          }
        }
      }
      try await group.waitForAll()
    }
    let wall = (ContinuousClock.now - start) / .seconds(1)
    let processor = Self.processorSeconds - before
    guard model.usage.answered == samples else { throw ValidationError("The server did not answer all requests.") }
    print(
      String(
        format: "bare client: %.0f samples/s, %.3f ms CPU a sample", Double(samples) / wall,
        processor / Double(samples) * 1000))
  }

  /// CPU time of this process so far, user and system.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
