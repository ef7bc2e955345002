/// Writes what many tasks bring, several of them in one transaction: while one is written, the next ones gather. A task
/// goes on only when its rows are on disk, so that a process that is killed loses nothing but what is in flight.
public actor GroupedWriter<Row: Sendable> {
  private let commit: @Sendable ([Row]) async throws -> Void
  private var gathered: [Row] = []
  private var waiting: [CheckedContinuation<Void, any Error>] = []
  private var isWriting = false

  /// A writer.
  /// - Parameter commit: writes rows: all of them, or on any error none.
  public init(_ commit: @escaping @Sendable ([Row]) async throws -> Void) {
    self.commit = commit
  }

  /// Returns when the rows are on disk.
  /// - Throws: the error of `commit`, to everybody whose rows were in it.
  public func write(_ rows: [Row]) async throws {
    try await withCheckedThrowingContinuation { continuation in
      gathered += rows
      waiting.append(continuation)
      guard !isWriting else { return }
      isWriting = true
      Task { await drain() }
    }
  }

  private func drain() async {
    while !waiting.isEmpty {
      let (rows, writers) = (gathered, waiting)
      gathered.removeAll(keepingCapacity: true)
      waiting.removeAll(keepingCapacity: true)
      let result: Result<Void, any Error>
      do {
        try await commit(rows)
        result = .success(())
      } catch {
        result = .failure(error)
      }
      for writer in writers { writer.resume(with: result) }
    }
    isWriting = false
  }
}
