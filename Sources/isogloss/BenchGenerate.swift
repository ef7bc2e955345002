import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossModels
import IsoglossTorch

/// Our side of `make bench-generate`; hidden, since it is of no use by itself.
struct BenchGenerate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-generate", abstract: "Time batched greedy generation.", shouldDisplay: false)

  @Argument(help: "A model's name or path.")
  var model: String
  @Argument(help: "A file with one templated prompt a line, \\n for a line end.")
  var prompts: String
  @Argument(help: "Rows at once.")
  var rows: Int
  @Argument(help: "New tokens a prompt.")
  var new: Int
  @Argument(help: "bfloat16 or float32.")
  var dtype: String

  func run() async throws {
    guard let type = DType(rawValue: dtype) else { throw ValidationError("\(dtype) is no type of numbers.") }
    let entry = try ModelCatalog().resolve(model)
    let local = try await LocalModel.load(entry, fingerprint: "", options: .init(dtype: type))
    let lines = try String(contentsOfFile: prompts, encoding: .utf8).components(separatedBy: "\n")
    let result = try await GenerationBenchmark(lines: lines, tokens: new, rows: rows).run(local)
    print("isogloss \(model) \(dtype) rows \(rows): \(result)")
  }
}
