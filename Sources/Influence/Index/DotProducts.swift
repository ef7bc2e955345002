/// Inner products of many rows with one vector, in float32 lanes.
enum DotProducts {
  /// One number a row of `[rows, width]`.
  static func rows(
    _ rows: UnsafeBufferPointer<Float>, width: Int, with vector: [Float], isCosine: Bool
  ) -> [Float] {
    guard width > 0, let start = rows.baseAddress else { return [] }
    return vector.withUnsafeBufferPointer { vector in
      guard let vector = vector.baseAddress else { return [] }
      return (0..<rows.count / width).map { row in
        let values = start + row * width
        let product = dot(values, vector, width)
        guard isCosine else { return product }
        let length = dot(values, values, width).squareRoot()
        return length > 0 ? product / length : 0
      }
    }
  }

  /// Four sums of eight lanes each, so that no addition waits for the one before.
  static func dot(_ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int) -> Float {
    var (s, t, u, v) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    let (x, y) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    var place = 0
    while place + 32 <= count {
      let byte = place * 4
      s +=
        x.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self)
        * y.loadUnaligned(fromByteOffset: byte, as: SIMD8<Float>.self)
      t +=
        x.loadUnaligned(fromByteOffset: byte + 32, as: SIMD8<Float>.self)
        * y.loadUnaligned(fromByteOffset: byte + 32, as: SIMD8<Float>.self)
      u +=
        x.loadUnaligned(fromByteOffset: byte + 64, as: SIMD8<Float>.self)
        * y.loadUnaligned(fromByteOffset: byte + 64, as: SIMD8<Float>.self)
      v +=
        x.loadUnaligned(fromByteOffset: byte + 96, as: SIMD8<Float>.self)
        * y.loadUnaligned(fromByteOffset: byte + 96, as: SIMD8<Float>.self)
      place += 32
    }
    var rest: Float = 0
    while place < count {
      rest += a[place] * b[place]
      place += 1
    }
    return (s + t + (u + v)).sum() + rest
  }
}
