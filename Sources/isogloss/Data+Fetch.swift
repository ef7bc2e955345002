import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEndpoints

extension DataCommand {
  /// Brings a data set of the Hub onto this machine.
  struct Fetch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fetch a data set of the Hugging Face Hub, at one commit, with every file checked.",
      discussion: """
        Example: isogloss data fetch hub:DAMO-NLP-SG/MultiJail --out runs/multijail

        The first fetch pins the commit in the folder; the same command again goes on where it stopped. HF_TOKEN holds a \
        token for gated and private sets, HF_ENDPOINT names a mirror.
        """)

    @Argument(help: "hub:OWNER/NAME, or hub:OWNER/NAME@REVISION (a branch, a tag or a commit; main when left out).")
    var dataset: String
    @Option(help: "The folder to fetch into; one below ~/.cache/isogloss/hub when left out.")
    var out: String?
    @Option(help: "Only files whose path fits this pattern of the shell (*.parquet); may be given again.")
    var include: [String] = []
    @Option(help: "Files fetched at once.")
    var concurrency: Int = 4
    @Flag(help: "Print JSON instead of text.")
    var json = false

    func validate() throws {
      guard HubRepository.isName(dataset) else { throw ValidationError("Give the data set as hub:OWNER/NAME.") }
      guard (1...64).contains(concurrency) else { throw ValidationError("--concurrency takes a number in 1...64.") }
    }

    func run() async throws {
      let repository = try HubRepository(dataset)
      let folder = out.map { URL(filePath: $0) } ?? Self.place(of: repository)
      let fetch = try HubFetch(
        repository, into: folder, options: HubOptions(include: include, concurrency: concurrency))
      let line = ProgressLine("fetch")
      let result = try await fetch.run { progress in
        let share = progress.bytesTotal == 0 ? 1 : Double(progress.bytesDone) / Double(progress.bytesTotal)
        let text =
          "\(progress.filesDone)/\(progress.filesTotal) files, \(Self.size(progress.bytesDone)) of \(Self.size(progress.bytesTotal))"
        line.show(text, share: share, isEnd: progress.filesDone == progress.filesTotal)
      }
      try show(result, in: folder)
    }

    private struct Summary: Encodable {
      var repository, revision, commit, folder: String
      var files: [HubFile]
      var kept: Int
    }

    private func show(_ result: HubFetch.Result, in folder: URL) throws {
      let snapshot = result.snapshot
      if json {
        let summary = Summary(
          repository: snapshot.repository, revision: snapshot.revision, commit: snapshot.commit, folder: folder.path,
          files: result.files, kept: result.kept)
        return try Terminal.show(json: summary)
      }
      let bytes = result.files.reduce(0) { $0 + $1.size }
      print("\(snapshot.repository) at commit \(snapshot.commit)")
      print(
        "\(result.files.count) files, \(Self.size(bytes)), every digest as the Hub lists it; "
          + "\(result.kept) of them were there")
      Terminal.note(
        "the files are in \(folder.relativePath); read them with `--prompts PREFIX:\(folder.relativePath)`, "
          + "where PREFIX is one that `isogloss data formats` lists")
    }

    /// `~/.cache/isogloss/hub/OWNER--NAME`, with the revision where one is given.
    private static func place(of repository: HubRepository) -> URL {
      let name = repository.id.replacing("/", with: "--")
      let revision = repository.revision.map { "@" + $0.replacing("/", with: "-") } ?? ""
      return Home.url.appending(path: "hub/\(name)\(revision)")
    }

    /// Bytes in words.
    private static func size(_ bytes: Int) -> String {
      switch bytes {
      case ..<1000: "\(bytes) bytes"
      case ..<1_000_000: String(format: "%.1f kB", Double(bytes) / 1e3)
      case ..<1_000_000_000: String(format: "%.1f MB", Double(bytes) / 1e6)
      default: String(format: "%.2f GB", Double(bytes) / 1e9)
      }
    }
  }

  /// What `PREFIX:PATH` can be.
  struct Formats: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the layouts of public data sets that can be given as PREFIX:PATH.",
      discussion: "Example: isogloss data formats")

    func run() {
      for format in SetFormat.all {
        print(format.prefix.padding(toLength: 12, withPad: " ", startingAt: 0), format.title)
      }
    }
  }
}
