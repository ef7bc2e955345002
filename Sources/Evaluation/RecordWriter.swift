internal import IsoglossCore
internal import IsoglossStore

/// Records what batches bring, several batches in one transaction: while one is written, the next ones gather. A batch
/// goes on only when it is on disk, so that a process that is killed loses nothing but the batches in flight.
actor RecordWriter {
  typealias Record = (id: String, completion: Completion, verdicts: [Verdict])

  private let store: RunStore
  private var gathered: [Record] = []
  private var waiting: [CheckedContinuation<Void, any Error>] = []
  private var isWriting = false

  init(_ store: RunStore) {
    self.store = store
  }

  /// Returns when the records are on disk.
  /// - Throws: the store's error, to every batch of the transaction that failed.
  func record(_ records: [Record]) async throws {
    try await withCheckedThrowingContinuation { continuation in
      gathered += records
      waiting.append(continuation)
      guard !isWriting else { return }
      isWriting = true
      Task { await write() }
    }
  }

  private func write() async {
    while !gathered.isEmpty {
      let (records, batches) = (gathered, waiting)
      gathered.removeAll(keepingCapacity: true)
      waiting.removeAll(keepingCapacity: true)
      let result: Result<Void, any Error>
      do {
        try await store.recordTogether(records)
        result = .success(())
      } catch {
        result = .failure(error)
      }
      for batch in batches { batch.resume(with: result) }
    }
    isWriting = false
  }
}
