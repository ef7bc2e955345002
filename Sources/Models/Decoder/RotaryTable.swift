internal import Foundation
public import IsoglossTorch

/// Cosines and sines of the rotary angles, made as positions are needed.
public final class RotaryTable {
  /// Angles per position step `[width / 2]`, float32 as transformers computes them.
  public let frequencies: Tensor
  /// Cosines `[positions, width / 2]`.
  public private(set) var cosines: Tensor
  /// Sines `[positions, width / 2]`.
  public private(set) var sines: Tensor
  private var length = 0

  /// The table of a configuration for heads of some width.
  public init(_ configuration: RotaryConfiguration, width: Int) throws {
    frequencies = try Tensor(Self.frequencies(configuration, width: width))
    cosines = try Tensor.zeros([0, width / 2])
    sines = try Tensor.zeros([0, width / 2])
    try reserve(256)
  }

  /// Makes sure that positions 0 ..< count are there.
  public func reserve(_ count: Int) throws {
    guard count > length else { return }
    var wanted = max(256, length)
    while wanted < count { wanted *= 2 }
    let angles = try Tensor.arange(wanted).to(.float32).unsqueezed(1) * frequencies.unsqueezed(0)
    cosines = try angles.cos()
    sines = try angles.sin()
    length = wanted
  }

  /// base^(-2i/width) in float32, stretched as the configuration says.
  static func frequencies(_ configuration: RotaryConfiguration, width: Int) -> [Float] {
    let plain = (0..<width / 2).map { i in
      1 / Float(pow(configuration.base, Double(Float(2 * i) / Float(width))))
    }
    switch configuration.scaling {
    case .none: return plain
    case .linear(let factor): return plain.map { $0 / Float(factor) }
    case .factors(let factors): return zip(plain, factors).map { $0 / $1 }
    case .llama3(let factor, let low, let high, let original):
      return plain.map { frequency in
        let wavelength = 2 * Double.pi / Double(frequency)
        if wavelength < original / high { return frequency }
        if wavelength > original / low { return frequency / Float(factor) }
        let smooth = Float((original / wavelength - low) / (high - low))
        return (1 - smooth) * frequency / Float(factor) + smooth * frequency
      }
    }
  }
}
