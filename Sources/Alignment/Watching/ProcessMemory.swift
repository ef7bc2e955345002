internal import Foundation

/// Memory of this process, as the kernel counts it.
public enum ProcessMemory {
  /// Resident bytes now; null where the kernel does not tell.
  public static var resident: Int? { value("VmRSS:") }
  /// The most resident bytes so far.
  public static var peak: Int? { value("VmHWM:") }

  private static func value(_ key: String) -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
    let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
    return line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) }.map {
      $0 * 1024
    }
  }
}
