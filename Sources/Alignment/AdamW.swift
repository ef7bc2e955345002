internal import IsoglossTorch

/// AdamW (Loshchilov & Hutter 2019) over a set of parameters, with gradients clipped by their norm together.
final class AdamW {
  /// Mean of gradients.
  let first: Tensor
  /// Mean of squared gradients.
  let second: Tensor
  private let parameters: ParameterSet
  private let options: TrainerOptions

  /// Moments of zero.
  init(_ parameters: ParameterSet, _ options: TrainerOptions) throws {
    self.parameters = parameters
    self.options = options
    first = try Tensor.zeros(parameters.values.shape)
    second = try Tensor.zeros(parameters.values.shape)
  }

  /// Norm of all gradients together.
  func norm() throws -> Double { try parameters.gradients.sumOfSquares().squareRoot() }

  /// Changes the parameters. Gradients whose norm is above `clip` are shortened to it, as torch.nn.utils does.
  /// - Parameter number: of the step, from 1.
  func step(_ number: Int, rate: Double, norm: Double) throws {
    let scale = options.clip > 0 ? min(1, options.clip / (norm + 1e-6)) : 1
    let count = parameters.values.count
    for (range, decay) in [(0..<parameters.decaying, options.decay), (parameters.decaying..<count, 0)] {
      guard !range.isEmpty else { continue }
      func part(_ tensor: Tensor) throws -> Tensor { try tensor.sliced(0, range) }
      try part(parameters.values).adamW(
        grad: part(parameters.gradients), scale: scale, first: part(first), second: part(second), step: number,
        rate: rate,
        beta1: options.beta1, beta2: options.beta2, epsilon: options.epsilon, decay: decay)
    }
  }
}
