internal import CTorch
public import IsoglossModelFiles

/// The type of a tensor's elements.
public enum DType: String, Sendable, CaseIterable, Codable {
  case float32, float64, bfloat16, float16, int64, int32, bool, uint8

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .bfloat16, .float16: 2
    case .bool, .uint8: 1
    }
  }

  /// Whether it has a fraction.
  public var isFloatingPoint: Bool {
    switch self {
    case .float32, .float64, .bfloat16, .float16: true
    default: false
    }
  }

  /// The type that weights are best kept in on this machine: bfloat16 where the processor multiplies it natively
  /// (avx512_bf16 or amx_bf16), float32 elsewhere.
  public static var preferredForInference: DType { Processor.hasNativeBFloat16 ? .bfloat16 : .float32 }

  /// How model files call it.
  public var elementType: ElementType {
    switch self {
    case .float32: .f32
    case .float64: .f64
    case .bfloat16: .bf16
    case .float16: .f16
    case .int64: .i64
    case .int32: .i32
    case .bool: .bool
    case .uint8: .u8
    }
  }

  var code: Int32 {
    let value: ct_dtype =
      switch self {
      case .float32: CT_FLOAT32
      case .float64: CT_FLOAT64
      case .bfloat16: CT_BFLOAT16
      case .float16: CT_FLOAT16
      case .int64: CT_INT64
      case .int32: CT_INT32
      case .bool: CT_BOOL
      case .uint8: CT_UINT8
      }
    return Int32(value.rawValue)
  }

  init?(code: Int32) {
    guard let match = DType.allCases.first(where: { $0.code == code }) else { return nil }
    self = match
  }
}

/// Where a tensor's elements are.
public enum Device: Hashable, Sendable, CustomStringConvertible {
  /// Host memory.
  case cpu
  /// A CUDA device, where this build of libtorch has them.
  case cuda(Int)

  /// The device of a name: `cpu`, `cuda` for the first one, `cuda:1`; null for others.
  public init?(_ name: String) {
    switch name {
    case "cpu": self = .cpu
    case "cuda": self = .cuda(0)
    default:
      guard name.hasPrefix("cuda:"), let index = Int8(name.dropFirst(5)), index >= 0 else { return nil }
      self = .cuda(Int(index))
    }
  }

  /// `cpu` or `cuda:0`.
  public var description: String {
    switch self {
    case .cpu: "cpu"
    case .cuda(let index): "cuda:\(index)"
    }
  }

  var index: Int32 {
    switch self {
    case .cpu: -1
    case .cuda(let index): Int32(index)
    }
  }
}

/// What this machine and this build of libtorch can do.
public enum Processor {
  /// Whether bfloat16 is multiplied natively.
  public static var hasNativeBFloat16: Bool { ct_has_native_bfloat16() }
  /// Whether CUDA devices can be used.
  public static var hasCUDA: Bool { ct_has_cuda() }
  /// libtorch's version.
  public static var torchVersion: String { String(cString: ct_version()) }
  /// Threads that operations called from this thread use.
  public static var threads: Int { Int(ct_threads()) }

  /// Sets the number of threads for operations called from this thread; other threads keep theirs.
  /// - Throws: `TorchError` for a number below 1.
  public static func setThreads(_ count: Int) throws(TorchError) { try check(ct_set_threads(Int32(clamping: count))) }
}
