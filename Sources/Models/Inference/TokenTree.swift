/// Texts of tokens as a tree: what several of them begin with stands in it once, in whole pages of the cache.
struct TokenTree {
  /// A run of tokens that goes on where its parent ends.
  struct Node {
    /// Position of a text that holds the run.
    var text: Int
    /// The run's positions in that text; empty where the text ends with its parent.
    var range: Range<Int>
    /// Positions in ``TokenTree/order`` of the texts that hold the run.
    var holders: Range<Int>
    /// The runs that may follow; none where a text ends here.
    var children: [Node]
  }

  /// Positions of the texts in rising order of their tokens.
  let order: [Int]
  /// The runs that texts begin with.
  let roots: [Node]

  /// The tree of texts that are all different.
  init(_ texts: [[Int32]], page: Int = 16) {
    let order = texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
    // Tokens that each text has in common with the one before it.
    let common = order.indices.map { place -> Int in
      place == 0 ? 0 : zip(texts[order[place - 1]], texts[order[place]]).prefix { $0 == $1 }.count
    }
    func nodes(_ places: Range<Int>, from start: Int) -> [Node] {
      var runs: [Node] = []
      var first = places.lowerBound
      while first < places.upperBound {
        var end = first + 1
        var shared = Int.max
        while end < places.upperBound, common[end] >= start + page {
          shared = min(shared, common[end])
          end += 1
        }
        let text = order[first]
        if end == first + 1 {
          runs.append(Node(text: text, range: start..<texts[text].count, holders: first..<end, children: []))
        } else {
          let stop = shared - shared % page
          runs.append(
            Node(text: text, range: start..<stop, holders: first..<end, children: nodes(first..<end, from: stop)))
        }
        first = end
      }
      return runs
    }
    self.order = order
    roots = nodes(order.indices, from: 0)
  }
}
