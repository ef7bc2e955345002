internal import Foundation

/// A way to name prompts that are not a suite of this project: `PREFIX:PATH`.
public struct SetFormat: Sendable {
  /// What stands before the colon.
  public let prefix: String
  /// What it reads.
  public let title: String
  let read: @Sendable (_ place: String, _ name: String) throws -> PromptSet

  /// Every format, in the order in which they are listed.
  public static let all: [SetFormat] = own + layouts.map(reader) + [table]

  private static let own: [SetFormat] = [
    SetFormat(prefix: "isogloss", title: "this project's schema: a .jsonl file or a folder of them") {
      try PromptReader.readSchema(at: URL(filePath: $0), name: $1)
    },
    SetFormat(prefix: "polyrefuse", title: "PolyRefuse, test part (Wang et al. 2025)") {
      try PolyRefuse.read(URL(filePath: $0), name: $1)
    },
    SetFormat(prefix: "xstest", title: "XSTest v2 (Röttger et al. 2024)") {
      try XSTest.read(URL(filePath: $0), name: $1)
    },
    SetFormat(prefix: "xsafety", title: "XSafety (Wang et al. 2024)") {
      try XSafety.read(URL(filePath: $0), name: $1)
    },
  ]

  private static let table = SetFormat(
    prefix: "table", title: "any CSV, JSON Lines or Parquet: table:PATH#text=COLUMN,language:=lv,..."
  ) { place, name in
    let (path, map) = ColumnMap.parts(of: place)
    let layout = SetLayout.table(try ColumnMap(map, known: SetLayout.promptFields))
    return try layout.read(URL(filePath: path), named: name)
  }

  private static func reader(_ layout: SetLayout) -> SetFormat {
    SetFormat(prefix: layout.name, title: layout.title) { try layout.read(URL(filePath: $0), named: $1) }
  }

  private static let layouts: [SetLayout] = [
    .refusEU, .multiJail, .aya, .rtpLX, .polygloToxicityPrompts, .harmBench, .advBench, .strongREJECT, .doNotAnswer,
    .languageConfusion,
  ]

  /// The format of a name and what follows the colon; null where the name has no known prefix.
  static func named(_ name: String) -> (format: SetFormat, place: String)? {
    guard let colon = name.firstIndex(of: ":") else { return nil }
    return all.first { $0.prefix == name[..<colon] }.map { ($0, String(name[name.index(after: colon)...])) }
  }
}
