internal import Foundation

/// e to the x, in double precision.
func exponential(_ x: Double) -> Double { exp(x) }
