import Foundation
import Testing

@testable import IsoglossModelFiles

/// One file or shards with an index.
struct SafetensorsFolderTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A shard whose tensors are filled with their own number.
  func shard(_ path: String, _ tensors: [(String, Float)]) throws {
    let url = folder.url.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try SafetensorsWriter.write(
      tensors: tensors.map { name, value in
        let values = [Float](repeating: value, count: 4)
        return (try TensorEntry(name: name, type: .f32, shape: [2, 2]), values.withUnsafeBytes { Data($0) })
      }, to: url)
  }

  func index(_ map: String) throws {
    try folder.write(
      Array("{\"metadata\":{\"total_size\":48,\"x\":[1.5,null]},\"weight_map\":\(map)}".utf8),
      to: "model.safetensors.index.json")
  }

  func code() -> ModelFileError.Code? {
    modelFileError { _ = try SafetensorsFolder(contentsOf: folder.url) }?.code
  }

  @Test func oneFile() throws {
    try shard("model.safetensors", [("a", 1), ("b", 2)])
    let model = try SafetensorsFolder(contentsOf: folder.url)
    #expect(model.entries.map(\.name) == ["a", "b"])
    #expect(try model.float32(of: "b") == [2, 2, 2, 2])
    #expect(model["c"] == nil)
  }

  @Test func anAdapter() throws {
    try shard("adapter_model.safetensors", [("a", 1)])
    #expect(try SafetensorsFolder(contentsOf: folder.url, stem: "adapter_model").float32(of: "a") == [1, 1, 1, 1])
    #expect(code() == .notFound)
  }

  @Test func shards() throws {
    try shard("model-00001-of-00002.safetensors", [("a", 1), ("unlisted", 9)])
    try shard("model-00002-of-00002.safetensors", [("c", 3), ("b", 2)])
    let one = "\"model-00001-of-00002.safetensors\""
    let two = "\"model-00002-of-00002.safetensors\""
    try index("{\"c\":\(two),\"a\":\(one),\"b\":\(two)}")
    let model = try SafetensorsFolder(contentsOf: folder.url)
    #expect(model.entries.map(\.name) == ["a", "b", "c"])
    for (name, value) in [("a", 1), ("b", 2), ("c", 3)] as [(String, Float)] {
      #expect(try model.float32(of: name) == [value, value, value, value])
      #expect(try model.withBytes(of: name) { $0.count } == 16)
    }
    #expect(model["unlisted"] == nil)
    #expect(modelFileError { _ = try model.float32(of: "unlisted") }?.code == .noSuchTensor)
  }

  @Test func shardsInASubfolderAndBehindALink() throws {
    try shard("parts/one.safetensors", [("a", 1)])
    try shard("elsewhere/blob", [("b", 2)])
    try FileManager.default.createSymbolicLink(
      at: folder.url.appendingPathComponent("two.safetensors"),
      withDestinationURL: folder.url.appendingPathComponent("elsewhere/blob"))
    try index("{\"a\":\"parts/one.safetensors\",\"b\":\"two.safetensors\"}")
    let model = try SafetensorsFolder(contentsOf: folder.url)
    #expect(try model.float32(of: "a") == [1, 1, 1, 1])
    #expect(try model.float32(of: "b") == [2, 2, 2, 2])
  }

  @Test func theIndexMustBeRight() throws {
    #expect(code() == .notFound)
    try shard("one.safetensors", [("a", 1)])
    try shard("two.safetensors", [("b", 1)])
    try index("{\"a\":\"two.safetensors\"}")
    #expect(code() == .noSuchTensor)
    try index("{\"a\":\"one.safetensors\",\"z\":\"one.safetensors\"}")
    #expect(code() == .noSuchTensor)
    try index("{\"a\":\"three.safetensors\"}")
    #expect(code() == .notFound)
    try index("{\"a\":\"one.safetensors\",\"a\":\"two.safetensors\"}")
    #expect(code() == .duplicateName)
    try index("[]")
    #expect(code() == .malformed)
    try index("{\"a\":1}")
    #expect(code() == .malformed)
    try folder.write(Array("{}".utf8), to: "model.safetensors.index.json")
    #expect(code() == .malformed)
    try folder.write([], to: "model.safetensors.index.json")
    #expect(code() == .malformed)
  }

  @Test(arguments: [
    "../out.safetensors", "/tmp/out.safetensors", "a/../../out.safetensors", "./one.safetensors", "a//b", "", "..",
    "one.safetensors/", "one.safetensors\\u0000",
  ])
  func pathsStayInside(_ path: String) throws {
    try shard("one.safetensors", [("a", 1)])
    try index("{\"a\":\"\(path)\"}")
    #expect(code() == .pathEscapes)
  }
}
