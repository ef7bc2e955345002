public import Foundation
internal import IsoglossModelFiles

/// Everything that a trainer needs to go on as if it had not stopped: the trained numbers, AdamW's moments, the step.
///
/// Training draws no random numbers after the adapters' first values, so there is no stream to keep.
public struct TrainerState: Hashable, Sendable {
  /// Steps that were taken.
  public var step: Int
  /// Names and shapes of what is trained, as one text: a state fits only the same.
  public var layout: String
  /// The trained numbers.
  public var values: [Float]
  /// The trained numbers before the first step: what the reference is made of.
  public var start: [Float]
  /// AdamW's mean of gradients.
  public var first: [Float]
  /// AdamW's mean of squared gradients.
  public var second: [Float]

  /// Writes the state as a safetensors file; it appears under its name only when it is complete.
  /// - Throws: `ModelFileError`.
  public func write(to url: URL) throws {
    let tensors = try lists.map { name, values in
      (
        entry: try TensorEntry(name: name, type: .f32, shape: [values.count]),
        bytes: values.withUnsafeBytes { Data($0) }
      )
    }
    try SafetensorsWriter.write(tensors: tensors, metadata: ["step": "\(step)", "layout": layout], to: url)
  }

  /// Reads a state that `write` wrote.
  /// - Throws: `ModelFileError`, `AlignmentError.badState`.
  public init(contentsOf url: URL) throws {
    let file = try SafetensorsFile(contentsOf: url)
    guard let step = file.metadata["step"].flatMap(Int.init), step >= 0, let layout = file.metadata["layout"] else {
      throw AlignmentError(.badState, "\(url.path) is no state of a trainer.")
    }
    self.step = step
    self.layout = layout
    values = try file.float32(of: "values")
    start = try file.float32(of: "start")
    first = try file.float32(of: "first")
    second = try file.float32(of: "second")
    guard Set(lists.map(\.1.count)).subtracting([0]).count <= 1 else {
      throw AlignmentError(.badState, "The parts of \(url.path) are of different lengths.")
    }
  }

  init(step: Int, layout: String, values: [Float], start: [Float], first: [Float], second: [Float]) {
    self.step = step
    self.layout = layout
    self.values = values
    self.start = start
    self.first = first
    self.second = second
  }

  private var lists: [(String, [Float])] {
    [("values", values), ("start", start), ("first", first), ("second", second)]
  }
}
