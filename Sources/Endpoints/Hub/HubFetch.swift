public import Foundation

/// Fetches a data set of the Hub into a folder, at one commit, with every file's digest checked.
///
/// The first fetch pins the commit in the folder; after that the same call goes on where the one before stopped, also after
/// a crash, and asks for no byte twice.
public struct HubFetch: Sendable {
  /// What a folder holds after a fetch.
  public struct Result: Sendable {
    /// The repository's files at the commit.
    public var snapshot: HubSnapshot
    /// Those that were asked for, and are there.
    public var files: [HubFile]
    /// Those of them that were there before.
    public var kept: Int
  }

  private let repository: HubRepository
  private let folder: URL
  private let options: HubOptions
  private let address: HubAddress
  private let client: HubClient

  /// A fetch into a folder. `HF_ENDPOINT` names another Hub, `HF_TOKEN` holds a token.
  /// - Throws: `EndpointError` for settings that cannot be.
  public init(
    _ repository: HubRepository, into folder: URL, options: HubOptions = HubOptions(),
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(EndpointError) {
    try self.init(repository, into: folder, options: options, environment: environment, time: .system)
  }

  init(
    _ repository: HubRepository, into folder: URL, options: HubOptions, environment: [String: String],
    time: Timekeeper
  ) throws(EndpointError) {
    try options.validate()
    self.repository = repository
    self.folder = folder
    self.options = options
    address = try HubAddress(environment: environment)
    let hasToken = environment["HF_TOKEN"]?.isEmpty == false
    let token = try APIKey.read(hasToken ? "HF_TOKEN" : nil, from: environment)
    client = try HubClient(repository, address: address, token: token, options: options, time: time)
  }

  /// Fetches what is missing.
  /// - Throws: `EndpointError`, `CancellationError`; what came stays.
  public func run(progress: @escaping @Sendable (HubProgress) -> Void = { _ in }) async throws -> Result {
    let place = try HubFolder(folder)
    let snapshot = try await snapshot(in: place)
    let files = snapshot.selected(options.include)
    guard !files.isEmpty else {
      let examples = snapshot.files.prefix(5).map(\.path).joined(separator: ", ")
      throw EndpointError(
        .notFound,
        snapshot.files.isEmpty
          ? "\(repository.id) holds no file." : "No file of \(repository.id) fits: it has \(examples) and others.")
    }
    let kept = Set(files.filter { place.holds($0) })
    let tally = HubTally(files, kept: kept, progress)
    let missing = files.filter { !kept.contains($0) }
    var next = missing.makeIterator()
    try await withThrowingTaskGroup(of: Void.self) { group in
      func add(_ file: HubFile) {
        group.addTask { try await fetch(file, at: snapshot.commit, into: place, tally) }
      }
      for _ in 0..<options.concurrency {
        if let file = next.next() { add(file) }
      }
      while try await group.next() != nil {
        if let file = next.next() { add(file) }
      }
    }
    return Result(snapshot: snapshot, files: files, kept: kept.count)
  }

  /// What the folder is to hold: what it was begun with, else what the Hub lists now.
  private func snapshot(in place: HubFolder) async throws -> HubSnapshot {
    if let begun = try place.snapshot() {
      guard begun.repository == repository.id else {
        throw EndpointError(
          .file, "\(folder.path) holds \(begun.repository): choose another folder for \(repository.id).")
      }
      let wanted = repository.revision ?? begun.revision
      if wanted == begun.revision || wanted == begun.commit { return begun }
      let commit = try await commit(of: wanted)
      guard commit == begun.commit else {
        throw EndpointError(
          .file,
          "\(folder.path) holds commit \(begun.commit.prefix(12)), and \(wanted) is \(commit.prefix(12)): "
            + "choose another folder.")
      }
      return begun
    }
    let revision = repository.revision ?? "main"
    let commit = try await commit(of: revision)
    let snapshot = HubSnapshot(
      repository: repository.id, revision: revision, commit: commit, endpoint: address.base,
      files: try await listing(at: commit))
    try place.begin(snapshot)
    return snapshot
  }

  private var parts: [String] { ["api", "datasets"] + repository.parts }

  private func commit(of revision: String) async throws -> String {
    let url = try address.url(parts + ["revision", revision])
    let sha = try await client.json(HubReplies.Revision.self, at: url).0.sha
    guard sha.utf8.count == 40, sha.utf8.allSatisfy(\.isHexDigit) else {
      throw EndpointError(.unsupported, "\(address.host) names no commit for \(revision).")
    }
    return sha
  }

  /// Every file of a commit, over all pages.
  private func listing(at commit: String) async throws -> [HubFile] {
    var files: [HubFile] = []
    var page: URL? = try address.url(parts + ["tree", commit], query: "?recursive=1")
    var seen: Set<URL> = []
    while let url = page {
      guard seen.insert(url).inserted else {
        throw EndpointError(.unsupported, "\(address.host) gives the same page of its listing again.")
      }
      let (entries, next) = try await client.json([HubReplies.Entry].self, at: url)
      for file in entries.compactMap(\.file) {
        if let objection = file.objection {
          throw EndpointError(
            .unsupported, "\(repository.id) lists a file that \(objection): \(file.path.debugDescription).")
        }
        files.append(file)
      }
      page = next
    }
    guard Set(files.map(\.path)).count == files.count else {
      throw EndpointError(.unsupported, "\(repository.id) lists a file twice.")
    }
    return files.sorted { $0.path < $1.path }
  }

  /// Fetches one file; a part whose bytes turn out wrong is fetched once more from its start.
  private func fetch(_ file: HubFile, at commit: String, into place: HubFolder, _ tally: HubTally) async throws {
    for _ in 0..<2 {
      let part = try place.part(of: file)
      if part.count > file.size { try part.restart() }
      tally.set(file, part.count)
      try await client.download(file, commit: commit, into: part) { tally.set(file, $0) }
      if try place.finish(part, as: file) {
        tally.finish(file)
        return
      }
      try part.restart()
    }
    throw EndpointError(
      .damaged,
      "\(file.path) came twice with other bytes than \(address.host) lists (digest \(file.hex.prefix(12))): nothing of it is kept."
    )
  }
}
