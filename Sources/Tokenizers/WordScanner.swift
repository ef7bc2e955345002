/// One word at a time from valid UTF-8. Each function tries the alternatives of its pattern in order.
struct WordScanner {
  let text: UnsafePointer<UInt8>
  let end: Int

  @inline(__always)
  private func scalar(_ index: Int) -> (classes: CharacterClass, length: Int) {
    let (value, length) = UTF8Reader.scalar(text, index)
    return (CharacterClass.of(value), length)
  }

  /// The end of the run of scalars that have any of the classes.
  @inline(__always)
  private func run(_ start: Int, of wanted: CharacterClass, atMost limit: Int = .max) -> Int {
    var index = start
    var count = 0
    while index < end, count < limit {
      let (classes, length) = scalar(index)
      if classes.isDisjoint(with: wanted) { break }
      index += length
      count += 1
    }
    return index
  }

  /// The end of the run of scalars that have none of the classes.
  @inline(__always)
  private func run(_ start: Int, without unwanted: CharacterClass) -> Int {
    var index = start
    while index < end {
      let (classes, length) = scalar(index)
      if !classes.isDisjoint(with: unwanted) { break }
      index += length
    }
    return index
  }

  /// `\s+(?!\S)|\s+`: a run of space gives its last scalar to the word that follows, unless it is alone.
  private func space(_ start: Int) -> Int {
    let stop = run(start, of: .space)
    if stop == end { return stop }
    var last = stop - 1
    while text[last] & 0xC0 == 0x80 { last -= 1 }
    return last > start ? last : stop
  }

  /// GPT-2's contractions: lower case only.
  private func contraction(_ start: Int) -> Int? {
    guard text[start] == UInt8(ascii: "'"), start + 1 < end else { return nil }
    let next = text[start + 1]
    switch next {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"):
      return start + 2 < end && text[start + 2] == UInt8(ascii: "e") ? start + 3 : nil
    case UInt8(ascii: "l"): return start + 2 < end && text[start + 2] == UInt8(ascii: "l") ? start + 3 : nil
    default: return nil
    }
  }

  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)`: any case; the long s folds to s.
  private func caselessContraction(_ start: Int) -> Int? {
    guard text[start] == UInt8(ascii: "'"), start + 1 < end else { return nil }
    let second = start + 2 < end ? text[start + 2] | 0x20 : 0
    switch text[start + 1] | 0x20 {
    case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return start + 2
    case UInt8(ascii: "r"), UInt8(ascii: "v"): return second == UInt8(ascii: "e") ? start + 3 : nil
    case UInt8(ascii: "l"): return second == UInt8(ascii: "l") ? start + 3 : nil
    default: break
    }
    let isLongS = text[start + 1] == 0xC5 && start + 2 < end && text[start + 2] == 0xBF
    return isLongS ? start + 3 : nil
  }

  func gpt2(_ start: Int) -> Int {
    if let stop = contraction(start) { return stop }
    let (first, firstLength) = scalar(start)
    var from = start
    var classes = first
    if text[start] == 0x20, start + 1 < end {
      let (second, _) = scalar(start + 1)
      if second.contains(.space) { return space(start) }
      from = start + 1
      classes = second
    } else if first.contains(.space) {
      return space(start)
    }
    if classes.contains(.letter) { return run(from, of: .letter) }
    if classes.contains(.number) { return run(from, of: .number) }
    return run(from == start ? start + firstLength : from, without: .spaceLetterNumber)
  }

  func llama3(_ start: Int, digits: Int) -> Int {
    if let stop = caselessContraction(start) { return stop }
    let (first, length) = scalar(start)
    if first.contains(.letter) { return run(start + length, of: .letter) }
    if first.contains(.number) { return run(start, of: .number, atMost: digits) }
    let afterFirst = start + length
    if !first.contains(.lineEnd), afterFirst < end {
      let stop = run(afterFirst, of: .letter)
      if stop > afterFirst { return stop }
    }
    if let stop = symbols(start, first, trailing: false) { return stop }
    return lineEnds(start) ?? space(start)
  }

  /// ` ?[^\s\p{L}\p{N}]+[\r\n]*`, and with `trailing` `[\r\n/]*`.
  private func symbols(_ start: Int, _ first: CharacterClass, trailing slash: Bool) -> Int? {
    let from = text[start] == 0x20 ? start + 1 : start
    var stop = run(from, without: .spaceLetterNumber)
    guard stop > from else { return nil }
    while stop < end, text[stop] == 0x0A || text[stop] == 0x0D || (slash && text[stop] == UInt8(ascii: "/")) {
      stop += 1
    }
    return stop
  }

  /// `\s*[\r\n]+`: space up to and with the last line end of the run.
  private func lineEnds(_ start: Int) -> Int? {
    let stop = run(start, of: .space)
    var last = stop
    while last > start {
      if text[last - 1] == 0x0A || text[last - 1] == 0x0D { return last }
      last -= 1
    }
    return nil
  }

  func tekken(_ start: Int) -> Int {
    let (first, length) = scalar(start)
    let afterFirst = start + length
    let mayPrefix = first.isDisjoint(with: [.lineEnd, .letter, .number])
    if mayPrefix, let stop = upperThenLower(afterFirst) { return stop }
    if let stop = upperThenLower(start) { return stop }
    if mayPrefix, let stop = upperRun(afterFirst) { return stop }
    if let stop = upperRun(start) { return stop }
    if first.contains(.number) { return afterFirst }
    if let stop = symbols(start, first, trailing: true) { return stop }
    return lineEnds(start) ?? space(start)
  }

  /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+`: the first run is as long as it can be while one
  /// scalar is left for the second.
  private func upperThenLower(_ start: Int) -> Int? {
    var index = start
    var afterLastShared: Int?
    while index < end {
      let (classes, length) = scalar(index)
      guard classes.contains(.upper) else { break }
      index += length
      if classes.contains(.lower) { afterLastShared = index }
    }
    let stop = run(index, of: .lower)
    return stop > index ? stop : afterLastShared
  }

  /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*`.
  private func upperRun(_ start: Int) -> Int? {
    let stop = run(start, of: .upper)
    return stop > start ? run(stop, of: .lower) : nil
  }
}
