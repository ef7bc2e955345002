import Foundation
import IsoglossTorch
import Testing

@testable import IsoglossModels

/// A written model is the model that was read.
struct ModelFolderTests {
  private func scratch() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-folder-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  @Test(arguments: Goldens.tinyNames)
  func aFolderIsWrittenAsItWasRead(name: String) throws {
    let tiny = try TinyModel(name)
    let entry = try ModelCatalog().resolve(Goldens.tinyFolder(name).path)
    let out = try scratch()
    #expect(try ModelFolder.write(tiny.decoder, of: entry, to: out) == [])
    let configuration = try ModelConfiguration(folder: out)
    var expected = tiny.configuration
    expected.storedType = configuration.storedType
    #expect(configuration == expected && configuration.storedType == "float32")
    let again = try Decoder(
      configuration, weights: WeightReader(folder: out, configuration: configuration), dtype: .float32)
    for (a, b) in zip(again.parameters, tiny.decoder.parameters) {
      #expect(a.name == b.name)
      #expect(try a.tensor.floats() == b.tensor.floats(), "\(a.name)")
    }
  }

  @Test(arguments: Goldens.tinyNames)
  func aConfigurationThatWasReadCanBeSpelledAgain(name: String) throws {
    let configuration = try ModelConfiguration(folder: Goldens.tinyFolder(name))
    let out = try scratch()
    let words = try configuration.huggingFace(dtype: configuration.storedType)
    try JSONSerialization.data(withJSONObject: words).write(to: out.appending(path: "config.json"))
    #expect(try ModelConfiguration(folder: out) == configuration)
  }

  @Test func factorsThatHaveNoWordsAreAnError() throws {
    var configuration = try ModelConfiguration(folder: Goldens.tinyFolder("llama-old"))
    configuration.rope.scaling = .factors([1, 2])
    #expect(throws: ModelError.self) { _ = try configuration.huggingFace(dtype: "float32") }
  }
}
