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
    let text = try YAMLFile.text(contentsOf: url, what: what)
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
