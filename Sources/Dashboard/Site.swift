internal import Foundation
internal import Hummingbird

/// Everything that pages are made from.
struct Site: Sendable {
  let settings: DashboardSettings
  let catalogue: Catalogue
  let access: Access
  let readers: RunReaders
  let reviews: Reviews
  let cache = PageCache(most: 96 << 20)

  init(_ settings: DashboardSettings) throws {
    self.settings = settings
    catalogue = try Catalogue(folder: settings.folder)
    let isSecure = settings.origin?.scheme?.lowercased() == "https"
    access = Access(
      tokens: settings.tokens, signer: SessionSigner(key: try Secret.key(at: settings.keyFile)),
      limiter: RateLimiter(), cookie: (isSecure ? "__Host-isogloss-" : "isogloss-") + "\(settings.port)",
      isSecure: isSecure)
    readers = RunReaders(settings: settings)
    reviews = Reviews(folder: settings.answers, readers: readers)
  }

  /// The run that a request names in `f`, or in another field.
  func run(_ fields: FormFields, _ name: String = "f") async throws -> RunReader {
    await readers.reader(try await catalogue.entry(fields[name] ?? "", .run))
  }

  /// What people are asked about: a run, a survey or a sample of data.
  func subject(_ fields: FormFields) async throws -> Entry {
    try await catalogue.entry(fields["f"] ?? "", among: [.run, .survey, .data])
  }

  /// A part of a page, made once for a key.
  func part(_ key: String, _ make: () async throws -> String) async throws -> String {
    if let found = await cache.part(key) { return found }
    let made = try await make()
    await cache.keep(made, as: key)
    return made
  }

  /// Pages, each with what it answers to.
  func router() throws -> Router<Visit> {
    let router = Router(context: Visit.self, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: SecurityMiddleware(rule: try HostRule(address: settings.host, origin: settings.origin)))
    router.add(middleware: ErrorMiddleware())
    router.add(middleware: SessionMiddleware(access: access))
    router.get("/") { _, visit in try await home(visit) }
    router.get("/health") { _, _ in "ok\n" }
    for asset in Asset.all { router.get(RouterPath(asset.path)) { _, _ in asset.response } }
    router.get("/sign-in") { request, visit in try door(request.fields, visit) }
    router.post("/sign-in") { request, visit in try await signIn(request, visit) }
    router.post("/sign-out") { _, _ in signOut() }
    router.get("/run") { request, visit in try await runPage(request.fields, visit) }
    router.get("/samples") { request, visit in try await samplesPage(request.fields, visit) }
    router.get("/sample") { request, visit in try await samplePage(request.fields, visit) }
    router.get("/search") { request, visit in try await searchPage(request.fields, visit) }
    router.get("/compare") { request, visit in try await comparePage(request.fields, visit) }
    router.get("/agreement") { request, visit in try await agreementPage(request.fields, visit) }
    router.get("/gate") { request, visit in try await gatePage(request.fields, visit) }
    router.get("/training") { request, visit in try await trainingPage(request.fields, visit) }
    router.get("/experiment") { request, visit in try await experimentPage(request.fields, visit) }
    router.get("/survey") { request, visit in try await surveyPage(request.fields, visit) }
    router.get("/report") { request, visit in try await reportPage(request.fields, visit) }
    router.get("/review") { request, visit in try await reviewPage(request, visit) }
    router.post("/review") { request, visit in try await answer(request, visit) }
    router.post("/api/review") { request, visit in try await answerForScript(request, visit) }
    router.get("/progress") { request, visit in try await progressPage(request.fields, visit) }
    router.post("/take") { request, visit in try await take(request, visit) }
    router.get("/export") { request, visit in try await export(request.fields, visit) }
    router.get("/api/progress") { request, _ in try await progressState(request.fields) }
    router.get("/api/compare") { request, _ in try await compareState(request.fields) }
    router.get("/api/training") { request, _ in try await trainingState(request.fields) }
    router.get("/api/agreement") { request, _ in try await agreementState(request.fields) }
    router.get("/api/gate") { request, _ in try await gateState(request.fields) }
    router.get("/api/run") { request, _ in try await runState(request.fields) }
    return router
  }
}

/// The open runs.
actor RunReaders {
  private let settings: DashboardSettings
  private let heavy = Turnstile(width: 1)
  private var readers: [String: RunReader] = [:]

  init(settings: DashboardSettings) { self.settings = settings }

  func reader(_ entry: Entry) -> RunReader {
    if let found = readers[entry.name] { return found }
    // A reader holds a file open: a folder may have more runs than a process may have files.
    if readers.count >= 64 { readers.removeAll() }
    let new = RunReader(entry, settings: settings, heavy: heavy)
    readers[entry.name] = new
    return new
  }
}

extension Request {
  /// The fields of the query.
  var fields: FormFields { FormFields(uri.query ?? "") }
}
