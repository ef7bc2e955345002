internal import Foundation

/// A text for comparison: letters folded, and its runs of five scalars as numbers that are the same on every machine.
struct TextGrams: Hashable, Sendable {
  /// Hash of the folded text: letters in lower case, composed, other characters than letters and numbers as single
  /// spaces; a text without letters stays as it is. Equal for texts of the same words.
  let identity: UInt64
  /// Hashes of the different runs of five scalars of the folded text, rising; of the whole text where it is shorter.
  let grams: [UInt64]

  static let length = 5

  init(_ text: String) {
    let scalars = Self.folded(text)
    identity = Self.hash(scalars[...])
    if scalars.count <= Self.length {
      grams = [identity]
    } else {
      var all = [UInt64](repeating: 0, count: scalars.count - Self.length + 1)
      scalars.withUnsafeBufferPointer { scalars in
        for start in all.indices {
          var hash: UInt64 = UInt64(Self.length)
          for scalar in scalars[start..<start + Self.length] { hash = hash &* Self.base &+ UInt64(scalar) }
          all[start] = Mixer.mixed(hash)
        }
      }
      all.sort()
      var count = 1
      for index in all.indices.dropFirst() where all[index] != all[count - 1] {
        all[count] = all[index]
        count += 1
      }
      all.removeLast(all.count - count)
      grams = all
    }
  }

  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func hash(_ scalars: ArraySlice<UInt32>) -> UInt64 {
    var hash = UInt64(scalars.count)
    for scalar in scalars { hash = hash &* base &+ UInt64(scalar) }
    return Mixer.mixed(hash)
  }

  /// Jaccard index of two texts' runs.
  func similarity(to other: TextGrams) -> Double {
    let shared = sharedCount(with: other)
    return Double(shared) / Double(grams.count + other.grams.count - shared)
  }

  /// The Jaccard index where it is at least `threshold`, else null: most texts are told apart by their lengths alone.
  func similarity(to other: TextGrams, atLeast threshold: Double) -> Double? {
    let (small, large) =
      grams.count < other.grams.count ? (grams.count, other.grams.count) : (other.grams.count, grams.count)
    guard Double(small) >= threshold * Double(large) else { return nil }
    let similarity = similarity(to: other)
    return similarity >= threshold ? similarity : nil
  }

  private func sharedCount(with other: TextGrams) -> Int {
    grams.withUnsafeBufferPointer { a in
      other.grams.withUnsafeBufferPointer { b in
        var (i, j, shared) = (0, 0, 0)
        while i < a.count, j < b.count {
          let (x, y) = (a[i], b[j])
          shared += x == y ? 1 : 0
          i += x <= y ? 1 : 0
          j += y <= x ? 1 : 0
        }
        return shared
      }
    }
  }

  private static let space = UInt32(UInt8(ascii: " "))

  /// Scalars of the text after folding.
  private static func folded(_ text: String) -> [UInt32] {
    var scalars: [UInt32] = []
    scalars.reserveCapacity(text.utf8.count)
    var isASCII = true
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): scalars.append(UInt32(byte))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): scalars.append(UInt32(byte) + 32)
      case 0x80...: isASCII = false
      default: if let last = scalars.last, last != space { scalars.append(space) }
      }
      if !isASCII { break }
    }
    if !isASCII {
      scalars.removeAll(keepingCapacity: true)
      for scalar in text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
        if isPartOfWord(scalar) {
          scalars.append(scalar.value)
        } else if let last = scalars.last, last != space {
          scalars.append(space)
        }
      }
    }
    if scalars.last == space { scalars.removeLast() }
    return scalars.isEmpty ? text.unicodeScalars.map(\.value) : scalars
  }

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) }
    let properties = scalar.properties
    return properties.isAlphabetic || properties.numericType != nil
      || [.nonspacingMark, .spacingMark].contains(properties.generalCategory)
  }
}

/// Spreads 64 bits over 64 bits (the finalizer of SplitMix64, Steele et al. 2014).
enum Mixer {
  static func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
