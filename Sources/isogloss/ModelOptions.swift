import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEndpoints
import IsoglossModels
import IsoglossTorch

/// Which model, and how it runs.
struct ModelOptions: ParsableArguments {
  @Option(help: "gemma-3-270m, smollm2-135m-instruct, a Hugging Face folder, a .gguf file, or http://HOST/v1#NAME.")
  var model: String = "smollm2-135m-instruct"

  @Option(help: "A folder with an adapter (PEFT's form, or of `isogloss align`), added to the weights in memory.")
  var adapter: String?

  @Option(help: "bfloat16 or float32; when left out, bfloat16 where the processor has it natively.")
  var dtype: String?

  @Option(help: "A plain chat template by name in place of the model's own.")
  var template: String?

  @Option(help: "Threads; one for each core when left out.")
  var threads: Int?

  @Option(help: "Texts that run at once.")
  var rows: Int = 32

  @Option(help: "Requests planned together: what an interruption may lose. More keep the rows full for longer.")
  var batch: Int = 128

  @Option(help: "Most requests in flight at once to a server.")
  var concurrency: Int = 64

  @Option(help: "Environment variable that holds a server's key; its value is never stored or shown.")
  var keyVariable: String?

  @Option(help: "PEM file with the certificate authorities to trust for a server instead of the system's.")
  var certificateAuthority: String?

  @Option(help: "Seconds that a server may take for one answer, before it is asked again.")
  var requestTimeout: Double = 300

  @Option(help: "Price of a million tokens of prompt, in your currency: counts a server's cost.")
  var priceIn: Double?

  @Option(help: "Price of a million tokens of answer.")
  var priceOut: Double?

  /// A model that is ready, what it runs on, and what a server's use came to.
  struct Opened {
    var model: any ChatModel
    var engine: String
    var usage: @Sendable () -> ServedUsage? = { nil }
  }

  func validate() throws {
    _ = try DType.ofWeights(dtype)
    guard rows > 0, batch > 0, threads.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--rows, --batch and --threads take numbers from 1.")
    }
    guard requestTimeout > 0, requestTimeout <= 86_400 else {
      throw ValidationError("--request-timeout takes seconds above 0, at most a day.")
    }
    guard (priceIn == nil) == (priceOut == nil) else {
      throw ValidationError("--price-in and --price-out go together; 0 is a price.")
    }
    guard [priceIn, priceOut].allSatisfy({ $0.map { $0 >= 0 && $0.isFinite } ?? true }) else {
      throw ValidationError("--price-in and --price-out take numbers from 0.")
    }
  }

  /// Folders that may say how the model was trained.
  var folders: [URL] {
    let paths = EndpointAddress.isAddress(model) ? [] : [model] + (adapter.map { [$0] } ?? [])
    return paths.map { URL(filePath: $0) }
  }

  /// Opens the model.
  /// - Parameters:
  ///   - cache: where a server's answers are kept, and taken from.
  ///   - hasOptions: whether the user gave these options, and not a recipe: notes name them.
  func open(cache: (any ResponseCache)? = nil, hasOptions: Bool = true) async throws -> Opened {
    if EndpointAddress.isAddress(model) {
      guard adapter == nil else { throw ValidationError("--adapter needs local weights, and \(model) is a server.") }
      do {
        return try openServed(cache, timeoutOption: hasOptions ? "--request-timeout" : nil)
      } catch let error as EndpointError where [.badAddress, .badOption].contains(error.code) {
        throw ValidationError("--model \(model): \(error.message)")
      }
    }
    guard !model.contains("://"), !isNamedOnHost else {
      throw ValidationError("\(model) is no address of a server: write http://HOST:PORT/v1#NAME, or https.")
    }
    let entry = try ModelCatalog().resolve(model)
    let options = LocalModel.Options(
      dtype: try DType.ofWeights(dtype), template: template, threads: threads, rows: rows, batch: batch)
    let fingerprint = try entry.fingerprint()
    let stack = try adapter.map {
      try AdapterStack(contentsOf: URL(filePath: $0), base: fingerprint) { try ContentHash.ofFile(at: $0) }
    }
    let local = try await LocalModel.load(entry, fingerprint: fingerprint, options: options, adapter: stack)
    return Opened(model: local, engine: "libtorch \(Processor.torchVersion)")
  }

  /// `HOST:PORT#NAME`: an address without its scheme, where no such file is.
  private var isNamedOnHost: Bool {
    model.wholeMatch(of: /[^\/#]+:[0-9]+(\/[^#]*)?#.+/) != nil && !FileManager.default.fileExists(atPath: model)
  }

  private func openServed(_ cache: (any ResponseCache)?, timeoutOption: String?) throws -> Opened {
    let address = try EndpointAddress(model)
    var options = EndpointOptions(
      keyVariable: keyVariable, concurrency: concurrency, requestTimeout: .seconds(requestTimeout),
      totalTime: .seconds(max(900, 3 * requestTimeout)), certificateAuthority: certificateAuthority, prices: prices)
    options.tellAtTerminal(of: address.description, option: timeoutOption)
    let served = try EndpointModel(
      address, options: options, environment: ProcessInfo.processInfo.environment, cache: cache)
    return Opened(model: served, engine: "a server", usage: { served.usage })
  }

  private var prices: TokenPrices? {
    guard let priceIn, let priceOut else { return nil }
    return TokenPrices(prompt: priceIn, completion: priceOut)
  }
}

extension DType {
  /// The type of weights that `--dtype` names; null for null.
  static func ofWeights(_ name: String?) throws -> DType? {
    guard let name else { return nil }
    guard let type = DType(rawValue: name), type == .bfloat16 || type == .float32 else {
      throw ValidationError("--dtype takes bfloat16 or float32.")
    }
    return type
  }
}

extension ModelCatalog.Entry {
  /// SHA-256 over every file that decides what the model answers.
  func fingerprint() throws -> String { ContentHash.of(try files.map { try ContentHash.ofFile(at: $0) }) }
}
