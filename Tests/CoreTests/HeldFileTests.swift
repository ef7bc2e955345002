import Foundation
import IsoglossCore
import Synchronization
import Testing

/// A file is held by one at a time, and free as soon as its holder is gone.
struct HeldFileTests {
  private let path = FileManager.default.temporaryDirectory.appending(path: "isogloss-held-\(UUID().uuidString)").path

  @Test func oneHoldsItAtATime() throws {
    var held: HeldFile? = try HeldFile(path)
    #expect(throws: HeldFile.Failure.inUse) { try HeldFile(path) }
    #expect(held?.isInPlace == true)
    held = nil
    _ = try HeldFile(path)
  }

  @Test func aCopyOfTheDescriptorHoldsNothingBack() throws {
    var held: HeldFile? = try HeldFile(path)
    // As a program has that another thread is just about to start.
    let copy = dup(try #require(held).descriptor)
    defer { close(copy) }
    held = nil
    _ = try HeldFile(path)
  }

  @Test func aFolderThatIsNotThereIsNamedByTheSystem() {
    #expect(throws: HeldFile.Failure.cannotOpen("No such file or directory")) { try HeldFile(path + "/none/.lock") }
  }

  @Test func itsRemovalLetsNoTwoIn() {
    let inside = Atomic(0)
    let most = Atomic(0)
    let times = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<2_000 {
        guard let held = try? HeldFile(path, removing: true) else { continue }
        most.max(inside.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
        times.add(1, ordering: .relaxed)
        inside.subtract(1, ordering: .relaxed)
        withExtendedLifetime(held) {}
      }
    }
    #expect(most.load(ordering: .relaxed) == 1)
    #expect(times.load(ordering: .relaxed) > 0)
  }

  @Test(arguments: [false, true])
  func whoWaitsIsNeverRefused(removing: Bool) {
    let inside = Atomic(0)
    let most = Atomic(0)
    let times = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 4) { _ in
      for _ in 0..<500 {
        guard let held = try? HeldFile(path, removing: removing, waiting: true) else { continue }
        most.max(inside.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
        times.add(1, ordering: .relaxed)
        inside.subtract(1, ordering: .relaxed)
        withExtendedLifetime(held) {}
      }
    }
    #expect(most.load(ordering: .relaxed) == 1)
    #expect(times.load(ordering: .relaxed) == 2_000)
  }
}
