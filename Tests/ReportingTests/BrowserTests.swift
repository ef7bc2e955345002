import Foundation
import IsoglossCore
import Testing

@testable import IsoglossReporting

/// Drives headless Chromium over rendered pages with scripts/browser/check_report.py; skipped where there is no Chromium.
@Suite("In a browser", .serialized)
struct BrowserTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The first executable of these names on the PATH; a name with a slash stands for itself.
  static func find(_ names: [String]) -> URL? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let paths = names.flatMap { name in name.contains("/") ? [name] : folders.map { "\($0)/\(name)" } }
    return paths.first { FileManager.default.isExecutableFile(atPath: $0) }.map { URL(filePath: $0) }
  }

  static let python = find(["python3"])
  /// The names that scripts/browser/chromium.py knows.
  static let chromium = find(
    ProcessInfo.processInfo.environment["CHROMIUM"].map { [$0] } ?? [
      "chromium", "chromium-browser", "chromium-headless-shell", "google-chrome", "google-chrome-stable",
    ])

  @Test(
    "pages hold at desk and phone width, light and dark, by keyboard and in the accessibility tree",
    .enabled(if: python != nil && chromium != nil, "Chromium and Python 3 are not both there"),
    arguments: [("ordinary", ["1280", "360", "320"]), ("hostile", ["360"])])
  func page(name: String, widths: [String]) throws {
    // ISOGLOSS_SHOTS=/folder keeps the pages and their pictures there.
    let kept = ProcessInfo.processInfo.environment["ISOGLOSS_SHOTS"].map { URL(filePath: $0) }
    let folder = kept ?? FileManager.default.temporaryDirectory.appending(path: "isogloss-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { if kept == nil { try? FileManager.default.removeItem(at: folder) } }
    let file = folder.appending(path: "\(name).html")
    try Data(HTMLReport.render(HTMLReportTests.report(name)).utf8).write(to: file)
    let (status, output) = try run([file.path, "--widths"] + widths + (kept.map { ["--shots", $0.path] } ?? []))
    #expect(status == 0, "\(output)")
    #expect(output.contains("check_report: all held"))
  }

  @Test(
    "a broken page is found out",
    .enabled(if: python != nil && chromium != nil, "Chromium and Python 3 are not both there"))
  func brokenPage() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "broken.html")
    let page = HTMLReport.render(ReportFixture.ordinary)
      .replacing("<main id=\"main\"", with: "<img src=\"http://127.0.0.1:9/x.png\"><main id=\"main\"")
      .replacing("<details class=\"samples\">", with: "<details class=\"samples\" open>")
      .replacing("<p class=\"kicker\">", with: "<p class=\"kicker\" style=\"width:2000px;color:#999\">")
    try Data(page.utf8).write(to: file)
    let (status, output) = try run([file.path, "--widths", "360"])
    #expect(status == 1)
    for fault in ["scrolls sideways", "contrast below 4.5", "folded parts are open", "console", "has no name"] {
      #expect(output.contains(fault), "\(fault)")
    }
  }

  @Test("without Chromium one line says so", .enabled(if: python != nil, "Python 3 is not there"))
  func withoutChromium() throws {
    let (status, output) = try run(["report.html"], environment: ["CHROMIUM": "/nowhere/chromium"])
    #expect(status == 2)
    #expect(output == "check_report: Chromium is not there: install the package chromium or set CHROMIUM\n")
  }

  private func run(_ arguments: [String], environment: [String: String] = [:]) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = Self.python
    process.arguments = [Self.root.appending(path: "scripts/browser/check_report.py").path] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }
}
