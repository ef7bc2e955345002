import Foundation

/// Where things are.
enum Place {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let goldens = root.appending(path: "Tests/AlignmentTests/Goldens")
  static let shared = root.appending(path: "../shared/data").standardizedFileURL
  static let hasShared = FileManager.default.fileExists(atPath: shared.path)
  static let home =
    ProcessInfo.processInfo.environment["ISOGLOSS_HOME"].map { URL(filePath: $0) }
    ?? URL(filePath: NSHomeDirectory()).appending(path: ".cache/isogloss")
  static let gemma = home.appending(path: "models/gemma-3-270m/gemma-3-270m-q4_k_m.gguf")
  static let smollm = home.appending(path: "models/smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf")
  static let hasModels =
    FileManager.default.fileExists(atPath: gemma.path) && FileManager.default.fileExists(atPath: smollm.path)

  /// A new empty folder.
  static func scratch() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-align-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }
}

/// FNV-1a over 64 bits, of ids as four bytes each, little endian, FF FF FF FF after each list.
enum FNV {
  static func hex(_ lists: [[Int32]]) -> String {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for ids in lists {
      for id in ids { for shift in 0..<4 { add(UInt8(truncatingIfNeeded: id >> Int32(8 * shift))) } }
      for _ in 0..<4 { add(0xFF) }
    }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
