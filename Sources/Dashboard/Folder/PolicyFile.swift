internal import Foundation

/// A gate policy: one of the folder, or one that came with the program.
struct PolicyFile: Sendable {
  /// What pages call it.
  let name: String
  /// Where it is.
  let url: URL

  /// The largest file that is read.
  static let most = 64 << 10
  private static let keys = [
    "attack-success:", "gap-to-english:", "over-refusal:", "unusable:", "consistency:", "unscored:", "regression:",
    "adaptive:",
  ]

  /// Whether a file has a limit on a line of its own: other YAML files, such as recipes, have none.
  static func isPolicy(_ url: URL) -> Bool {
    guard let data = try? Data(contentsOf: url, options: .mappedIfSafe), data.count <= most else { return false }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").contains { line in
      keys.contains { line.hasPrefix($0) }
    }
  }

  /// The policies that came with the program, by name; none where there is no such folder.
  static func shipped(in folder: URL?) -> [PolicyFile] {
    guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else { return [] }
    return names.filter { $0.hasSuffix(".yaml") }.sorted()
      .map { PolicyFile(name: "isogloss: \($0)", url: folder.appending(path: $0)) }
  }
}
