import Foundation
import IsoglossCore

/// Isogloss's version, and what it runs on.
enum Version {
  static let text = "0.1.0"

  /// Processor, cores and operating system in a line.
  static var machine: String {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model =
      information.split(separator: "\n").first { $0.hasPrefix("model name") }?
      .split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown processor"
    let process = ProcessInfo.processInfo
    return "\(model), \(process.activeProcessorCount) cores, \(process.operatingSystemVersionString)"
  }

  /// The vector and matrix extensions that matter for speed, as the kernel names them.
  static var processorFeatures: String {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let flags = Set(
      information.split(separator: "\n").first { $0.hasPrefix("flags") }?.split(separator: " ").map(String.init) ?? [])
    let known = ["avx2", "avx512f", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_bf16", "amx_int8"]
    return known.filter(flags.contains).joined(separator: " ")
  }

  /// A sitting that starts now.
  static func session(engine: String) -> RunSession {
    RunSession(started: Date.now.formatted(.iso8601), version: text, machine: machine, engine: engine)
  }
}
