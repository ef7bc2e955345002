/// Sets that grow together: what is joined, directly or by others, has one root.
package struct UnionFind {
  private var parents: [Int]

  /// So many elements, each a set of its own.
  package init(count: Int) { parents = Array(0..<count) }

  /// The set of an element: its smallest member, whatever the order of joining.
  package mutating func root(_ element: Int) -> Int {
    var element = element
    while parents[element] != element {
      parents[element] = parents[parents[element]]
      element = parents[element]
    }
    return element
  }

  /// Whether two elements are in one set.
  func areJoined(_ a: Int, _ b: Int) -> Bool { top(a) == top(b) }

  /// The root of an element, without shortening the way to it.
  private func top(_ element: Int) -> Int {
    var element = element
    while parents[element] != element { element = parents[element] }
    return element
  }

  /// Makes one set of two elements' sets.
  package mutating func join(_ a: Int, _ b: Int) {
    let (a, b) = (root(a), root(b))
    if a != b { parents[max(a, b)] = min(a, b) }
  }

  /// Joins elements that bear the same key; those without one stay as they are.
  package mutating func join<Key: Hashable>(by key: [Key?]) {
    var first: [Key: Int] = [:]
    for (element, key) in key.enumerated() {
      guard let key else { continue }
      if let other = first[key] { join(element, other) } else { first[key] = element }
    }
  }
}
