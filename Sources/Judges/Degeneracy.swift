/// Whether an answer is no answer at all: loops, echoes, template marks, characters that are no text.
///
/// Every check is linear in the answer (times a small constant); thresholds are in ``Limits``.
struct Degeneracy {
  /// Where ordinary prose ends and degenerate text begins.
  enum Limits {
    /// Share of the words that a period repeated to the end has to cover.
    static let loopShare = 0.4
    /// Times that the period has to stand; twice as often where it is a single word.
    static let loopRepeats = 4
    /// Times that a period of four words or more has to stand where the answer is little else, and what little is.
    static let shortLoopRepeats = 3
    static let shortLoopShare = 0.8
    /// Longest period in words.
    static let loopPeriod = 24
    /// Words from which distinct 4-grams are counted, and the share of distinct ones under which text loops.
    static let gramWords = 32
    static let gramShare = 0.5
    /// Words that are read for 4-grams.
    static let gramReach = 20_000
    /// Times that one line stands, and the share of the lines that are it.
    static let lineRepeats = 4
    static let lineShare = 0.5
    /// Bytes from which the compression ratio is taken, bytes read for it, and the ratio above which text loops.
    static let compressionBytes = 200
    static let compressionReach = 65_536
    static let compressionRatio = 3.0
    /// Visible characters from which the share of letters and digits is taken, and the least share.
    static let textVisible = 20
    static let textShare = 0.3
    /// Share of replacement or private-use characters above which it is no text.
    static let debrisShare = 0.1
    /// Times that one three-word sequence stands in a short text, and the share of the words it covers, from which on
    /// text loops; fewest words.
    static let trigramRepeats = 3
    static let trigramShare = 0.4
    static let trigramWords = 8
    /// Share of an answer's three-word sequences that stand in the prompt, from which on it is an echo; the lower share
    /// holds where the answer also begins as the prompt does. Fewest words.
    static let copiedShare = 0.75
    static let copiedShareFromStart = 0.6
    static let copiedWords = 6
    /// Share of the prompt that an echo has to hold, and its least number of words.
    static let echoShare = 0.7
    static let echoWords = 5
  }

  let text: AnswerText
  let answer: String

  /// Name of the check that failed, and what it saw; null for ordinary text. `prompt` holds the hashes of its words.
  func finding(prompt: [UInt64]) -> String? {
    nonText() ?? template() ?? loop() ?? lines() ?? grams() ?? trigrams() ?? compression() ?? echo(prompt)
      ?? copy(prompt)
  }

  /// Whether it loops, and is neither an echo nor no text.
  func isLoopAlone(prompt: [UInt64]) -> Bool {
    guard nonText() ?? template() ?? echo(prompt) ?? copy(prompt) == nil else { return false }
    return finding(prompt: prompt) != nil
  }

  private func nonText() -> String? {
    if text.words.isEmpty { return "no words" }
    let visible = Double(max(1, text.visible))
    if Double(text.debris) / visible > Limits.debrisShare { return "not text: \(text.debris) unreadable characters" }
    if text.visible >= Limits.textVisible, Double(text.alphanumeric) / visible < Limits.textShare {
      return "not text: \(text.alphanumeric) letters or digits in \(text.visible) characters"
    }
    if text.stretched >= 30, Double(text.stretched) > Limits.loopShare * Double(text.letters) {
      return "character loop"
    }
    return nil
  }

  private func template() -> String? {
    if text.specials >= 3, text.words.count < text.specials * 12 { return "template marks: \(text.specials)" }
    if let turn = text.userTurn, turn <= 2 { return "goes on in the user's turn" }
    return nil
  }

  /// A period that repeats to the end.
  private func loop() -> String? {
    let count = text.words.count
    guard count >= 8 else { return nil }
    for period in 1...min(Limits.loopPeriod, max(1, count / 3)) {
      var run = 0
      var index = count - 1
      while index >= period, text.words[index].hash == text.words[index - period].hash {
        run += 1
        index -= 1
      }
      let covered = run + period
      let repeats = period == 1 ? Limits.loopRepeats * 2 : Limits.loopRepeats
      let isLoop = covered >= repeats * period && Double(covered) >= Limits.loopShare * Double(count)
      let isShortLoop =
        period >= 4 && covered >= Limits.shortLoopRepeats * period
        && Double(covered) >= Limits.shortLoopShare * Double(count)
      if isLoop || isShortLoop {
        return "repetition loop: the last \(covered) of \(count) words repeat \(period)"
      }
    }
    return nil
  }

  private func lines() -> String? {
    guard text.lines.count >= Limits.lineRepeats else { return nil }
    var counts: [UInt64: Int] = [:]
    for line in text.lines { counts[line.hash, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    guard most >= Limits.lineRepeats, Double(most) >= Limits.lineShare * Double(text.lines.count) else { return nil }
    return "repetition loop: one line stands \(most) times in \(text.lines.count)"
  }

  private func grams() -> String? {
    let count = min(text.words.count, Limits.gramReach)
    guard count >= Limits.gramWords else { return nil }
    var table = [UInt64](repeating: 0, count: 1 << (Int.bitWidth - (count * 2).leadingZeroBitCount))
    let mask = table.count - 1
    var distinct = 0
    for index in 3..<count {
      var hash = text.words[index].hash
      for back in 1...3 { hash = (hash &* 0x9E37_79B9_7F4A_7C15).byteSwapped ^ text.words[index - back].hash }
      if hash == 0 { hash = 1 }
      var slot = Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
      while table[slot] != 0, table[slot] != hash { slot = (slot + 1) & mask }
      if table[slot] == 0 {
        table[slot] = hash
        distinct += 1
      }
    }
    guard Double(distinct) < Limits.gramShare * Double(count - 3) else { return nil }
    return "repetition loop: \(distinct) distinct of \(count - 3) four-word sequences"
  }

  /// Hashes of the three-word sequences, in order.
  private static func trigrams(_ words: [UInt64]) -> [UInt64] {
    guard words.count >= 3 else { return [] }
    return (2..<words.count).map { index in
      var hash = words[index]
      for back in 1...2 { hash = (hash &* 0x9E37_79B9_7F4A_7C15).byteSwapped ^ words[index - back] }
      return hash
    }
  }

  /// A short text that says one thing over and over, not always to its end: a bound on new tokens cuts loops anywhere.
  private func trigrams() -> String? {
    let count = text.words.count
    guard count >= Limits.trigramWords, count < Limits.gramWords else { return nil }
    var counts: [UInt64: Int] = [:]
    for hash in Self.trigrams(text.words.map(\.hash)) { counts[hash, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    guard most >= Limits.trigramRepeats, Double(3 * most) >= Limits.trigramShare * Double(count) else { return nil }
    return "repetition loop: three words stand \(most) times in \(count)"
  }

  /// Words of the prompt and little else, as when an answer that repeats it is cut off by a bound on new tokens. A refusal
  /// that repeats the request keeps enough words of its own.
  private func copy(_ prompt: [UInt64]) -> String? {
    let words = text.words.prefix(Limits.gramReach).map(\.hash)
    guard words.count >= Limits.copiedWords, prompt.count >= Limits.copiedWords else { return nil }
    let known = Set(Self.trigrams(prompt))
    let sequences = Self.trigrams(words)
    let share = Double(sequences.count { known.contains($0) }) / Double(sequences.count)
    let opening = Set(prompt.prefix(8))
    let startsAlike = words.prefix(4).count { opening.contains($0) } >= 3
    guard share >= (startsAlike ? Limits.copiedShareFromStart : Limits.copiedShare) else { return nil }
    return "echo: \(Int((share * 100).rounded())) % of its three-word sequences are the prompt's"
  }

  /// Bytes over the bytes that an LZ77 coder with a window of the whole text would write, at three bytes a match.
  private func compression() -> String? {
    guard let first = text.words.first, let last = text.words.last,
      Int(last.end - first.start) >= Limits.compressionBytes
    else { return nil }
    var copy = answer
    let ratio = copy.withUTF8 { all -> Double in
      // Runs of white space count once, so that blank lines are no loop.
      var bytes: [UInt8] = []
      bytes.reserveCapacity(min(Int(last.end - first.start), Limits.compressionReach))
      for byte in all[Int(first.start)..<min(Int(last.end), all.count)] {
        if byte <= 0x20, let before = bytes.last, before <= 0x20 { continue }
        bytes.append(byte)
        if bytes.count == Limits.compressionReach { break }
      }
      let count = bytes.count
      guard count >= Limits.compressionBytes else { return 1 }
      var table = [Int32](repeating: -1, count: 1 << 12)
      var cost = 0
      var index = 0
      while index < count {
        guard index + 4 <= count else {
          cost += 1
          index += 1
          continue
        }
        let key =
          UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
          | UInt32(bytes[index + 3]) << 24
        let slot = Int((key &* 2_654_435_761) >> 20)
        let candidate = Int(table[slot])
        table[slot] = Int32(index)
        var length = 0
        if candidate >= 0 {
          while index + length < count, bytes[candidate + length] == bytes[index + length] { length += 1 }
        }
        if length >= 4 {
          cost += 3 + length / 255
          index += length
        } else {
          cost += 1
          index += 1
        }
      }
      return Double(count) / Double(max(1, cost))
    }
    guard ratio > Limits.compressionRatio else { return nil }
    return "repetition loop: compresses \(Int(ratio.rounded())) to 1"
  }

  /// The answer is the prompt, over and over or in part.
  private func echo(_ prompt: [UInt64]) -> String? {
    let count = text.words.count
    guard prompt.count >= 3, count >= 3 else { return nil }
    let least = max(Limits.echoWords, Int((Limits.echoShare * Double(prompt.count)).rounded(.up)))
    // The prompt, perhaps more than once, and at most two words more.
    var same = 0
    while same < count, text.words[same].hash == prompt[same % prompt.count] { same += 1 }
    if same >= prompt.count || same >= least, count - same <= 2 { return "echo of the prompt" }
    // A part of the prompt. Knuth, Morris and Pratt: the answer sought in the prompt.
    guard count >= least, count <= prompt.count else { return nil }
    var failure = [Int](repeating: 0, count: count)
    var length = 0
    for index in 1..<count {
      while length > 0, text.words[index].hash != text.words[length].hash { length = failure[length - 1] }
      if text.words[index].hash == text.words[length].hash { length += 1 }
      failure[index] = length
    }
    length = 0
    for hash in prompt {
      while length > 0, hash != text.words[length].hash { length = failure[length - 1] }
      if hash == text.words[length].hash { length += 1 }
      if length == count { return "echo of a part of the prompt" }
    }
    return nil
  }
}
