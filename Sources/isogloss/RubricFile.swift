import Foundation
import IsoglossJudges
import IsoglossRecipes

/// A user's rubric from a file of either form.
enum RubricFile {
  /// Reads YAML where the name ends so, else JSON.
  /// - Throws: `JudgingError.badRubric` with the field that is wrong, `RecipeError` for a file that is no YAML.
  static func read(_ file: URL) throws -> Rubric {
    guard ["yaml", "yml"].contains(file.pathExtension.lowercased()) else { return try Rubric(contentsOf: file) }
    return try Rubric(json: YAMLFile.json(contentsOf: file), file: file.lastPathComponent)
  }
}
