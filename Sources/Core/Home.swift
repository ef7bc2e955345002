public import Foundation

/// The folder that `make setup` fills: libtorch, the embedded models, the language identifier.
public enum Home {
  /// `ISOGLOSS_HOME` where it is set and not empty, `~/.cache/isogloss` otherwise.
  public static var url: URL {
    if let given = ProcessInfo.processInfo.environment["ISOGLOSS_HOME"], !given.isEmpty { return URL(filePath: given) }
    return FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache/isogloss")
  }

  /// The embedded language identifier, lid.176.ftz.
  public static var languageModel: URL { url.appending(path: "lid/lid.176.ftz") }
}
