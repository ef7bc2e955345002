internal import Foundation
public import IsoglossCore

/// Writes the pairs for others' programs, in one layout or several and one format or several, each with the data card; the
/// rows pass as they are. Folders are named after layout and format: `trl`, `trl-parquet`.
public struct ExportStage: DataStage {
  /// What the card says besides what the pairs say.
  public struct Card: Hashable, Sendable {
    /// Name of the data set.
    public var name: String
    /// SPDX name of the whole's licence; null where nobody has said one.
    public var licence: String?
    /// Licences by source.
    public var sourceLicences: [String: String]
    /// Judges that filtered the pairs.
    public var filterJudges: [String]

    /// A card's words.
    public init(
      name: String, licence: String? = nil, sourceLicences: [String: String] = [:], filterJudges: [String] = []
    ) {
      self.name = name
      self.licence = licence
      self.sourceLicences = sourceLicences
      self.filterJudges = filterJudges
    }
  }

  /// Its name in the recipe.
  public let name: String
  private let layouts: [ExportLayout]
  private let card: Card
  private let formats: [ExportFormat]
  private let markdown: @Sendable (Report) -> String

  /// A stage.
  /// - Parameters:
  ///   - formats: the file formats: all layouts are written in each.
  ///   - markdown: renders the card.
  public init(
    name: String, layouts: [ExportLayout], formats: [ExportFormat] = [.jsonl], card: Card,
    markdown: @escaping @Sendable (Report) -> String
  ) {
    self.name = name
    self.layouts = layouts
    self.card = card
    self.formats = formats
    self.markdown = markdown
  }

  /// SHA-256 over layouts, formats and the card's words.
  public var fingerprint: String {
    ContentHash.of(
      ["export 1", formats.map(\.rawValue).joined(separator: " "), card.name, card.licence ?? ""]
        + layouts.map(\.rawValue)
        + card.sourceLicences.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] } + card.filterJudges)
  }

  /// Writes beside the result first, for the writers want a folder.
  public func run(_ rows: [DataRow], in place: StagePlace) async throws -> StageOutput {
    func pairs(_ split: String) -> [PreferencePair] {
      rows.filter { ($0.split ?? "train") == split }.compactMap(\.pair)
    }
    let card = DatasetCard(
      name: card.name, licence: card.licence, sourceLicences: card.sourceLicences, train: pairs("train"),
      test: pairs("test"), funnel: try BuildFiles.last(BuildFiles.funnel, Funnel.self, of: place.earlier),
      proof: try BuildFiles.last(BuildFiles.proof, SplitProof.self, of: place.earlier),
      filterJudges: card.filterJudges)
    var output = StageOutput(rows: rows)
    for layout in layouts {
      for format in formats {
        output.files.merge(try files(of: card, layout, format, beside: place.work)) { _, new in new }
      }
    }
    return output
  }

  /// Files of one export by path, as a folder that is gone again held them.
  private func files(
    of card: DatasetCard, _ layout: ExportLayout, _ format: ExportFormat, beside work: URL
  ) throws -> [String: Data] {
    let folder = work.appending(path: "export-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let manifest = try PairExport(card, layout: layout, writer: format.writer).write(to: folder, markdown: markdown)
    var files: [String: Data] = [:]
    for path in manifest.files.keys.sorted() + ["export.json"] {
      files["\(format.folder(of: layout))/\(path)"] = try PromptReader.bytes(of: folder.appending(path: path))
    }
    return files
  }
}
