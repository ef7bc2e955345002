internal import Foundation
public import IsoglossCore

/// The learning rate of each step: it rises from 0 over the warm-up, then follows a shape. As in transformers.
public struct LearningRate: Hashable, Sendable, Codable {
  /// What follows the warm-up.
  public enum Shape: String, Sendable, Codable, CaseIterable {
    /// Stays.
    case constant
    /// Falls to 0 at the last step in a straight line.
    case linear
    /// Falls to 0 along half a cosine.
    case cosine
  }

  /// The highest rate.
  public var peak: Double
  /// What follows the warm-up.
  public var shape: Shape
  /// Steps of the warm-up.
  public var warmup: Int
  /// Steps of the whole run.
  public var steps: Int

  /// A schedule.
  public init(peak: Double, shape: Shape = .linear, warmup: Int = 0, steps: Int) {
    self.peak = peak
    self.shape = shape
    self.warmup = warmup
    self.steps = steps
  }

  /// The schedule of a stage that takes so many steps.
  public init(_ stage: AlignmentStage, steps: Int) {
    let shape =
      switch stage.schedule {
      case .linear: Shape.linear
      case .cosine: Shape.cosine
      case .constant: Shape.constant
      }
    self.init(
      peak: stage.rate, shape: shape, warmup: Int((Double(steps) * stage.warmup).rounded(.up)), steps: steps)
  }

  /// The rate of a step, counted from 0.
  public subscript(step: Int) -> Double {
    if step < warmup { return peak * Double(step) / Double(max(1, warmup)) }
    let progress = Double(step - warmup) / Double(max(1, steps - warmup))
    switch shape {
    case .constant: return peak
    case .linear: return peak * max(0, 1 - progress)
    case .cosine: return peak * max(0, 0.5 * (1 + cos(.pi * min(1, progress))))
    }
  }
}
