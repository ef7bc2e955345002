import Foundation

/// Where the data of this project is.
enum Places {
  private static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// The folder with `suites`, `pairs` and `labels`: `ISOGLOSS_DATA`, else `data` of the working folder, else `data` of the
  /// checkout that holds the program.
  static var data: URL {
    if let given = environment["ISOGLOSS_DATA"], !given.isEmpty { return URL(filePath: given) }
    let here = URL(filePath: FileManager.default.currentDirectoryPath)
    var folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    var candidates = [here]
    while folder.path != "/" {
      candidates.append(folder)
      folder.deleteLastPathComponent()
    }
    let found = candidates.first {
      FileManager.default.fileExists(atPath: $0.appending(path: "data/suites").path)
    }
    return (found ?? here).appending(path: "data")
  }

  static var suites: URL { data.appending(path: "suites") }
  static var pairs: URL { data.appending(path: "pairs") }
  static var principles: URL { data.appending(path: "principles") }
  static var labels: URL { data.appending(path: "labels/isogloss-12/labels.jsonl") }
  static var lexica: URL { data.appending(path: "lexica") }
  private static var forms: URL { data.appending(path: "forms") }
  static var distances: URL { data.appending(path: "distances") }
  static var gates: URL { data.deletingLastPathComponent().appending(path: "recipes/gates") }
  static var probe: URL { data.appending(path: "probe/probe-1.json") }
  static var probeWordings: URL { data.appending(path: "probe/wordings.jsonl") }
  static var probeRequests: URL { data.appending(path: "probe/requests.jsonl") }

  /// The questions of a form: a .yaml file, or one of the project's by its name.
  static func form(_ name: String) -> URL {
    name.contains("/") || name.hasSuffix(".yaml") ? URL(filePath: name) : forms.appending(path: "\(name).yaml")
  }
}
