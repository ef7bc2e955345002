public import Foundation
public import IsoglossCore

/// Writes a data set for others' programs: tables in one layout, the card, and a manifest with every file's hash.
public struct PairExport: Sendable {
  /// What an export records of itself: `export.json`.
  public struct Manifest: Hashable, Sendable, Codable {
    /// Name of the data set.
    public var name: String
    /// How it is laid out.
    public var layout: ExportLayout
    /// Licence of the whole; null where nobody has said one.
    public var licence: String?
    /// Files with the SHA-256 of their bytes.
    public var files: [String: String]
    /// Rows of each table.
    public var rows: [String: Int]
  }

  private let card: DatasetCard
  private let layout: ExportLayout
  private let writer: any TableWriter

  /// An export of the pairs of a card.
  public init(_ card: DatasetCard, layout: ExportLayout, writer: any TableWriter = JSONLinesWriter()) {
    self.card = card
    self.layout = layout
    self.writer = writer
  }

  /// Writes the folder. It appears when it is whole.
  /// - Parameter markdown: turns the card into text: the module that renders reports is not known here.
  /// - Throws: `DatasetError.occupied` where something is there already, `.empty` for no pairs, `.unreadable` where it
  ///   cannot be written; what the writer throws.
  public func write(to url: URL, markdown: (Report) -> String) throws -> Manifest {
    guard !(card.train + card.test).isEmpty else { throw DatasetError(.empty, "There are no pairs to export.") }
    try check()
    let folder = try WholeFolder(url)
    var manifest = Manifest(name: card.name, layout: layout, licence: card.licence, files: [:], rows: [:])
    var columns: [String: [ExportTable.Column]] = [:]
    for (path, table) in layout.tables(train: card.train, test: card.test) {
      let name = "\(path).\(writer.fileExtension)"
      let file = try folder.place(name)
      try writer.write(table, to: file)
      manifest.files[name] = try ContentHash.ofFile(at: file)
      manifest.rows[name] = table.rows.count
      columns[Self.configuration(of: name)] = table.columns
    }
    var report = card.report
    report.sections.append(Self.files(manifest))
    let text = Data((frontMatter(manifest, columns) + markdown(report)).utf8)
    try folder.write(text, to: "README.md")
    manifest.files["README.md"] = ContentHash.of(text)
    try folder.write(try JSONLines.document(manifest), to: "export.json")
    try folder.finish()
    return manifest
  }

  /// Codes of languages become names of folders, and codes and licence lines of YAML: neither may be anything else.
  private func check() throws {
    func isPlain(_ text: String) -> Bool {
      !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-.+".contains($0)) }
    }
    if let odd = (card.train + card.test).first(where: { !isPlain($0.language.code) || $0.language.code.contains(".") })
    {
      throw DatasetError(
        .unknownLanguage, "Pair \(odd.id) is in \"\(odd.language.code)\", which is no language's code.")
    }
    if let licence = card.licence, !isPlain(licence) {
      throw DatasetError(.badSetting, "The licence \"\(licence)\" is no SPDX name, such as CC-BY-4.0.")
    }
  }

  private static func files(_ manifest: Manifest) -> Section {
    Section(
      id: "files", title: "Files", lead: "Layout \(manifest.layout.rawValue).",
      blocks: [
        .table(
          Table(
            caption: "Rows and SHA-256 of each file.",
            columns: [.init("File"), .init("Rows", isNumeric: true), .init("SHA-256")],
            rows: manifest.rows.sorted { $0.key < $1.key }.map { name, rows in
              [.init(name), .init(count: rows), .init(manifest.files[name] ?? "")]
            }))
      ])
  }

  /// The configuration that a file belongs to: its folder, where it has one.
  private static func configuration(of path: String) -> String {
    path.contains("/") ? String(path.prefix { $0 != "/" }) : "default"
  }

  /// The head that the Hugging Face Hub reads: licence, languages, columns, and which file is which split of which
  /// configuration. Without the columns' types, a column that is null in the whole of one split would not load from JSON.
  private func frontMatter(_ manifest: Manifest, _ columns: [String: [ExportTable.Column]]) -> String {
    let languages = Set((card.train + card.test).map(\.language)).sorted().map(\.code)
    var lines = ["---", "license: \((card.licence ?? "unknown").lowercased())", "language:"]
    // `no` would be a falsehood without quotes.
    lines += languages.map { "- \"\($0)\"" }
    lines += [
      "task_categories:", "- text-generation", "tags:", "- preference", "- safety", "- multilingual", "dataset_info:",
    ]
    for (configuration, columns) in columns.sorted(by: { $0.key < $1.key }) {
      lines += ["- config_name: \(configuration)", "  features:"] + columns.flatMap(\.feature).map { "  \($0)" }
    }
    lines.append("configs:")
    let byConfiguration = Dictionary(grouping: manifest.rows.keys.sorted(), by: Self.configuration)
    for (configuration, paths) in byConfiguration.sorted(by: { $0.key < $1.key }) {
      lines += ["- config_name: \(configuration)", "  data_files:"]
      for path in paths {
        let split = path.split(separator: "/").last?.prefix { $0 != "." } ?? ""
        lines += ["  - split: \(split)", "    path: \(path)"]
      }
    }
    return (lines + ["---", ""]).joined(separator: "\n") + "\n"
  }
}

extension ExportTable.Column {
  /// The column as a card of the Hub writes its type, in lines of YAML.
  fileprivate var feature: [String] {
    let type =
      switch kind {
      case .text: ["  dtype: string"]
      case .integer: ["  dtype: int64"]
      case .messages: ["  list:"] + ["role", "content"].flatMap { ["  - name: \($0)", "    dtype: string"] }
      }
    return ["- name: \(name)"] + type
  }
}
