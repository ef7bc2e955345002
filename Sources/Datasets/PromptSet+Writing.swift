public import Foundation
public import IsoglossCore

extension PromptSet {
  /// Prompts as the lines of a file that ``PromptReader`` reads.
  public static func lines(_ prompts: [Prompt]) throws -> Data { try JSONLines.data(prompts) }
}
