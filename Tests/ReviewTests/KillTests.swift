import Foundation
import IsoglossCore
import Testing

@testable import IsoglossReview

/// A process that is killed in the middle loses nothing that it acknowledged.
struct KillTests {
  @Test func twentyKillsLoseNothingThatWasAcknowledged() async throws {
    let url = Support.place()
    let folder = url.deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let acknowledged = folder.appending(path: "acknowledged")
    _ = FileManager.default.createFile(atPath: acknowledged.path, contents: nil)
    var before = 0
    for round in 0..<20 {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [journal = url.path as String, acknowledged = acknowledged.path as String, round = round as Int] in
        // Seeded moments: most while it writes, every fourth while it starts.
        let delay = UInt32((round * 7919) % 17 * 5_000)
        @Sendable func killSoon() {
          Thread.detachNewThread {
            usleep(delay)
            kill(getpid(), SIGKILL)
          }
        }
        if round % 4 == 3 { killSoon() }
        let session = try Session(
          form: Support.form, items: Support.items(4000), design: .open(overlap: 0, several: 2), seed: 1,
          journal: URL(filePath: journal))
        if round % 4 != 3 { killSoon() }
        let receipts = open(acknowledged, O_WRONLY | O_APPEND)
        while case .work(let work) = try await session.next(for: "anna") {
          let receipt = try await session.record(Support.submission(work.item.id, by: "anna", key: work.item.id))
          guard receipt.annotations.count == 2, !receipt.isRepeat else { break }
          let line = Array("\(work.item.id)\n".utf8)
          guard write(receipts, line, line.count) == line.count else { break }
        }
      }
      let items = try String(contentsOf: acknowledged, encoding: .utf8).split(separator: "\n").map(String.init)
      // A process that was killed at once has not begun a journal.
      let kept = FileManager.default.fileExists(atPath: url.path) ? try Journal.annotations(of: url) : []
      let byItem = Dictionary(grouping: kept, by: \.item)
      #expect(Set(items).count == items.count, "no item is asked twice")
      #expect(items.allSatisfy { byItem[$0]?.map(\.question) == ["kind", "languages"] }, "round \(round)")
      #expect(byItem.values.allSatisfy { $0.count == 2 }, "whole sends only")
      #expect(byItem.count - items.count <= round + 1, "at most one answer a kill was written and not acknowledged")
      #expect(items.count >= before)
      before = items.count
    }
    #expect(before > 20, "the process was killed before it did anything")
  }
}
