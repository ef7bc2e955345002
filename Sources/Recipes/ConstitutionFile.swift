public import Foundation
public import IsoglossCore

/// Reads principles: a YAML file with `language`, `culture`, `reviewed`, `sources` and `principles`, or a folder with one
/// file a language.
public enum ConstitutionFile {
  /// The constitutions of a file, or of a folder's `.yaml` files in the order of their names.
  /// - Throws: `RecipeError` with file and line; where two files are for one language.
  public static func read(at url: URL) throws -> [Constitution] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw RecipeError(.notFound, "There are no principles at \(url.path): give a .yaml file, or a folder of them.")
    }
    guard isFolder.boolValue else { return [try read(file: url)] }
    let files = try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
      .filter { ["yaml", "yml"].contains($0.pathExtension) }.sorted { $0.lastPathComponent < $1.lastPathComponent }
    guard !files.isEmpty else { throw RecipeError(.notFound, "\(url.path) holds no .yaml file with principles.") }
    var all: [Constitution] = []
    for file in files {
      let constitution = try read(file: file)
      guard !all.contains(where: { $0.language == constitution.language }) else {
        throw RecipeError(
          .badValue, "\(file.lastPathComponent): another file of \(url.path) is for \(constitution.language) too.")
      }
      all.append(constitution)
    }
    return all
  }

  /// The constitution of a text.
  public static func read(yaml: String, file: String) throws -> Constitution {
    try constitution(RecipeNode.root(yaml: yaml, file: file, "a file of principles"))
  }

  private static func read(file url: URL) throws -> Constitution {
    try constitution(RecipeNode.root(of: url, "a file of principles").node)
  }

  private static func constitution(_ root: RecipeNode) throws -> Constitution {
    let members = try RecipeMembers(root, ["language", "culture", "reviewed", "sources", "principles"])
    let items = try members.required("principles")
    let principles = try items.items().map { try principle($0) }
    guard !principles.isEmpty, Set(principles.map(\.id)).count == principles.count else {
      throw items.error(.badValue, "takes one principle or more, no two with one id")
    }
    return Constitution(
      language: Language(try members.required("language").words()), culture: try members.required("culture").words(),
      isReviewed: try members.flag("reviewed", false),
      sources: try members["sources"]?.items().map { try source($0) } ?? [], principles: principles)
  }

  private static func source(_ node: RecipeNode) throws -> Constitution.Source {
    let members = try RecipeMembers(node, ["name", "kind", "note"])
    return Constitution.Source(
      name: try members.required("name").words(),
      kind: try members.required("kind").choice(Constitution.Source.Kind.self), note: try members.text("note"))
  }

  private static func principle(_ node: RecipeNode) throws -> Constitution.Principle {
    let members = try RecipeMembers(node, ["id", "hazards", "critique", "revision"])
    return Constitution.Principle(
      id: try members.required("id").words(), hazards: try members["hazards"]?.hazards() ?? [],
      critique: try members.required("critique").words(), revision: try members.required("revision").words())
  }
}

extension RecipeNode {
  /// A text that is not blank.
  func words() throws -> String {
    let text = try text().trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else { throw error(.badValue, "is empty") }
    return text
  }
}
