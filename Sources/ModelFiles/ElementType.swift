/// How the values of a tensor are stored.
///
/// The raw value is the name that safetensors and llama.cpp use. Types in blocks store `elementsPerBlock` values
/// in `bytesPerBlock` bytes; plain types have blocks of one. Every type that a file may carry is listed, so that
/// files open and bytes can be reached; those that can be turned into numbers are `isDecodable`.
public enum ElementType: String, Sendable, Hashable, Codable, CaseIterable {
  // Plain numbers.
  case f64 = "F64"
  case f32 = "F32"
  case f16 = "F16"
  case bf16 = "BF16"
  case i64 = "I64"
  case i32 = "I32"
  case i16 = "I16"
  case i8 = "I8"
  case u64 = "U64"
  case u32 = "U32"
  case u16 = "U16"
  case u8 = "U8"
  case bool = "BOOL"
  case c64 = "C64"
  // Small floats of safetensors.
  case f8e4m3 = "F8_E4M3"
  case f8e5m2 = "F8_E5M2"
  case f8e8m0 = "F8_E8M0"
  case f8e4m3fnuz = "F8_E4M3FNUZ"
  case f8e5m2fnuz = "F8_E5M2FNUZ"
  case f6e2m3 = "F6_E2M3"
  case f6e3m2 = "F6_E3M2"
  case f4 = "F4"
  // Blocks of GGUF.
  case q4_0 = "Q4_0"
  case q4_1 = "Q4_1"
  case q5_0 = "Q5_0"
  case q5_1 = "Q5_1"
  case q8_0 = "Q8_0"
  case q8_1 = "Q8_1"
  case q2K = "Q2_K"
  case q3K = "Q3_K"
  case q4K = "Q4_K"
  case q5K = "Q5_K"
  case q6K = "Q6_K"
  case q8K = "Q8_K"
  case iq1S = "IQ1_S"
  case iq1M = "IQ1_M"
  case iq2XXS = "IQ2_XXS"
  case iq2XS = "IQ2_XS"
  case iq2S = "IQ2_S"
  case iq3XXS = "IQ3_XXS"
  case iq3S = "IQ3_S"
  case iq4NL = "IQ4_NL"
  case iq4XS = "IQ4_XS"
  case tq1_0 = "TQ1_0"
  case tq2_0 = "TQ2_0"
  case mxfp4 = "MXFP4"
  case nvfp4 = "NVFP4"
  case q1_0 = "Q1_0"

  /// Values in a block and bytes that they take.
  var block: (elements: Int, bytes: Int) {
    switch self {
    case .f64, .i64, .u64, .c64: (1, 8)
    case .f32, .i32, .u32: (1, 4)
    case .f16, .bf16, .i16, .u16: (1, 2)
    case .i8, .u8, .bool, .f8e4m3, .f8e5m2, .f8e8m0, .f8e4m3fnuz, .f8e5m2fnuz: (1, 1)
    case .f6e2m3, .f6e3m2: (4, 3)
    case .f4: (2, 1)
    case .q4_0: (32, 18)
    case .q4_1: (32, 20)
    case .q5_0: (32, 22)
    case .q5_1: (32, 24)
    case .q8_0: (32, 34)
    case .q8_1: (32, 40)
    case .q2K: (256, 84)
    case .q3K: (256, 110)
    case .q4K: (256, 144)
    case .q5K: (256, 176)
    case .q6K: (256, 210)
    case .q8K: (256, 292)
    case .iq1S: (256, 50)
    case .iq1M: (256, 56)
    case .iq2XXS: (256, 66)
    case .iq2XS: (256, 74)
    case .iq2S: (256, 82)
    case .iq3XXS: (256, 98)
    case .iq3S: (256, 110)
    case .iq4NL: (32, 18)
    case .iq4XS: (256, 136)
    case .tq1_0: (256, 54)
    case .tq2_0: (256, 66)
    case .mxfp4: (32, 17)
    case .nvfp4: (64, 36)
    case .q1_0: (128, 18)
    }
  }

  /// Values stored together.
  public var elementsPerBlock: Int { block.elements }
  /// Bytes of one block.
  public var bytesPerBlock: Int { block.bytes }
  /// Whether several values share a scale, so that single values have no bytes of their own.
  public var isQuantized: Bool { block.elements > 1 }

  /// Whether this module turns the type into floating point.
  public var isDecodable: Bool {
    switch self {
    case .f64, .f32, .f16, .bf16, .i64, .i32, .i16, .i8, .u64, .u32, .u16, .u8, .bool,
      .q4_0, .q4_1, .q5_0, .q5_1, .q8_0, .q4K, .q5K, .q6K:
      true
    default: false
    }
  }

  /// The order of safetensors' own writer: narrow types first. Nil: the format has no such type.
  var safetensorsRank: Int? {
    let order: [ElementType] = [
      .bool, .f4, .f6e2m3, .f6e3m2, .u8, .i8, .f8e5m2, .f8e4m3, .f8e8m0, .f8e4m3fnuz, .f8e5m2fnuz, .i16, .u16,
      .f16, .bf16, .i32, .u32, .f32, .c64, .f64, .i64, .u64,
    ]
    return order.firstIndex(of: self)
  }

  /// The type with llama.cpp's number (`ggml_type`), nil where the number is unknown or retired.
  public init?(ggmlType: UInt32) {
    switch ggmlType {
    case 0: self = .f32
    case 1: self = .f16
    case 2: self = .q4_0
    case 3: self = .q4_1
    case 6: self = .q5_0
    case 7: self = .q5_1
    case 8: self = .q8_0
    case 9: self = .q8_1
    case 10: self = .q2K
    case 11: self = .q3K
    case 12: self = .q4K
    case 13: self = .q5K
    case 14: self = .q6K
    case 15: self = .q8K
    case 16: self = .iq2XXS
    case 17: self = .iq2XS
    case 18: self = .iq3XXS
    case 19: self = .iq1S
    case 20: self = .iq4NL
    case 21: self = .iq3S
    case 22: self = .iq2S
    case 23: self = .iq4XS
    case 24: self = .i8
    case 25: self = .i16
    case 26: self = .i32
    case 27: self = .i64
    case 28: self = .f64
    case 29: self = .iq1M
    case 30: self = .bf16
    case 34: self = .tq1_0
    case 35: self = .tq2_0
    case 39: self = .mxfp4
    case 40: self = .nvfp4
    case 41: self = .q1_0
    default: return nil
    }
  }
}
