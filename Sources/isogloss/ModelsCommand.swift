import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossModels
import IsoglossTokenizers

/// The models that can be named.
struct ModelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the models that have a name, or show what a model is made of.",
    subcommands: [List.self, Info.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the models that have a name.", discussion: "Example: isogloss models list")

    func run() {
      let catalog = ModelCatalog()
      for name in catalog.names {
        let found = (try? catalog.resolve(name))?.url.path
        print("\(name)  \(found ?? "not there: run `make setup`")")
      }
      print("or a Hugging Face folder (config.json, tokenizer.json, *.safetensors), or a .gguf file")
    }
  }

  struct Info: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what a model is made of.", discussion: "Example: isogloss models info gemma-3-270m")

    @Argument(help: "A name, a folder, or a .gguf file.")
    var name: String

    func run() async throws {
      let entry = try ModelCatalog().resolve(name)
      let model = try await LocalModel.load(entry, fingerprint: entry.fingerprint())
      let identity = model.identity
      let c = model.configuration
      print(
        """
        name         \(identity.name)
        architecture \(identity.summary)
        files        \(entry.files.map(\.path).joined(separator: " "))
        sha256       \(identity.fingerprint)
        runs in      \(identity.dtype)
        template     \(identity.template)
        layers       \(c.layers), width \(c.width), vocabulary \(c.vocabulary), context \(c.context)
        tokenizer    \(model.tokenizer.vocabularySize) tokens, ends at \(model.tokenizer.endTokens.sorted())
        """)
    }
  }
}
