public import Foundation

extension Queue {
  /// How far a queue is.
  public struct Progress: Hashable, Sendable, Codable {
    /// One annotator's part.
    public struct Part: Hashable, Sendable, Codable {
      /// Who.
      public var annotator: String
      /// Items answered.
      public var answered: Int
      /// Items passed over: what is left out of a random draw.
      public var skipped: Int
      /// Items that they can still be given.
      public var left: Int
    }

    /// Items in the queue.
    public var items: Int
    /// Items that have been answered by all whom they were wanted from.
    public var finished: Int
    /// Answers that are wanted: items, each as often as it has annotators.
    public var wanted: Int
    /// Answers of these that are there.
    public var given: Int
    /// Items that annotators are at.
    public var taken: Int
    /// By name.
    public var annotators: [Part]
  }

  /// How far the queue is.
  public func progress(now: Date) -> Progress {
    var names = Set(answered.keys).union(skipped.keys)
    if case .assigned(let lists) = design { names.formUnion(lists.keys) }
    return Progress(
      items: items.count, finished: items.indices.count { counts[$0] >= wanted[$0] && wanted[$0] > 0 },
      wanted: wanted.reduce(0, +), given: items.indices.reduce(0) { $0 + min(counts[$1], wanted[$1]) },
      taken: leases.values.reduce(0) { $0 + $1.values.count { $0 > now } },
      annotators: names.sorted().map { name in
        let done = answered[name] ?? []
        let passed = Set(skipped[name] ?? [])
        let left = own(name).count { place in
          if done.contains(place) || passed.contains(place) { return false }
          if case .assigned = design { return true }
          return counts[place] < wanted[place]
        }
        return Progress.Part(annotator: name, answered: done.count, skipped: passed.count, left: left)
      })
  }
}
