internal import IsoglossModels
internal import IsoglossTorch

/// Linear layers that share their input, with the adapters of a set.
final class AdaptedLayer {
  private let layer: TrainingLayer
  private let names: [String]
  private let values: [(a: Tensor, b: Tensor)?]
  private let gradients: [(a: Tensor, b: Tensor)?]
  private let scale: Double

  init(_ linears: [Linear], _ adapters: LowRankSet, rank: Int) throws {
    layer = try TrainingLayer(linears.map { try $0.weight.detached() }, rank: rank)
    names = linears.map(\.name)
    let parts = linears.map { adapters[$0.name] }
    values = parts.map { part in part.map { ($0.a.value, $0.b.value) } }
    gradients = parts.map { part in part.map { ($0.a.gradient, $0.b.gradient) } }
    scale = adapters.scale
  }

  /// Takes the adapters as they are now.
  func update() throws { try layer.set(values, scale: scale) }

  func forward(_ x: Tensor) throws -> (result: Tensor, kept: Tensor) { try layer.forward(x) }

  func forward(_ x: Tensor, addingTo sum: Tensor) throws -> Tensor { try layer.forward(x, addingTo: sum) }

  /// Adds the gradients by the adapters, or hands over the factors that they are made of; gives the gradient by the input.
  func backward(
    _ gradient: Tensor, _ x: Tensor, kept: Tensor, input: TrainingLayer.InputGradient, tap: GradientTap?
  ) throws -> Tensor? {
    guard let tap else { return try layer.backward(gradient, x, kept: kept, additions: gradients, input: input) }
    try tap(GradientFactors(layers: names, input: x, gradient: gradient))
    guard input != .none else { return nil }
    return try layer.backward(gradient, x, kept: kept, additions: gradients.map { _ in nil }, input: input)
  }
}
