public import Foundation
public import IsoglossCore

/// Items in a seeded order, and who is at which. A value: it keeps nothing on disk, and takes the time from its caller.
///
/// Languages take turns, and within each the order is random: answers from the top of the queue are a random draw of its
/// items, as corrected rates need it. An item that was passed over breaks that, which is why progress counts it.
public struct Queue: Sendable {
  /// The items, in order of id.
  public let items: [Item]
  /// Who answers what.
  public let design: Design
  /// How long an item is kept for the annotator who was given it, in seconds.
  public let lease: TimeInterval

  let places: [String: Int]
  private let order: [Int]
  /// Annotators that each item is wanted from.
  let wanted: [Int]
  private(set) var answered: [String: Set<Int>] = [:]
  /// The last one passed over is the last.
  private(set) var skipped: [String: [Int]] = [:]
  /// By item, how many have answered.
  private(set) var counts: [Int]
  /// By item and annotator, until when it is kept for them.
  private(set) var leases: [Int: [String: Date]] = [:]

  /// A queue.
  /// - Throws: `ReviewError.badSetting` for items of one id, an overlap outside 0...1, or an assignment of items that are
  ///   not there.
  public init(
    _ items: [Item], design: Design = .open(overlap: 0.2, several: 2), seed: UInt64, lease: TimeInterval = 900
  ) throws(ReviewError) {
    let items = items.sorted { $0.id < $1.id }
    let places = Dictionary(items.indices.map { (items[$0].id, $0) }) { first, _ in first }
    guard places.count == items.count else { throw ReviewError(.badSetting, "Two items have the same id.") }
    guard lease > 0 else { throw ReviewError(.badSetting, "An item is kept for more than 0 seconds.") }
    var wanted = [Int](repeating: 0, count: items.count)
    switch design {
    case .open(let overlap, let several):
      guard (0...1).contains(overlap), several >= 2 else {
        throw ReviewError(.badSetting, "An overlap is a share in 0...1, of items that two or more annotators answer.")
      }
      for ids in Dictionary(grouping: items, by: \.language).values.map({ $0.map(\.id) }) {
        let shared = Int((overlap * Double(ids.count)).rounded(.up))
        for (number, id) in Design.ranked(ids, by: ["\(seed)", "overlap"]).enumerated() {
          if let place = places[id] { wanted[place] = number < shared ? several : 1 }
        }
      }
    case .assigned(let lists):
      for (name, ids) in lists {
        guard Set(ids).count == ids.count else { throw ReviewError(.badSetting, "\(name) is given an item twice.") }
        for id in ids {
          guard let place = places[id] else {
            throw ReviewError(.badSetting, "\(name) is given the item \"\(id)\", which is not there.")
          }
          wanted[place] += 1
        }
      }
    }
    self.items = items
    self.design = design
    self.lease = lease
    self.places = places
    self.wanted = wanted
    counts = [Int](repeating: 0, count: items.count)
    order = Self.turns(items, seed: seed).compactMap { places[$0] }
  }

  /// Ids in the order of the queue: each language in a random order, and languages in turn.
  private static func turns(_ items: [Item], seed: UInt64) -> [String] {
    let lists = Dictionary(grouping: items) { $0.language?.code ?? "" }.sorted { $0.key < $1.key }
      .map { Design.ranked($0.value.map(\.id), by: ["\(seed)", "queue"]) }
    return (0..<(lists.map(\.count).max() ?? 0)).flatMap { turn in lists.compactMap { turn < $0.count ? $0[turn] : nil }
    }
  }

  /// An item by its id; null where there is none.
  public subscript(_ id: String) -> Item? { places[id].map { items[$0] } }

  /// Whether somebody may answer an item.
  public func takes(_ id: String, from annotator: String) -> Bool {
    switch design {
    case .open: places[id] != nil
    case .assigned(let lists): lists[annotator]?.contains(id) ?? false
    }
  }

  /// What an annotator is given.
  public enum Next: Hashable, Sendable {
    /// This item, kept for them until then.
    case item(Item, until: Date)
    /// Others are at what is left, the first until then.
    case waiting(until: Date)
    /// Nothing is left but what they passed over.
    case finished(skipped: Int)
  }

  /// Gives an annotator the next item, or again the one that they have. Cost: one pass over the items.
  /// - Parameters:
  ///   - languages: those that they read; null for all.
  ///   - revisit: whether they are given what they passed over, in the place of what is new.
  public mutating func next(
    for annotator: String, languages: Set<Language>? = nil, revisit: Bool = false, now: Date
  ) -> Next {
    let done = answered[annotator] ?? []
    let passed = skipped[annotator] ?? []
    let skips = Set(passed)
    var free: Int?
    var blocked: Date?
    for place in revisit ? passed : own(annotator) {
      guard !done.contains(place), skips.contains(place) == revisit else { continue }
      if let language = items[place].language, let languages, !languages.contains(language) { continue }
      let holders = (leases[place] ?? [:]).filter { $0.value > now }
      // What somebody has is shown to them again when they reload.
      if holders[annotator] != nil {
        free = place
        break
      }
      guard free == nil else { continue }
      if case .assigned = design {
        free = place
      } else if counts[place] + holders.count < wanted[place] {
        free = place
      } else if counts[place] < wanted[place], let first = holders.values.min() {
        blocked = min(blocked ?? first, first)
      }
    }
    if let free { return .item(items[free], until: keep(free, for: annotator, now: now)) }
    if let blocked { return .waiting(until: blocked) }
    return .finished(skipped: passed.count)
  }

  /// Keeps an item for an annotator for the time of a lease from now.
  @discardableResult
  public mutating func keep(_ id: String, for annotator: String, now: Date) -> Date? {
    places[id].map { keep($0, for: annotator, now: now) }
  }

  private mutating func keep(_ place: Int, for annotator: String, now: Date) -> Date {
    let until = now.addingTimeInterval(lease)
    var holders = (leases[place] ?? [:]).filter { $0.value > now }
    holders[annotator] = until
    leases[place] = holders
    return until
  }

  /// Takes down that an annotator has answered an item.
  public mutating func finish(_ id: String, by annotator: String) {
    guard let place = places[id] else { return }
    release(place, by: annotator)
    skipped[annotator]?.removeAll { $0 == place }
    if answered[annotator, default: []].insert(place).inserted { counts[place] += 1 }
  }

  /// Takes down that an annotator has passed an item over.
  public mutating func skip(_ id: String, by annotator: String) {
    guard let place = places[id], answered[annotator]?.contains(place) != true else { return }
    release(place, by: annotator)
    skipped[annotator, default: []].removeAll { $0 == place }
    skipped[annotator, default: []].append(place)
  }

  private mutating func release(_ place: Int, by annotator: String) {
    leases[place]?[annotator] = nil
    if leases[place]?.isEmpty == true { leases[place] = nil }
  }

  func own(_ annotator: String) -> [Int] {
    switch design {
    case .open: order
    case .assigned(let lists): (lists[annotator] ?? []).compactMap { places[$0] }
    }
  }
}
