/// An object of JSON with members of any kind.
indirect enum Record: Decodable {
  case text(String)
  case list([Record])
  case object([String: Record])
  case nothing

  init(from decoder: any Decoder) throws {
    // At the top only an object is a record.
    if decoder.codingPath.isEmpty {
      self = .object(try [String: Record](from: decoder))
      return
    }
    let container = try decoder.singleValueContainer()
    if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let number = try? container.decode(Int.self) {
      self = .text("\(number)")
    } else if let list = try? container.decode([Record].self) {
      self = .list(list)
    } else if let object = try? container.decode([String: Record].self) {
      self = .object(object)
    } else {
      self = .nothing
    }
  }

  /// The texts at a path: none, one, or those of a list. A member whose name has points in it is found, too.
  func texts(_ path: String) -> [String] {
    if case .object(let members) = self, let member = members[path] { return member.texts }
    var here = self
    for step in path.split(separator: ".") {
      switch here {
      case .object(let members): here = members[String(step)] ?? .nothing
      case .list(let items): here = Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil } ?? .nothing
      case .text, .nothing: return []
      }
    }
    return here.texts
  }

  private var texts: [String] {
    switch self {
    case .text(let text): [text]
    case .list(let items): items.compactMap { if case .text(let text) = $0 { text } else { nil } }
    case .object, .nothing: []
    }
  }
}
