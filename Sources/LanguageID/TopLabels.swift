/// The best few labels seen so far: a binary heap with the worst of them at its root.
///
/// Which of several equal scores is kept follows from how the heap sifts. It sifts as the C++ library's does (a hole
/// goes down to a leaf along the smaller child, and the moved item comes up), so that ties end as in the reference.
struct TopLabels {
  typealias Item = (score: Float, label: Int)

  private let capacity: Int
  private var items: [Item] = []

  init(capacity: Int) { self.capacity = capacity }

  /// Whether a score could still get in.
  func accepts(_ score: Float) -> Bool { items.count < capacity || score >= (items.first?.score ?? -.infinity) }

  mutating func offer(_ score: Float, _ label: Int) {
    guard capacity > 0, !score.isNaN, accepts(score) else { return }
    items.append((score, label))
    rise(from: items.count - 1, to: 0, (score, label))
    if items.count > capacity { _ = removeWorst() }
  }

  /// Every item, best first.
  func sorted() -> [Item] {
    var heap = self
    var worstFirst: [Item] = []
    while !heap.items.isEmpty { worstFirst.append(heap.removeWorst()) }
    return worstFirst.reversed()
  }

  private mutating func removeWorst() -> Item {
    let moved = items.removeLast()
    guard let worst = items.first else { return moved }
    var hole = 0
    while 2 * hole + 2 < items.count {
      let right = 2 * hole + 2
      let child = items[right].score > items[right - 1].score ? right - 1 : right
      items[hole] = items[child]
      hole = child
    }
    if 2 * hole + 1 < items.count {
      items[hole] = items[2 * hole + 1]
      hole = 2 * hole + 1
    }
    rise(from: hole, to: 0, moved)
    return worst
  }

  private mutating func rise(from start: Int, to top: Int, _ item: Item) {
    var hole = start
    while hole > top, items[(hole - 1) / 2].score > item.score {
      items[hole] = items[(hole - 1) / 2]
      hole = (hole - 1) / 2
    }
    items[hole] = item
  }
}
