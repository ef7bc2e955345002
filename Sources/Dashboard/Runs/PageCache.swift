/// Parts of pages that were made before, the ones asked for longest ago forgotten first. What is kept belongs to no
/// visitor.
actor PageCache {
  private var pages: [String: (markup: String, used: UInt64)] = [:]
  private var clock: UInt64 = 0
  private(set) var bytes = 0
  private let most: Int

  /// - Parameter most: bytes of markup that are kept.
  init(most: Int) { self.most = most }

  /// A part; null where it must be made.
  func part(_ key: String) -> String? {
    guard let found = pages[key] else { return nil }
    clock += 1
    pages[key]?.used = clock
    return found.markup
  }

  /// Keeps a part.
  func keep(_ markup: String, as key: String) {
    let size = markup.utf8.count + key.utf8.count
    guard size <= most / 4 else { return }
    forget(key)
    clock += 1
    pages[key] = (markup, clock)
    bytes += size
    guard bytes > most else { return }
    for (key, _) in pages.sorted(by: { $0.value.used < $1.value.used }) {
      forget(key)
      if bytes <= most * 3 / 4 { break }
    }
  }

  private func forget(_ key: String) {
    guard let old = pages.removeValue(forKey: key) else { return }
    bytes -= old.markup.utf8.count + key.utf8.count
  }
}
