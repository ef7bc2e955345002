/// A rectangle of a drawing.
struct LabelBox: Hashable {
  /// Left end.
  var x: Double
  /// Upper end.
  var y: Double
  /// Size across.
  var width: Double
  /// Size down.
  var height: Double

  /// The area that two rectangles share.
  func overlap(_ other: LabelBox) -> Double {
    let across = min(x + width, other.x + other.width) - max(x, other.x)
    let down = min(y + height, other.y + other.height) - max(y, other.y)
    return across > 0 && down > 0 ? across * down : 0
  }

  /// The area that lies outside another one.
  func outside(_ other: LabelBox) -> Double { width * height - overlap(other) }
}

/// Places for the labels of marks, so that none covers another one or a mark.
enum LabelPlacement {
  /// Distances from the mark's middle that are tried, the nearest first.
  private static let distances = [9.0, 20, 34, 50, 70]
  /// Directions that are tried: aslant first, where no whisker runs, then above, below, right and left.
  private static let directions = [
    (0.7, -0.3), (0.7, 0.3), (-0.7, -0.3), (-0.7, 0.3), (0, -1), (0, 1), (1, 0), (-1, 0),
  ]

  /// One rectangle a mark, in their order: the first free place, or the one that covers least where there is none. Cost
  /// is quadratic in the marks.
  /// - Parameters:
  ///   - marks: middles.
  ///   - sizes: of the labels.
  ///   - reach: half the size of a mark.
  ///   - frame: what labels stay inside of, where they can.
  static func boxes(
    _ marks: [(x: Double, y: Double)], sizes: [(width: Double, height: Double)], reach: Double, in frame: LabelBox
  ) -> [LabelBox] {
    let covered = marks.map { LabelBox(x: $0.x - reach, y: $0.y - reach, width: 2 * reach, height: 2 * reach) }
    var placed: [LabelBox] = []
    for (mark, size) in zip(marks, sizes) {
      var best: (box: LabelBox, cost: Double)?
      search: for distance in distances {
        for (dx, dy) in directions {
          let (x, y) = (mark.x + dx * distance, mark.y + dy * distance)
          // The side that faces the mark begins at the distance.
          let left = dx > 0 ? x : dx < 0 ? x - size.width : x - size.width / 2
          let top = dy == 0 ? y - size.height / 2 : dy < 0 ? y - size.height : y
          let box = LabelBox(x: left, y: top, width: size.width, height: size.height)
          let cost = (placed + covered).reduce(0) { $0 + box.overlap($1) } + 2 * box.outside(frame)
          if cost < best?.cost ?? .infinity { best = (box, cost) }
          if cost < 1e-9 { break search }
        }
      }
      placed.append(best?.box ?? LabelBox(x: mark.x, y: mark.y, width: size.width, height: size.height))
    }
    return placed
  }
}
