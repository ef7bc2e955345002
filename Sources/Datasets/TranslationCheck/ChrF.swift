/// Character n-gram F-score of a text against a reference (Popović 2015), as sacrebleu counts it: orders 1 to 6, white
/// space left out, β = 2, no word n-grams (`chrF2`), case kept.
///
/// F = (1 + β²)·P·R / (β²·P + R), where P and R are means of precision and recall over the orders for which both texts
/// have n-grams at all (sacrebleu's "effective order").
public enum ChrF {
  static let order = 6
  static let beta = 2.0

  /// The score in 0...100; 0 where either text is empty. Not symmetric: recall of the reference counts four times.
  public static func score(_ hypothesis: String, reference: String) -> Double {
    let a = letters(hypothesis)
    let b = letters(reference)
    var precision = 0.0
    var recall = 0.0
    var orders = 0.0
    for n in 1...order {
      let ours = grams(a, n)
      let theirs = grams(b, n)
      guard a.count >= n, b.count >= n else { continue }
      let shared = ours.reduce(0) { $0 + min($1.value, theirs[$1.key] ?? 0) }
      precision += Double(shared) / Double(a.count - n + 1)
      recall += Double(shared) / Double(b.count - n + 1)
      orders += 1
    }
    guard orders > 0 else { return 0 }
    precision /= orders
    recall /= orders
    let factor = beta * beta
    guard precision + recall > 0 else { return 0 }
    return 100 * (1 + factor) * precision * recall / (factor * precision + recall)
  }

  /// Python's white space is what sacrebleu removes (`"".join(text.split())`).
  private static func letters(_ text: String) -> [UInt32] {
    text.unicodeScalars.filter { !$0.properties.isWhitespace && !(0x1C...0x1F).contains($0.value) }.map(\.value)
  }

  private static func grams(_ letters: [UInt32], _ n: Int) -> [ArraySlice<UInt32>: Int] {
    guard letters.count >= n else { return [:] }
    var counts: [ArraySlice<UInt32>: Int] = [:]
    for start in 0...(letters.count - n) { counts[letters[start..<start + n], default: 0] += 1 }
    return counts
  }
}
