internal import CTorch

/// Operations on each element, with broadcasting.
extension Tensor {
  @inline(__always)
  private func unary(_ op: ct_unary_op) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_unary(Int32(op.rawValue), handle, &out), &out)
  }

  @inline(__always)
  private func binary(_ op: ct_binary_op, _ other: Tensor) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_binary(Int32(op.rawValue), handle, other.handle, &out), &out)
  }

  @inline(__always)
  private func scalar(_ op: ct_binary_op, _ other: Double) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_binary_scalar(Int32(op.rawValue), handle, other, &out), &out)
  }

  /// e to the element.
  public func exp() throws(TorchError) -> Tensor { try unary(CT_EXP) }
  /// Natural logarithm.
  public func log() throws(TorchError) -> Tensor { try unary(CT_LOG) }
  /// Natural logarithm of one plus the element.
  public func log1p() throws(TorchError) -> Tensor { try unary(CT_LOG1P) }
  /// Square root.
  public func sqrt() throws(TorchError) -> Tensor { try unary(CT_SQRT) }
  /// One over the square root.
  public func rsqrt() throws(TorchError) -> Tensor { try unary(CT_RSQRT) }
  /// Hyperbolic tangent.
  public func tanh() throws(TorchError) -> Tensor { try unary(CT_TANH) }
  /// Logistic function.
  public func sigmoid() throws(TorchError) -> Tensor { try unary(CT_SIGMOID) }
  /// Logarithm of the logistic function, without overflow.
  public func logSigmoid() throws(TorchError) -> Tensor { try unary(CT_LOG_SIGMOID) }
  /// x times the logistic function of x.
  public func silu() throws(TorchError) -> Tensor { try unary(CT_SILU) }
  /// Gaussian error linear unit, exact.
  public func gelu() throws(TorchError) -> Tensor { try unary(CT_GELU) }
  /// Gaussian error linear unit, tanh approximation.
  public func geluTanh() throws(TorchError) -> Tensor { try unary(CT_GELU_TANH) }
  /// The element where positive, else 0.
  public func relu() throws(TorchError) -> Tensor { try unary(CT_RELU) }
  /// Absolute value.
  public func abs() throws(TorchError) -> Tensor { try unary(CT_ABS) }
  /// -1, 0 or 1.
  public func sign() throws(TorchError) -> Tensor { try unary(CT_SIGN) }
  /// The element times itself.
  public func square() throws(TorchError) -> Tensor { try unary(CT_SQUARE) }
  /// Sine of radians.
  public func sin() throws(TorchError) -> Tensor { try unary(CT_SIN) }
  /// Cosine of radians.
  public func cos() throws(TorchError) -> Tensor { try unary(CT_COS) }
  /// One over the element.
  public func reciprocal() throws(TorchError) -> Tensor { try unary(CT_RECIPROCAL) }
  /// Whether it is neither NaN nor infinite.
  public func isFinite() throws(TorchError) -> Tensor { try unary(CT_ISFINITE) }
  /// Logical negation.
  public func not() throws(TorchError) -> Tensor { try unary(CT_LOGICAL_NOT) }
  /// A copy in memory of its own.
  public func clone() throws(TorchError) -> Tensor { try unary(CT_CLONE) }
  /// Itself where its memory is in row-major order, else a copy that is.
  public func contiguous() throws(TorchError) -> Tensor { try unary(CT_CONTIGUOUS) }
  /// The same memory, outside of gradients.
  public func detached() throws(TorchError) -> Tensor { try unary(CT_DETACH) }

  /// The element to a power.
  public func pow(_ exponent: Double) throws(TorchError) -> Tensor { try scalar(CT_POW, exponent) }
  /// The larger of two.
  public func maximum(_ other: Tensor) throws(TorchError) -> Tensor { try binary(CT_MAXIMUM, other) }
  /// The smaller of two.
  public func minimum(_ other: Tensor) throws(TorchError) -> Tensor { try binary(CT_MINIMUM, other) }
  /// At least `bound`.
  public func clamped(min bound: Double) throws(TorchError) -> Tensor { try scalar(CT_MAXIMUM, bound) }
  /// At most `bound`.
  public func clamped(max bound: Double) throws(TorchError) -> Tensor { try scalar(CT_MINIMUM, bound) }

  /// Where equal.
  public func equal(_ other: Tensor) throws(TorchError) -> Tensor { try binary(CT_EQ, other) }
  /// Where equal to a number.
  public func equal(_ other: Double) throws(TorchError) -> Tensor { try scalar(CT_EQ, other) }
  /// Where less.
  public func less(_ other: Tensor) throws(TorchError) -> Tensor { try binary(CT_LT, other) }
  /// Where less or equal.
  public func lessOrEqual(_ other: Tensor) throws(TorchError) -> Tensor { try binary(CT_LE, other) }
  /// Where greater.
  public func greater(_ other: Tensor) throws(TorchError) -> Tensor { try binary(CT_GT, other) }
  /// Where greater than a number.
  public func greater(_ other: Double) throws(TorchError) -> Tensor { try scalar(CT_GT, other) }
  /// Where both hold.
  public func and(_ other: Tensor) throws(TorchError) -> Tensor { try binary(CT_AND, other) }
  /// Where at least one holds.
  public func or(_ other: Tensor) throws(TorchError) -> Tensor { try binary(CT_OR, other) }

  /// Matrix product over the last two axes, batched over those before.
  public func matmul(_ other: Tensor) throws(TorchError) -> Tensor { try binary(CT_MATMUL, other) }

  /// Elements of `self` where `mask` does not hold, and `value` where it does.
  public func filled(where mask: Tensor, with value: Double) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_masked_fill(handle, mask.handle, value, &out), &out)
  }

  /// Elements of `self` where `condition` holds, else of `other`.
  public func chosen(where condition: Tensor, else other: Tensor) throws(TorchError) -> Tensor {
    var out: OpaquePointer?
    return try Tensor(taking: ct_where(condition.handle, handle, other.handle, &out), &out)
  }

  /// Sum of elements.
  public static func + (a: Tensor, b: Tensor) throws(TorchError) -> Tensor { try a.binary(CT_ADD, b) }
  /// Difference of elements.
  public static func - (a: Tensor, b: Tensor) throws(TorchError) -> Tensor { try a.binary(CT_SUB, b) }
  /// Product of elements.
  public static func * (a: Tensor, b: Tensor) throws(TorchError) -> Tensor { try a.binary(CT_MUL, b) }
  /// Quotient of elements.
  public static func / (a: Tensor, b: Tensor) throws(TorchError) -> Tensor { try a.binary(CT_DIV, b) }
  /// A number added to each.
  public static func + (a: Tensor, b: Double) throws(TorchError) -> Tensor { try a.scalar(CT_ADD, b) }
  /// A number taken from each.
  public static func - (a: Tensor, b: Double) throws(TorchError) -> Tensor { try a.scalar(CT_SUB, b) }
  /// Each times a number.
  public static func * (a: Tensor, b: Double) throws(TorchError) -> Tensor { try a.scalar(CT_MUL, b) }
  /// Each over a number.
  public static func / (a: Tensor, b: Double) throws(TorchError) -> Tensor { try a.scalar(CT_DIV, b) }
  /// Each with the other sign.
  public static prefix func - (a: Tensor) throws(TorchError) -> Tensor { try a.unary(CT_NEG) }
}

/// Changes in place: for optimisers, caches and loaded weights. Refused by libtorch for leaves that require gradients,
/// outside of `noGrad`.
extension Tensor {
  @inline(__always)
  private func change(_ op: ct_inplace_op, _ other: Tensor, _ scale: Double = 1) throws(TorchError) {
    try check(ct_inplace(Int32(op.rawValue), handle, other.handle, scale))
  }

  /// Takes the elements of another tensor, broadcast and converted.
  public func copy(_ other: Tensor) throws(TorchError) { try change(CT_INPLACE_COPY, other) }
  /// Adds `scale` times another tensor.
  public func add(_ other: Tensor, scale: Double = 1) throws(TorchError) { try change(CT_INPLACE_ADD, other, scale) }
  /// Multiplies by another tensor.
  public func multiply(by other: Tensor) throws(TorchError) { try change(CT_INPLACE_MUL, other) }
  /// Divides by another tensor.
  public func divide(by other: Tensor) throws(TorchError) { try change(CT_INPLACE_DIV, other) }
  /// Becomes `factor` times itself plus `offset`.
  public func scale(by factor: Double, plus offset: Double = 0) throws(TorchError) {
    try check(ct_inplace_affine(handle, factor, offset))
  }
}
