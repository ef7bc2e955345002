/// A piece of a template: text, or a symbol inside a tag.
enum JinjaToken: Hashable, Sendable {
  case text(String)
  case blockBegin, blockEnd, outputBegin, outputEnd
  case name(String)
  case string(String)
  case integer(Int)
  case number(Double)
  case symbol(String)
  case end

  /// How an error names it.
  var description: String {
    switch self {
    case .text: "text"
    case .blockBegin: "{%"
    case .blockEnd: "%}"
    case .outputBegin: "{{"
    case .outputEnd: "}}"
    case .name(let name): name
    case .string(let text): "'\(text)'"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .symbol(let symbol): symbol
    case .end: "the end of the template"
    }
  }
}

/// Cuts a template into tokens, with Jinja's rules for white space around tags (Jinja 3.1, `trim_blocks` and
/// `lstrip_blocks` on, as transformers sets them).
struct JinjaLexer {
  private let source: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  private var tokens: [(token: JinjaToken, line: Int)] = []

  /// The tokens of a template with the lines on which they start; throws where a tag, string or comment does not end.
  static func tokens(_ template: String) throws -> [(token: JinjaToken, line: Int)] {
    var lexer = JinjaLexer(template)
    try lexer.scan()
    return lexer.tokens
  }

  private init(_ template: String) {
    var scalars: [Unicode.Scalar] = []
    var afterReturn = false
    for scalar in template.unicodeScalars {
      // Jinja reads every kind of line end as a line feed.
      if scalar == "\n" && afterReturn {
        afterReturn = false
        continue
      }
      afterReturn = scalar == "\r"
      scalars.append(afterReturn ? "\n" : scalar)
    }
    if scalars.last == "\n" { scalars.removeLast() }
    source = scalars
  }

  private func fault(_ what: String, line: Int? = nil) -> TokenizerError {
    TokenizerError(.templateSyntax, "Line \(line ?? self.line) of the template: \(what).")
  }

  private func starts(_ text: String, at index: Int) -> Bool {
    var index = index
    for scalar in text.unicodeScalars {
      guard index < source.count, source[index] == scalar else { return false }
      index += 1
    }
    return true
  }

  private func isSpace(_ index: Int) -> Bool { index < source.count && source[index].properties.isWhitespace }

  private mutating func advance(to index: Int) {
    while position < index {
      if source[position] == "\n" { line += 1 }
      position += 1
    }
  }

  // MARK: Text and tags

  private mutating func scan() throws {
    while position < source.count {
      let begin = nextTag()
      try appendText(upTo: begin)
      guard position < source.count else { break }
      let opening = source[position + 1]
      let started = line
      let marked = position + 2 < source.count && (source[position + 2] == "-" || source[position + 2] == "+")
      advance(to: position + (marked ? 3 : 2))
      switch opening {
      case "#": try skipComment(started)
      case "{": try tag(begin: .outputBegin, end: .outputEnd, closing: "}}", started)
      default:
        if let body = rawBody() {
          try raw(from: body, started)
        } else {
          try tag(begin: .blockBegin, end: .blockEnd, closing: "%}", started)
        }
      }
    }
    tokens.append((.end, line))
  }

  private func nextTag() -> Int {
    var index = position
    while index + 1 < source.count {
      if source[index] == "{", source[index + 1] == "%" || source[index + 1] == "{" || source[index + 1] == "#" {
        return index
      }
      index += 1
    }
    return source.count
  }

  /// Text up to a tag, without what the tag strips: all white space before `{%-`, and the indentation before a block or
  /// comment that starts its line.
  private mutating func appendText(upTo tag: Int) throws {
    var stop = tag
    if tag < source.count {
      let sign = tag + 2 < source.count ? source[tag + 2] : " "
      if sign == "-" {
        while stop > position, isSpace(stop - 1) { stop -= 1 }
      } else if sign != "+", source[tag + 1] != "{" {
        var indent = tag
        while indent > position, source[indent - 1] != "\n", isSpace(indent - 1) { indent -= 1 }
        let startsLine = indent == 0 || source[indent - 1] == "\n"
        if startsLine { stop = indent }
      }
    }
    if stop > position { tokens.append((.text(string(position..<stop)), line)) }
    advance(to: tag)
  }

  private func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: source[range])
    return String(view)
  }

  /// Moves past the end of a tag: `-%}` takes the white space that follows, `%}` one line end.
  private mutating func close(sign: Unicode.Scalar?, trimsLine: Bool) {
    if sign == "-" {
      var index = position
      while isSpace(index) { index += 1 }
      advance(to: index)
    } else if sign == nil, trimsLine, position < source.count, source[position] == "\n" {
      advance(to: position + 1)
    }
  }

  private mutating func skipComment(_ started: Int) throws {
    var index = position
    while !starts("#}", at: index) {
      guard index < source.count else { throw fault("a comment does not end", line: started) }
      index += 1
    }
    let sign = index > position && (source[index - 1] == "-" || source[index - 1] == "+") ? source[index - 1] : nil
    advance(to: index + 2)
    close(sign: sign, trimsLine: true)
  }

  /// Where the text of `{% raw %}` begins, when the tag at hand is one.
  private func rawBody() -> Int? {
    var index = position
    while isSpace(index) { index += 1 }
    guard starts("raw", at: index) else { return nil }
    index += 3
    while isSpace(index) { index += 1 }
    if starts("-%}", at: index) {
      index += 3
      while isSpace(index) { index += 1 }
      return index
    }
    return starts("%}", at: index) ? index + 2 : nil
  }

  private mutating func raw(from body: Int, _ started: Int) throws {
    advance(to: body)
    var index = body
    while index < source.count {
      guard starts("{%", at: index) else {
        index += 1
        continue
      }
      var inner = index + 2
      let strips = inner < source.count && source[inner] == "-"
      if strips || (inner < source.count && source[inner] == "+") { inner += 1 }
      while isSpace(inner) { inner += 1 }
      guard starts("endraw", at: inner) else {
        index += 1
        continue
      }
      inner += 6
      while isSpace(inner) { inner += 1 }
      let sign: Unicode.Scalar? =
        inner < source.count && (source[inner] == "-" || source[inner] == "+")
        ? source[inner] : nil
      if sign != nil { inner += 1 }
      guard starts("%}", at: inner) else { throw fault("{% endraw %} does not end", line: started) }
      var stop = index
      if strips { while stop > body, isSpace(stop - 1) { stop -= 1 } }
      if stop > body { tokens.append((.text(string(body..<stop)), line)) }
      advance(to: inner + 2)
      close(sign: sign, trimsLine: true)
      return
    }
    throw fault("{% raw %} does not end", line: started)
  }

  // MARK: Inside a tag

  private mutating func tag(begin: JinjaToken, end: JinjaToken, closing: String, _ started: Int) throws {
    tokens.append((begin, started))
    // Brackets that are open: a `}}` inside a dictionary ends no tag.
    var open = 0
    while true {
      while isSpace(position) { advance(to: position + 1) }
      guard position < source.count else { throw fault("a tag does not end", line: started) }
      if open == 0 {
        let sign: Unicode.Scalar? = source[position] == "-" || source[position] == "+" ? source[position] : nil
        let mayEnd = sign == nil || sign == "-" || closing == "%}"
        let at = sign == nil ? position : position + 1
        if mayEnd, starts(closing, at: at) {
          tokens.append((end, line))
          advance(to: at + 2)
          close(sign: sign, trimsLine: closing == "%}")
          return
        }
      }
      let token = try symbol()
      switch token.token {
      case .symbol("("), .symbol("["), .symbol("{"): open += 1
      case .symbol(")"), .symbol("]"), .symbol("}"): open -= 1
      default: break
      }
      guard open >= 0 else { throw fault("\(token.token.description) closes nothing") }
      tokens.append(token)
    }
  }

  private mutating func symbol() throws -> (token: JinjaToken, line: Int) {
    let started = line
    let first = source[position]
    if first == "'" || first == "\"" { return (.string(try quoted(first)), started) }
    if ("0"..."9").contains(first) { return (try number(), started) }
    if first == "_" || first.properties.isXIDStart {
      var index = position
      while index < source.count, source[index] == "_" || source[index].properties.isXIDContinue { index += 1 }
      let name = string(position..<index)
      advance(to: index)
      return (.name(name), started)
    }
    for symbol in ["==", "!=", "<=", ">=", "//", "**"] where starts(symbol, at: position) {
      advance(to: position + 2)
      return (.symbol(symbol), started)
    }
    guard "+-*/%~<>=.,:|()[]{}".unicodeScalars.contains(first) else {
      throw fault("the character \(first) means nothing in a tag")
    }
    advance(to: position + 1)
    return (.symbol(String(first)), started)
  }

  private mutating func number() throws -> JinjaToken {
    var index = position
    func digits() {
      while index < source.count, ("0"..."9").contains(source[index]) || source[index] == "_" { index += 1 }
    }
    digits()
    var isFloat = false
    if index + 1 < source.count, source[index] == ".", ("0"..."9").contains(source[index + 1]) {
      isFloat = true
      index += 1
      digits()
    }
    if index < source.count, source[index] == "e" || source[index] == "E" {
      var after = index + 1
      if after < source.count, source[after] == "+" || source[after] == "-" { after += 1 }
      if after < source.count, ("0"..."9").contains(source[after]) {
        isFloat = true
        index = after
        digits()
      }
    }
    let text = string(position..<index).filter { $0 != "_" }
    advance(to: index)
    if isFloat, let value = Double(text) { return .number(value) }
    guard let value = Int(text) else { throw fault("the number \(text) is too large") }
    return .integer(value)
  }

  /// A string with Python's escapes.
  private mutating func quoted(_ quote: Unicode.Scalar) throws -> String {
    let started = line
    var view = String.UnicodeScalarView()
    advance(to: position + 1)
    while position < source.count {
      let scalar = source[position]
      if scalar == quote {
        advance(to: position + 1)
        return String(view)
      }
      guard scalar == "\\" else {
        view.append(scalar)
        advance(to: position + 1)
        continue
      }
      guard position + 1 < source.count else { break }
      let escaped = source[position + 1]
      advance(to: position + 2)
      switch escaped {
      case "n": view.append("\n")
      case "t": view.append("\t")
      case "r": view.append("\r")
      case "b": view.append("\u{8}")
      case "f": view.append("\u{C}")
      case "v": view.append("\u{B}")
      case "a": view.append("\u{7}")
      case "0": view.append("\0")
      case "\\", "'", "\"": view.append(escaped)
      case "\n": break
      case "x": view.append(try code(digits: 2))
      case "u": view.append(try code(digits: 4))
      case "U": view.append(try code(digits: 8))
      default:
        view.append("\\")
        view.append(escaped)
      }
    }
    throw fault("a string does not end", line: started)
  }

  private mutating func code(digits: Int) throws -> Unicode.Scalar {
    guard position + digits <= source.count,
      let value = UInt32(string(position..<position + digits), radix: 16), let scalar = Unicode.Scalar(value)
    else { throw fault("an escape of \(digits) hexadecimal digits names no character") }
    advance(to: position + digits)
    return scalar
  }
}
