import Foundation

/// The code of libraries as it lies in memory.
enum LoadedCode {
  /// Gives back the pages of a library's code that loading touched: libtorch registers every operator as it is loaded,
  /// and a command that asks a server, or none, never runs that code again. A page that is needed comes back from the
  /// page cache, so this never fails in a way that matters: where the kernel will not say what is mapped, or keeps a
  /// page, memory stays as it was.
  static func giveBack(_ library: String) {
    guard let map = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8) else { return }
    for line in map.split(separator: "\n") where line.hasSuffix("/\(library)") {
      // `7f0000000000-7f0000100000 r-xp 00000000 fe:00 1234 /path`: code only, whose pages are the file's own.
      let parts = line.split(separator: " ", maxSplits: 2)
      let bounds = parts[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
      guard parts.count == 3, parts[1] == "r-xp", bounds.count == 2, bounds[0] < bounds[1] else { continue }
      madvise(UnsafeMutableRawPointer(bitPattern: bounds[0]), Int(bounds[1] - bounds[0]), MADV_DONTNEED)
    }
  }
}
