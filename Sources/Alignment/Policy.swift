internal import IsoglossModels
internal import IsoglossTorch

/// A model with weights that can be trained.
///
/// Two do the same: `PlainPolicy` out of libtorch's operations and its recorded gradients, for every kind of training; and
/// `FusedPolicy`, with this package's own kernels, for low-rank adapters on the processor.
protocol Policy: AnyObject {
  /// What is trained.
  var parameters: ParameterSet { get }
  /// Scores of the answers of a row; no gradients.
  func scores(_ row: PackedPairs) throws -> AnswerScores
  /// Scores of the answers of a row, and the gradient of Σ slope · log-probability added to the parameters' gradients.
  /// - Parameter slopes: one number for each answer, from their scores.
  func gradients(_ row: PackedPairs, slopes: (AnswerScores) throws -> [Double]) throws -> AnswerScores
  /// Called after the parameters have changed.
  func parametersDidChange() throws
}

/// All trained numbers in one float32 tensor, their gradients in another, and views of both by name.
///
/// Parameters that weight decay leaves out (biases and norms) stand at the end.
final class ParameterSet {
  /// A named part.
  struct Part {
    let name: String
    let value: Tensor
    let gradient: Tensor
  }

  /// Every number.
  let values: Tensor
  /// The gradient of every number.
  let gradients: Tensor
  /// The named parts, in order.
  let parts: [Part]
  /// How many numbers weight decay applies to.
  let decaying: Int

  /// Zeros of the given shapes.
  init(decaying: [(name: String, shape: [Int])], others: [(name: String, shape: [Int])] = []) throws {
    let all = decaying + others
    func size(_ shape: [Int]) -> Int { shape.reduce(1, *) }
    let count = all.reduce(0) { $0 + size($1.shape) }
    let (values, gradients) = (try Tensor.zeros([count]), try Tensor.zeros([count]))
    var start = 0
    parts = try all.map { name, shape in
      let range = start..<start + size(shape)
      start = range.upperBound
      return Part(
        name: name, value: try values.sliced(0, range).reshaped(shape),
        gradient: try gradients.sliced(0, range).reshaped(shape))
    }
    self.values = values
    self.gradients = gradients
    self.decaying = decaying.reduce(0) { $0 + size($1.shape) }
  }

  /// Index of each part by its name.
  private(set) lazy var index = Dictionary(
    parts.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// The part of a name.
  subscript(name: String) -> Part? { index[name].map { parts[$0] } }
}
