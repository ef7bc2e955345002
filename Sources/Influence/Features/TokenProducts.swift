/// Sums of outer products over tokens, the step that forms a small gradient out of its projected factors.
enum TokenProducts {
  /// Rows of factors: `[T, stride]`, those of one side starting at a column.
  struct Side {
    let values: UnsafePointer<Float>
    let stride: Int
  }

  /// result `[m, n]` = Σ_t left[t, 0..<m] ⊗ right[t, 0..<n] over the tokens of a range.
  static func sum(
    _ left: Side, _ m: Int, _ right: Side, _ n: Int, tokens: Range<Int>, into result: UnsafeMutablePointer<Float>
  ) {
    var row = 0
    while row + 4 <= m {
      var column = 0
      while column + 8 <= n {
        tile(left, row, right, column, tokens, result, n)
        column += 8
      }
      for r in row..<row + 4 { plain(left, r, right, column..<n, tokens, result, n) }
      row += 4
    }
    for r in row..<m { plain(left, r, right, 0..<n, tokens, result, n) }
  }

  /// Four rows by eight columns, summed in registers.
  @inline(__always)
  private static func tile(
    _ left: Side, _ row: Int, _ right: Side, _ column: Int, _ tokens: Range<Int>,
    _ result: UnsafeMutablePointer<Float>, _ width: Int
  ) {
    var (a, b, c, d) = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
    for token in tokens {
      let x = UnsafeRawPointer(right.values + token * right.stride + column).loadUnaligned(as: SIMD8<Float>.self)
      let y = left.values + token * left.stride + row
      a += x * y[0]
      b += x * y[1]
      c += x * y[2]
      d += x * y[3]
    }
    for (index, sum) in [a, b, c, d].enumerated() {
      UnsafeMutableRawPointer(result + (row + index) * width + column).storeBytes(of: sum, as: SIMD8<Float>.self)
    }
  }

  private static func plain(
    _ left: Side, _ row: Int, _ right: Side, _ columns: Range<Int>, _ tokens: Range<Int>,
    _ result: UnsafeMutablePointer<Float>, _ width: Int
  ) {
    for column in columns {
      var sum: Float = 0
      for token in tokens {
        sum += left.values[token * left.stride + row] * right.values[token * right.stride + column]
      }
      result[row * width + column] = sum
    }
  }
}
