internal import Foundation

/// What is in the folder. A page's `f` is looked up here and nowhere else, so that no path of a request ever reaches the
/// file system; links are not followed.
actor Catalogue {
  /// The folder.
  let folder: URL
  private var entries: [Entry] = []
  private var byName: [String: Entry] = [:]
  private var read = -Double.infinity
  /// Seconds that a listing is kept.
  private let patience: Double

  /// How deep below the folder is looked, and how many folder entries are looked at.
  static let limits = (depth: 5, files: 20_000)

  init(folder: URL, patience: Double = 1) throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw DashboardError(.notAFolder, "\(folder.path) is no folder: name the one that runs are in.")
    }
    self.folder = folder.resolvingSymlinksInPath()
    self.patience = patience
  }

  /// Everything, by kind and name.
  func all() -> [Entry] {
    refresh()
    return entries
  }

  /// What a page is asked for.
  /// - Throws: `DashboardError.notFound` where there is nothing of that name and kind.
  func entry(_ name: String, _ kind: Entry.Kind) throws -> Entry {
    refresh()
    guard let found = byName[name], found.kind == kind else {
      throw DashboardError(.notFound, "There is no \(kind.rawValue) of that name in the folder.")
    }
    return found
  }

  /// What a page is asked for, of any of several kinds.
  /// - Throws: as ``entry(_:_:)``.
  func entry(_ name: String, among kinds: [Entry.Kind]) throws -> Entry {
    refresh()
    guard let found = byName[name], kinds.contains(found.kind) else {
      throw DashboardError(.notFound, "There is nothing of that name in the folder.")
    }
    return found
  }

  private func refresh() {
    let now = ProcessInfo.processInfo.systemUptime
    guard now - read >= patience else { return }
    read = now
    var found: [Entry] = []
    var left = Self.limits.files
    look(in: folder, below: "", depth: 0, left: &left, into: &found)
    let order = Entry.Kind.allCases
    entries = found.sorted {
      (order.firstIndex(of: $0.kind) ?? 0, $0.name) < (order.firstIndex(of: $1.kind) ?? 0, $1.name)
    }
    byName = Dictionary(entries.map { ($0.name, $0) }) { first, _ in first }
  }

  private func look(in url: URL, below prefix: String, depth: Int, left: inout Int, into found: inout [Entry]) {
    guard depth <= Self.limits.depth, left > 0,
      let names = try? FileManager.default.contentsOfDirectory(atPath: url.path)
    else { return }
    let all = Set(names)
    if let kind = Self.kind(of: all, in: url), !prefix.isEmpty {
      found.append(Entry(kind: kind, name: String(prefix.dropLast()), url: url))
    }
    for name in names.sorted() {
      guard left > 0, !name.hasPrefix(".") else { continue }
      left -= 1
      let inside = url.appending(path: name)
      guard let type = try? FileManager.default.attributesOfItem(atPath: inside.path)[.type] as? FileAttributeType
      else { continue }
      if type == .typeDirectory {
        look(in: inside, below: "\(prefix)\(name)/", depth: depth + 1, left: &left, into: &found)
      } else if type == .typeRegular {
        if name.hasSuffix(".sqlite") {
          found.append(Entry(kind: .run, name: prefix + name, url: inside))
        } else if name.hasSuffix(".json"), ReportFile.isReport(inside) {
          found.append(Entry(kind: .report, name: prefix + name, url: inside))
        } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml"), PolicyFile.isPolicy(inside) {
          found.append(Entry(kind: .policy, name: prefix + name, url: inside))
        }
      }
    }
  }

  /// What a folder with these names in it is; null for any other folder.
  private static func kind(of names: Set<String>, in url: URL) -> Entry.Kind? {
    if names.contains("metrics.jsonl"), names.contains("run.json") { return .training }
    if names.contains("papers.jsonl"), names.contains("sources.jsonl") { return .survey }
    if names.contains("sample.json") { return .data }
    if names.isSuperset(of: ["results", "cells"]) { return .experiment }
    return nil
  }
}
