import Foundation
import IsoglossCore
import Testing

@testable import IsoglossReview

/// What a journal acknowledged is there, whatever happens to its process.
struct JournalTests {
  private func send(_ number: Int, lines: Int, by name: String = "anna") -> [Annotation] {
    (0..<lines).map { Support.annotation("i\(number)", "q\($0)", "value \(number) žā", by: name) }
  }

  @Test func whatWasSentIsThereAfterOpeningAgain() throws {
    let url = Support.place()
    do {
      let journal = try Journal(url)
      for number in 0..<5 {
        #expect(try !journal.append(send(number, lines: 1 + number % 3), key: "\(number)").isRepeat)
      }
    }
    let again = try Journal(url)
    #expect(again.cut == 0)
    #expect(again.annotations == (0..<5).flatMap { send($0, lines: 1 + $0 % 3) })
    #expect(try Journal.annotations(of: url) == again.annotations)
  }

  @Test func aRepeatedSendIsNoSecondAnswer() throws {
    let url = Support.place()
    var journal: Journal? = try Journal(url)
    let first = send(0, lines: 2)
    _ = try journal?.append(first, key: "k")
    let size = try Data(contentsOf: url).count
    for _ in 0..<2 {
      var later = first
      for place in later.indices { later[place].time = Support.moment + 60 }
      let found = try #require(try journal?.append(later, key: "k"))
      #expect(found.isRepeat && found.kept == first)
      #expect(try Data(contentsOf: url).count == size)
      let error = #expect(throws: ReviewError.self) { try journal?.append(send(1, lines: 2), key: "k") }
      #expect(error?.code == .keyReused)
      // Another annotator's page may have any key.
      journal = nil
      journal = try Journal(url)
    }
    #expect(try journal?.append(send(0, lines: 2, by: "ben"), key: "k").isRepeat == false)
  }

  @Test func atEveryCutOnlyWhatWasNotAcknowledgedIsLost() throws {
    let url = Support.place()
    var (ends, sends) = ([0], [[Annotation]]())
    do {
      let journal = try Journal(url)
      for number in 0..<6 {
        sends.append(send(number, lines: 1 + number % 3))
        _ = try journal.append(sends[number], key: "\(number)")
        ends.append(try Data(contentsOf: url).count)
      }
    }
    let whole = try Data(contentsOf: url)
    for cut in 0...whole.count {
      try whole.prefix(cut).write(to: url)
      let kept = ends.lastIndex { $0 <= cut } ?? 0
      #expect(try Journal.annotations(of: url) == sends.prefix(kept).flatMap { $0 })
      let journal = try Journal(url)
      #expect(journal.annotations == sends.prefix(kept).flatMap { $0 }, "cut at \(cut)")
      #expect(journal.cut == cut - ends[kept])
      #expect(try Data(contentsOf: url) == whole.prefix(ends[kept]))
      // The lost send is sent again, and the file is as if nothing had happened.
      if kept < sends.count { _ = try journal.append(sends[kept], key: "\(kept)") }
      #expect(try Data(contentsOf: url) == whole.prefix(ends[min(kept + 1, sends.count)]))
    }
  }

  @Test func randomDamageIsAnErrorOrHarmless() throws {
    let url = Support.place()
    do {
      let journal = try Journal(url)
      for number in 0..<8 { _ = try journal.append(send(number, lines: 2), key: "\(number)") }
    }
    let whole = try Data(contentsOf: url)
    var draws = Draws(state: 7)
    var refused = 0
    for _ in 0..<400 {
      var bytes = [UInt8](whole)
      for _ in 0..<Int.random(in: 1...3, using: &draws) {
        bytes[Int.random(in: 0..<bytes.count, using: &draws)] = UInt8.random(in: 0...255, using: &draws)
      }
      try Data(bytes).write(to: url)
      do {
        let journal = try Journal(url)
        #expect(journal.annotations.count <= 16)
      } catch {
        let error = try #require(error as? ReviewError)
        #expect(error.code == .malformed && error.message.contains("journal.jsonl:"), "\(error)")
        #expect(try Data(contentsOf: url) == Data(bytes), "a refused file is left as it is")
        refused += 1
      }
    }
    #expect(refused > 100)
  }

  @Test(arguments: [
    "x\n", "{}\n", "[]\n", "null\n", "\u{0}\u{0}\n", #"{"item":"i","question":"q","value":1,"annotator":"a"}"# + "\n",
    #"{"item":"i","question":"q","value":"v","annotator":"a","time":"yesterday"}"# + "\n",
    #"{"item":"i","question":"q","value":"v","annotator":"a","key":"k","left":-1}"# + "\n",
    #"{"item":"i","question":"q","value":"v","annotator":"a","left":1}"# + "\n",
    #"{"item":"i","question":"q","value":"v","annotator":"a","key":"k","left":1}"# + "\n"
      + #"{"item":"i","question":"q","value":"v","annotator":"a","key":"l","left":0}"# + "\n",
    #"{"item":"i","question":"q","value":"v","annotator":"a","key":"k","left":0}"# + "\n"
      + #"{"item":"i","question":"q","value":"w","annotator":"a","key":"k","left":0}"# + "\n",
  ])
  func hostileJournalsAreRefusedWithTheLine(text: String) throws {
    let url = Support.place()
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    let error = #expect(throws: ReviewError.self) { try Journal(url) }
    #expect(error?.code == .malformed && error?.message.contains(#/journal\.jsonl:[12]: /#) == true, "\(error as Any)")
    #expect(try Data(contentsOf: url) == Data(text.utf8))
  }

  @Test func linesThatAreTooLongAreRefused() throws {
    let url = Support.place()
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(repeating: UInt8(ascii: " "), count: 2 << 20).write(to: url)
    #expect(try Journal(url).cut == 2 << 20, "a line without its end was never acknowledged")
    try (Data(repeating: UInt8(ascii: "{"), count: 2 << 20) + [UInt8(ascii: "\n")]).write(to: url)
    #expect(throws: ReviewError.self) { try Journal(url) }
  }

  @Test func linesOfOtherProgramsAreRead() throws {
    let url = Support.place()
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    let line = #"{"annotator":"a","comment":"c","item":"i","question":"q","value":"v"}"#
    try Data("\(line)\r\n\n\(line)\n".utf8).write(to: url)
    let journal = try Journal(url)
    #expect(journal.annotations.map(\.comment) == ["c", "c"])
    _ = try journal.append(send(0, lines: 1), key: "k")
    #expect(try Journal.annotations(of: url).count == 3)
  }

  @Test func aSecondWriterIsRefused() throws {
    let url = Support.place()
    let journal = try Journal(url)
    let error = #expect(throws: ReviewError.self) { try Journal(url) }
    #expect(error?.code == .locked)
    _ = try journal.append(send(0, lines: 1), key: "k")
    #expect(try Journal.annotations(of: url).count == 1, "readers are not kept out")
  }

  @Test func aFileThatWasReplacedIsNoticed() throws {
    let url = Support.place()
    let journal = try Journal(url)
    _ = try journal.append(send(0, lines: 1), key: "0")
    try Data().write(to: url, options: .atomic)
    let error = #expect(throws: ReviewError.self) { try journal.append(send(1, lines: 1), key: "1") }
    #expect(error?.code == .replaced)
    try FileManager.default.removeItem(at: url)
    #expect(throws: ReviewError.self) { try journal.append(send(1, lines: 1), key: "1") }
  }

  @Test func whatIsNoFileIsRefused() throws {
    let folder = Support.place().deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    #expect(throws: ReviewError.self) { try Journal(folder) }
    #expect(throws: ReviewError.self) { try Journal(URL(filePath: "/dev/null")) }
    let pipe = folder.appending(path: "pipe")
    #expect(mkfifo(pipe.path, 0o600) == 0)
    #expect(throws: ReviewError.self) { try Journal(pipe) }
    #expect(throws: ReviewError.self) { try Journal.annotations(of: folder.appending(path: "none")) }
  }

  @Test func aFullDiskKeepsNothingOfASendAndTheNextOneWhole() async throws {
    let url = Support.place()
    let path = url.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      signal(SIGXFSZ, SIG_IGN)
      let journal = try Journal(URL(filePath: path))
      let small = [Annotation(item: "i", question: "q", value: "v", annotator: "a")]
      _ = try journal.append(small, key: "0")
      // A limit on the size of files stands for the full disk.
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(1), &limit)
      limit.rlim_cur = 4096
      setrlimit(__rlimit_resource_t(1), &limit)
      let large = (0..<100).map { Annotation(item: "i", question: "q\($0)", value: "w", annotator: "a") }
      #expect(throws: ReviewError.self) { try journal.append(large, key: "1") }
      _ = try journal.append(small, key: "2")
    }
    let again = try Journal(url)
    #expect(again.cut == 0 && again.annotations.map(\.value) == ["v", "v"])
  }
}
