internal import IsoglossCore

/// The members of a mapping, read by key: what is not there keeps its default.
struct RecipeMembers {
  let node: RecipeNode
  private let members: [String: RecipeNode]

  /// - Throws: `RecipeError` where the node is no mapping or has another key than these.
  init(_ node: RecipeNode, _ keys: [String]) throws {
    self.node = node
    members = try node.members(keys)
  }

  subscript(key: String) -> RecipeNode? { members[key] }

  /// A member that has to be there.
  func required(_ key: String) throws -> RecipeNode {
    guard let member = members[key] else { throw node.error(.missingKey, "needs \"\(key)\"") }
    return member
  }

  func text(_ key: String) throws -> String? { try members[key]?.text() }
  func number(_ key: String, _ usual: Double) throws -> Double { try members[key]?.number() ?? usual }
  func flag(_ key: String, _ usual: Bool) throws -> Bool { try members[key]?.flag() ?? usual }

  /// More of anything is a slip of the hand, and products of such counts would leave the range of whole numbers.
  private static let most = 1_000_000_000

  /// A whole number from `least`, at most a billion.
  func count(_ key: String, _ usual: Int, from least: Int = 1) throws -> Int {
    guard let member = members[key] else { return usual }
    let value = try member.integer()
    guard value >= least, value <= Self.most else {
      throw member.error(.badValue, "takes a whole number from \(least), at most a billion")
    }
    return value
  }

  func seed(_ key: String, _ usual: UInt64) throws -> UInt64 {
    guard let member = members[key] else { return usual }
    guard let seed = UInt64(try member.text()) else {
      throw member.error(.badValue, "a seed is a whole number from 0")
    }
    return seed
  }

  /// A list of texts that are not blank; empty where it is not there.
  func list(_ key: String) throws -> [String] { try members[key]?.items().map { try $0.words() } ?? [] }

  /// A share above 0, at most 1.
  func share(_ key: String, _ usual: Double) throws -> Double {
    let value = try number(key, usual)
    guard value > 0, value <= 1 else { throw node.error(.badValue, "\"\(key)\" is a share above 0, at most 1") }
    return value
  }

  func languages(_ key: String) throws -> [Language]? {
    guard let member = members[key] else { return nil }
    let languages = try member.items().map { Language(try $0.text()) }
    guard !languages.isEmpty, Set(languages).count == languages.count else {
      throw member.error(.badValue, "takes a list of languages, none twice")
    }
    return languages
  }
}

extension RecipeNode {
  /// A list of hazards; empty for an empty list.
  func hazards() throws -> [Hazard] { try items().map { try $0.choice(Hazard.self) } }

  /// Texts by key.
  func texts() throws -> [String: String] { try members(nil).mapValues { try $0.text() } }
}
