import ArgumentParser
import Foundation
import IsoglossAlignment
import IsoglossModels

/// Our side of `make bench-dpo`; hidden, since it is of no use by itself.
struct BenchDPO: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-dpo", abstract: "Time steps of DPO on given tokens.", shouldDisplay: false)

  @Argument(help: "A model's name or path.")
  var model: String
  @Argument(help: "A file with one pair a line: {\"prompt\": [ids], \"chosen\": [ids], \"rejected\": [ids]}.")
  var pairs: String
  @Option(help: "A PEFT file with the adapter to start from.")
  var adapter: String?
  @Option(help: "Pairs a step.")
  var batch = 4
  @Option(help: "Learning rate, falling to 0.")
  var rate = 1e-4
  @Option(help: "bfloat16 or float32.")
  var dtype = "bfloat16"

  func run() throws {
    let result = try TrainingBenchmark(
      model: ModelCatalog().resolve(model), pairs: pairs, adapter: adapter, batch: batch, rate: rate,
      dtype: dtype
    ).run()
    let times = result.seconds.dropFirst(result.seconds.count > 2 ? 2 : 0).sorted()
    let median = times[times.count / 2]
    let busy = result.processorSeconds.sorted()
    func number(_ x: Double, _ digits: Int = 3) -> String { String(format: "%.\(digits)f", x) }
    print("processor s/step \(number(busy[busy.count / 2], 2))")
    print("losses \(result.losses.map { number($0, 6) }.joined(separator: " "))")
    let speed = "s/step \(number(median)) pairs/s \(number(Double(batch) / median, 2))"
    let memory = "peak RSS \(number(Double(result.peakBytes) / 1e9, 2)) GB"
    let work = "\(Int(result.tokens)) tokens and \(number(result.work)) T operations a step"
    let rate = "\(number(result.work / median, 2)) T/s of \(number(result.ceiling, 2)) T/s for one product alone"
    print("isogloss \(model) \(dtype) \(speed) \(memory); \(result.isFused ? "fused" : "plain"), \(work), \(rate)")
  }
}
