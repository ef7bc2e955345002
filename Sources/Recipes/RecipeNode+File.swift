internal import Foundation
internal import Yams

extension RecipeNode {
  /// The root of a YAML file.
  /// - Parameters:
  ///   - url: the file.
  ///   - what: what the file should be, for errors: `a data recipe`.
  /// - Returns: the root and the text.
  /// - Throws: `RecipeError`.
  static func root(of url: URL, _ what: String) throws -> (node: RecipeNode, text: String) {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw RecipeError(.notFound, "There is no file \(url.path): give \(what).")
    }
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw RecipeError(.unreadable, "\(url.path) cannot be read.", underlying: error)
    }
    guard data.count <= Recipe.largest else {
      throw RecipeError(.unreadable, "\(url.path) has \(data.count) bytes; \(what) has at most \(Recipe.largest).")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw RecipeError(.unreadable, "\(url.path) is not UTF-8.")
    }
    return (try root(yaml: text, file: url.lastPathComponent, what), text)
  }

  /// The root of a YAML text.
  static func root(yaml: String, file: String, _ what: String) throws -> RecipeNode {
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch {
      throw RecipeError(.syntax, "\(file): \(error)", underlying: error)
    }
    guard let node else { throw RecipeError(.missingKey, "\(file) is empty: it is not \(what).") }
    return RecipeNode(node: node, file: file, path: "")
  }
}
