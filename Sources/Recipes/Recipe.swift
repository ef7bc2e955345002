public import Foundation
public import IsoglossCore
internal import Yams

/// A recipe file: stages of training, one after the other, each on what the one before made.
public struct Recipe: Hashable, Sendable, Codable {
  /// Its name.
  public var name: String
  /// The model that it starts from; null leaves that to the command line.
  public var base: String?
  /// The chat template that it trains under, by name; null takes the model's own, or the default for base models.
  public var template: String?
  /// What it is for, in a sentence; null where the file does not say.
  public var summary: String?
  /// The stages, in order.
  public var stages: [AlignmentStage]
  /// SHA-256 of the file.
  public var hash: String

  /// Reads a file.
  /// - Throws: `RecipeError` with file and line.
  public init(contentsOf url: URL) throws {
    let text = try YAMLFile.text(contentsOf: url, what: "a recipe")
    try self.init(yaml: text, file: url.lastPathComponent)
  }

  /// Reads a recipe's text.
  /// - Parameter file: the name that errors give.
  public init(yaml: String, file: String) throws {
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch {
      throw RecipeError(.syntax, "\(file): \(error)", underlying: error)
    }
    guard let node else { throw RecipeError(.missingKey, "\(file) is empty; a recipe has a name and stages.") }
    let root = RecipeNode(node: node, file: file, path: "")
    let members = try root.members(["name", "base", "template", "summary", "stages"])
    guard let name = members["name"], let stages = members["stages"] else {
      throw root.error(.missingKey, "a recipe has \"name\" and \"stages\"")
    }
    self.name = try name.text()
    base = try members["base"]?.text()
    template = try members["template"]?.text()
    summary = try members["summary"]?.text()
    let items = try stages.items()
    guard !items.isEmpty else { throw stages.error(.badValue, "a recipe has at least one stage") }
    self.stages = try items.map { try $0.stage() }
    guard Set(self.stages.map(\.name)).count == items.count else {
      throw stages.error(.badValue, "two stages have one name")
    }
    hash = ContentHash.of(yaml)
  }
}
