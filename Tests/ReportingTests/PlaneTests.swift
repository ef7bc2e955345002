import IsoglossCore
import Testing

@testable import IsoglossReporting

@Suite("Marks on a plane")
struct PlaneTests {
  private func at(_ value: Double, _ low: Double? = nil, _ high: Double? = nil) -> Estimate {
    Estimate(value: value, low: low ?? value, high: high ?? value, n: 1)
  }

  @Test(
    "an axis reaches from one round number to another",
    arguments: [
      ([0.76, 0.95], true, "75 %, 80 %, 85 %, 90 %, 95 %"), ([0, 1], true, "0 %, 20 %, 40 %, 60 %, 80 %, 100 %"),
      ([1, 1], true, "97 %, 98 %, 99 %, 100 %"), ([0, 0], true, "0 %, 1 %, 2 %, 3 %"),
      ([46.7, 131.6], false, "40, 60, 80, 100, 120, 140"),
      ([-0.12, 0.08], false, "−0.15, −0.10, −0.05, 0.00, 0.05, 0.10"),
      ([3, 3], false, "2.85, 2.90, 2.95, 3.00, 3.05, 3.10, 3.15"),
    ] as [([Double], Bool, String)])
  func ticks(values: [Double], areShares: Bool, expected: String) {
    let axis = PlaneAxis(values.map { at($0) }, areShares: areShares, limit: 6)
    #expect(axis.ticks.map(axis.label).joined(separator: ", ") == expected)
    for value in values { #expect((0...1).contains(axis.position(value))) }
  }

  @Test func anAxisHoldsTheIntervals() throws {
    let axis = PlaneAxis([at(0.5, 0.31, 0.78)], areShares: true, limit: 5)
    let ends = [axis.ticks.first, axis.ticks.last].compactMap { $0 }
    #expect(ends.count == 2 && abs(ends[0] - 0.3) < 1e-12 && abs(ends[1] - 0.8) < 1e-12)
    #expect(abs(axis.position(0.55) - 0.5) < 1e-12 && axis.position(-3) == 0 && axis.position(9) == 1)
    // Bounds of a share are not crossed by an interval that crosses them.
    let wide = PlaneAxis([at(0.5, -0.4, 1.7)], areShares: true, limit: 5)
    #expect(wide.ticks.first == 0 && wide.ticks.last == 1)
  }

  @Test func labelsCoverNeitherEachOtherNorMarks() {
    let marks = [(100.0, 100.0), (104, 102), (108, 97), (100, 110), (296, 100), (4, 196)].map { (x: $0.0, y: $0.1) }
    let sizes = marks.map { _ in (width: 60.0, height: 14.0) }
    let frame = LabelBox(x: 0, y: 0, width: 300, height: 200)
    let boxes = LabelPlacement.boxes(marks, sizes: sizes, reach: 5, in: frame)
    #expect(boxes.count == marks.count)
    for (index, box) in boxes.enumerated() {
      #expect(box.outside(frame) < 1e-9)
      for other in boxes[(index + 1)...] { #expect(box.overlap(other) == 0) }
      for mark in marks {
        #expect(box.overlap(LabelBox(x: mark.x - 5, y: mark.y - 5, width: 10, height: 10)) == 0)
      }
    }
    // Where nothing is in the way, a label stands to the right of its mark and above its whisker.
    let alone = LabelPlacement.boxes([(x: 100, y: 100)], sizes: [(width: 60, height: 14)], reach: 5, in: frame)
    #expect(alone.count == 1 && alone[0].x > 105 && alone[0].x < 110 && alone[0].y < 86 && alone[0].y > 80)
    // More marks than there is room for keep their labels all the same.
    let crowd = LabelPlacement.boxes(
      Array(repeating: (x: 5, y: 5), count: 60), sizes: Array(repeating: (width: 60, height: 14), count: 60), reach: 5,
      in: LabelBox(x: 0, y: 0, width: 80, height: 30))
    #expect(crowd.count == 60)
  }

  @Test func aMarkLiesWhereItsValuesAre() throws {
    let kind = Figure.Kind.points(
      [
        .init(label: "low", across: at(0), up: at(10)), .init(label: "high", across: at(1), up: at(20)),
        .init(label: "nowhere", across: nil, up: at(15)),
      ], across: .init("share", areShares: true), up: .init("number", areShares: false))
    let drawing = SVGDrawing(kind, frame: .wide)
    let places = drawing.markup.matches(of: /<circle cx="([0-9.]+)" cy="([0-9.]+)"/).map {
      (x: Double($0.output.1) ?? .nan, y: Double($0.output.2) ?? .nan)
    }
    #expect(places.count == 2 && places[0].x < places[1].x && places[0].y > places[1].y)
    #expect(!drawing.markup.contains("nowhere"))
    let table = Figure(caption: "c", description: "d", kind: kind).dataTable
    #expect(table.rows.map { $0.map(\.text) }[2] == ["nowhere", "–", "15.0 [15.0, 15.0]"])
    #expect(table.rows[1][1].text == "100 % [100, 100]")
  }
}
