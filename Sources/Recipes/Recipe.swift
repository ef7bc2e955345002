public import Foundation
public import IsoglossCore

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

  /// Largest file that is read, in bytes.
  static let largest = 1 << 20

  /// Reads a file.
  /// - Throws: `RecipeError` with file and line.
  public init(contentsOf url: URL) throws {
    let (root, text) = try RecipeNode.root(of: url, "a recipe")
    try self.init(root, text)
  }

  /// Reads a recipe's text.
  /// - Parameter file: the name that errors give.
  public init(yaml: String, file: String) throws {
    try self.init(RecipeNode.root(yaml: yaml, file: file, "a recipe"), yaml)
  }

  private init(_ root: RecipeNode, _ text: String) throws {
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
    hash = ContentHash.of(text)
  }
}
