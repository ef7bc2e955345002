import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEndpoints
import IsoglossJudges
import IsoglossModels

/// Makes judges of what the user named; each server and each model is opened once.
struct JudgeFactory {
  private let specifications: [JudgeSpecification]
  private let options: JudgeServerOptions
  private let keys: KeyVariables
  private let probe: ProbePlace
  private let lexical: LexicalJudge
  private let screen: AnswerScreen
  private let judged: ModelIdentity?
  private let cache: (any ResponseCache)?
  private var servers: [String: EndpointModel] = [:]
  private var local: [String: LocalModel] = [:]
  /// What the user wrote for each judge, by the judge's name.
  private var texts: [String: String] = [:]

  /// A factory for judges of one model's answers.
  /// - Parameters:
  ///   - judged: the model under test: no judge is that model without the flag; null where the answers are no model's.
  ///   - cache: where servers' answers are kept, and taken from.
  init(
    _ options: JudgeOptions, identifier: any LanguageIdentifier, judging judged: ModelIdentity?,
    cache: (any ResponseCache)?
  ) throws {
    try self.init(
      options.specifications(), servers: options.servers, identifier: identifier, judging: judged, cache: cache)
  }

  /// The same for judges that are read already.
  /// - Parameter probe: which probe the judge `probe` is.
  init(
    _ specifications: [JudgeSpecification], servers: JudgeServerOptions, probe: ProbePlace = ProbePlace(),
    identifier: any LanguageIdentifier, judging judged: ModelIdentity?, cache: (any ResponseCache)?
  ) throws {
    self.specifications = specifications
    options = servers
    keys = try servers.keys(for: specifications)
    self.probe = probe
    lexical = try LexicalJudge(identifier: identifier)
    screen = AnswerScreen(lexical)
    self.judged = judged
    self.cache = cache
  }

  /// The judges, with what a run keeps of them.
  /// - Throws: `ValidationError` where two of them are one judge; the errors of models, servers and rubrics.
  consuming func jury() async throws -> Jury {
    var judges: [any Judge] = []
    for specification in specifications {
      let judge = try await judge(specification)
      guard !judges.contains(where: { $0.name == judge.name }) else {
        throw ValidationError("\(specification) is a judge that is named already: \(judge.name). Leave one out.")
      }
      judges.append(judge)
    }
    var records: [JudgeRecord] = []
    for judge in judges {
      let voices = (judge as? any CompositeJudge)?.voices ?? []
      for record in [JudgeRecord(judge)] + voices where !records.contains(where: { $0.name == record.name }) {
        records.append(record)
        records[records.count - 1].specification = texts[record.name]
      }
    }
    return Jury(judges: judges, records: records, servers: servers.sorted { $0.key < $1.key }.map(\.value))
  }

  private mutating func judge(_ specification: JudgeSpecification) async throws -> any Judge {
    let judge = try await make(specification)
    texts[judge.name] = texts[judge.name] ?? specification.text
    return judge
  }

  private mutating func make(_ specification: JudgeSpecification) async throws -> any Judge {
    switch specification.kind {
    case .lexical: return lexical
    case .probe: return try await ProbeJudge.open(probe, screen: screen)
    case .guardModel(let kind, let place, let door): return try await judge(kind, at: place, door)
    case .rubric(let rubric, let place): return try await judge(rubric, at: place)
    case .ensemble(let rule, let members, let adjudicator):
      var judges: [any Judge] = []
      for member in members { judges.append(try await judge(member)) }
      var last: (any Judge)?
      if let adjudicator { last = try await judge(adjudicator) }
      return try EnsembleJudge(rule, members: judges, adjudicator: last)
    }
  }

  private mutating func judge(
    _ kind: JudgeSpecification.Guard, at place: JudgeSpecification.Place, _ door: JudgeSpecification.Door
  ) async throws -> any Judge {
    let model = try await model(at: place, for: kind)
    let route: GuardRoute = door == .chat ? .chat(model) : .completions(model)
    let isAllowed = options.allowSelfJudging
    switch kind {
    case .llamaGuard3:
      return try LlamaGuardJudge(.eightB, route, screen: screen, judging: judged, allowsSelfJudging: isAllowed)
    case .llamaGuard3Small:
      return try LlamaGuardJudge(.oneB, route, screen: screen, judging: judged, allowsSelfJudging: isAllowed)
    case .polyGuard:
      return try PolyGuardJudge(route, screen: screen, judging: judged, allowsSelfJudging: isAllowed)
    }
  }

  private mutating func judge(
    _ rubric: JudgeSpecification.Rubric, at place: JudgeSpecification.Place
  ) async throws -> any Judge {
    let model = try await model(at: place, for: nil)
    let isAllowed = options.allowSelfJudging
    switch rubric {
    case .adjudicator(let seesPrompt):
      return try AdjudicatorJudge(
        model, seesPrompt: seesPrompt, screen: screen, judging: judged, allowsSelfJudging: isAllowed)
    case .strongREJECT:
      return try RubricJudge.strongREJECT(model, screen: screen, judging: judged, allowsSelfJudging: isAllowed)
    case .xsTest:
      return try RubricJudge.xsTest(model, screen: screen, judging: judged, allowsSelfJudging: isAllowed)
    case .quality:
      return try RubricJudge.quality(model, screen: screen, judging: judged, allowsSelfJudging: isAllowed)
    case .file(let path):
      return try RubricJudge(
        RubricFile.read(URL(filePath: path)), model, screen: screen, judging: judged,
        allowsSelfJudging: isAllowed)
    }
  }

  /// The model at a place: not the judged one without the flag. A server that was given without a model's name is asked
  /// which it has.
  /// - Throws: `ValidationError`, and the errors of models and servers.
  private mutating func model(
    at place: JudgeSpecification.Place, for kind: JudgeSpecification.Guard?
  ) async throws -> any CompletionModel {
    let model = try await opened(place, for: kind)
    guard options.allowSelfJudging || judged?.fingerprint != model.identity.fingerprint else {
      throw ValidationError(
        "\(model.identity.name) would judge its own answers: name another model for the judge, or give "
          + "--allow-self-judging, and the report says so.")
    }
    return model
  }

  private mutating func opened(
    _ place: JudgeSpecification.Place, for kind: JudgeSpecification.Guard?
  ) async throws -> any CompletionModel {
    switch place {
    case .local(let name):
      if let known = local[name] { return known }
      let model = try await LocalModel.load(named: name, options: .init())
      local[name] = model
      return model
    case .served(let url, let name?):
      return try server(EndpointAddress("\(url)#\(name)"), key: keys[url])
    case .served(let url, nil):
      let asked = try server(EndpointAddress("\(url)#?"), key: keys[url])
      servers[asked.identity.name] = nil
      let name = try ServedGuard.name(of: kind, among: await asked.servedModels(), at: url)
      return try server(EndpointAddress("\(url)#\(name)"), key: keys[url])
    }
  }

  private mutating func server(_ address: EndpointAddress, key: String?) throws -> EndpointModel {
    if let known = servers[address.description] { return known }
    var endpoint = EndpointOptions(
      keyVariable: key, concurrency: options.judgeConcurrency, certificateAuthority: options.judgeCertificateAuthority)
    endpoint.tellAtTerminal(of: address.host)
    let model = try EndpointModel(
      address, options: endpoint, environment: ProcessInfo.processInfo.environment, cache: cache)
    servers[address.description] = model
    return model
  }
}

/// Which of a server's models is the guard that a user means.
enum ServedGuard {
  /// The only model; else the only one whose name fits; the guard's usual name where the server does not say what it has.
  static func name(of kind: JudgeSpecification.Guard?, among models: [String], at url: String) throws -> String {
    if models.count == 1 { return models[0] }
    let (usual, marks) = traits(kind ?? .llamaGuard3)
    if models.isEmpty { return usual }
    let fitting = models.filter { name in
      let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
      return marks.allSatisfy(plain.contains)
    }
    guard fitting.count == 1 else {
      throw ValidationError(
        "\(url) serves \(models.prefix(8).joined(separator: ", "))\(models.count > 8 ? ", …" : ""): "
          + "say which with \(url)#NAME.")
    }
    return fitting[0]
  }

  private static func traits(_ kind: JudgeSpecification.Guard) -> (usual: String, marks: [String]) {
    switch kind {
    case .llamaGuard3: ("meta-llama/Llama-Guard-3-8B", ["llamaguard3", "8b"])
    case .llamaGuard3Small: ("meta-llama/Llama-Guard-3-1B", ["llamaguard3", "1b"])
    case .polyGuard: ("ToxicityPrompts/PolyGuard-Qwen", ["polyguard"])
    }
  }
}
