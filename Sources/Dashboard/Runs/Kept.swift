internal import Foundation

/// A value made from a file, kept until the file changes. Whoever asks while it is made waits for the same making. While
/// the file is being written, a value is served until ten times its cost has gone by: a page of a live run costs at most
/// a tenth of a core.
actor Kept<Value: Sendable> {
  private struct State {
    var value: Value
    var version: FileVersion
    var made: Double
    var cost: Double
  }
  private var state: State?
  private var making: (version: FileVersion, task: Task<Value, any Error>)?
  private var failure: (version: FileVersion, error: any Error)?
  private let patience: Double
  private let tick: Double

  /// - Parameters:
  ///   - patience: how many times its cost a value is served for after the file has changed.
  ///   - tick: seconds within which two changes may leave one mark.
  init(patience: Double = 10, tick: Double = 0.1) {
    self.patience = patience
    self.tick = tick
  }

  /// The value, with the version that it is of.
  /// - Parameter make: makes it; what it throws is thrown to everybody who waits.
  func value(
    at version: FileVersion, make: @escaping @Sendable () async throws -> Value
  ) async throws -> (value: Value, version: FileVersion) {
    if let state, isFresh(state, version) { return (state.value, state.version) }
    if let making { return (try await making.task.value, making.version) }
    return (try await start(version, make).value, version)
  }

  /// The value where there is one that is fresh enough; null while it is made, which this begins.
  func ready(
    at version: FileVersion, make: @escaping @Sendable () async throws -> Value
  ) throws -> (value: Value, version: FileVersion)? {
    if let state, isFresh(state, version) { return (state.value, state.version) }
    if let failure, failure.version == version { throw failure.error }
    if making == nil { start(version, make) }
    return state.map { ($0.value, $0.version) }
  }

  /// The version that a value is there of; null while there is none.
  var version: FileVersion? { state?.version }

  private func isFresh(_ state: State, _ version: FileVersion) -> Bool {
    let now = Date.now.timeIntervalSince1970
    // A change within the clock's tick leaves no mark: what was read so soon after one is read again.
    if state.version == version, state.made - version.changed >= tick || now - state.made < tick { return true }
    return now - state.made < patience * state.cost
  }

  @discardableResult
  private func start(
    _ version: FileVersion, _ make: @escaping @Sendable () async throws -> Value
  ) -> Task<Value, any Error> {
    let begun = Date.now.timeIntervalSince1970
    let task = Task.detached { try await make() }
    making = (version, task)
    Task {
      let result = await task.result
      making = nil
      switch result {
      case .success(let value):
        state = State(value: value, version: version, made: begun, cost: Date.now.timeIntervalSince1970 - begun)
        failure = nil
      case .failure(let error): failure = (version, error)
      }
    }
    return task
  }
}
