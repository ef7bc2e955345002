internal import Foundation
internal import IsoglossModelFiles
internal import IsoglossTorch

/// The curvature beside an index: one safetensors file with the eigenvectors of both sides and Λ of every block, end to end
/// in float32, and whose they are.
extension Curvature {
  static let fileName = "curvature.safetensors"
  private static let names = ["left", "right", "values"]

  /// Writes it; the file appears under its name only when it is whole.
  /// - Parameter identity: of the index.
  func write(to url: URL, identity: String) throws {
    let parts = try [
      blocks.flatMap { try $0.left.floats() }, blocks.flatMap { try $0.right.floats() },
      blocks.flatMap { try values($0).floats() },
    ]
    guard parts.joined().allSatisfy(\.isFinite) else {
      throw InfluenceError(.badInput, "The curvature of these pairs is not finite: look at the adapter.")
    }
    let tensors = try zip(Self.names, parts).map { name, values in
      (
        entry: try TensorEntry(name: name, type: .f32, shape: [values.count]),
        bytes: values.withUnsafeBytes { Data($0) }
      )
    }
    try SafetensorsWriter.write(tensors: tensors, metadata: ["index": identity, "pairs": "\(pairs)"], to: url)
  }

  /// Number of pairs that a file was made of; null where there is no file of this index.
  static func pairs(at url: URL, identity: String) -> Int? {
    guard let file = try? SafetensorsFile(contentsOf: url), file.metadata["index"] == identity else { return nil }
    return file.metadata["pairs"].flatMap(Int.init)
  }

  /// Reads what `write` wrote.
  /// - Throws: `InfluenceError.otherIndex`, `.damaged`.
  init(contentsOf url: URL, identity: String, _ layout: FeatureLayout) throws {
    func bad(_ underlying: (any Error)? = nil) -> InfluenceError {
      InfluenceError(
        .damaged, "\(url.path) is no whole curvature: remove it and make it again.", underlying: underlying)
    }
    let lists: [[Float]]
    let count: Int
    do {
      let file = try SafetensorsFile(contentsOf: url)
      guard file.metadata["index"] == identity else {
        throw InfluenceError(.otherIndex, "\(url.path) belongs to another index: remove it and make it again.")
      }
      guard let pairs = file.metadata["pairs"].flatMap(Int.init), pairs > 0 else { throw bad() }
      count = pairs
      lists = try Self.names.map { try file.float32(of: $0) }
    } catch let error as InfluenceError {
      throw error
    } catch {
      throw bad(error)
    }
    let sizes = layout.blocks.map { [$0.rows * $0.rows, $0.columns * $0.columns, $0.count] }
    guard lists.indices.allSatisfy({ list in lists[list].count == sizes.reduce(0) { $0 + $1[list] } }),
      lists.joined().allSatisfy(\.isFinite), lists[2].allSatisfy({ $0 >= 0 })
    else { throw bad() }
    var starts = [0, 0, 0]
    func next(_ list: Int, _ rows: Int, _ columns: Int) throws -> Tensor {
      defer { starts[list] += rows * columns }
      return try Tensor(lists[list][starts[list]..<starts[list] + rows * columns].map(Double.init)).reshaped([
        rows, columns,
      ])
    }
    let blocks = try layout.blocks.map { block in
      Block(
        start: block.start, rows: block.rows, columns: block.columns, left: try next(0, block.rows, block.rows),
        right: try next(1, block.columns, block.columns),
        sums: try next(2, block.rows, block.columns) * Double(count))
    }
    self.init(blocks: blocks, pairs: count)
  }
}
