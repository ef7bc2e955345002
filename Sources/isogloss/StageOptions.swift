public import ArgumentParser
import IsoglossAlignment
public import IsoglossCore
import IsoglossTorch

/// A stage of training by flags; what is left out keeps the recipe's value, or the default.
struct StageOptions: ParsableArguments {
  @Option(help: "A pair set (isogloss-12), a .jsonl file, or a folder of them.")
  var pairs: String?
  @Option(
    help: "balanced, high-resource, english, no-english, natural, single:xx, or weights:xx=2,yy=1.")
  var mixture: Mixture.Share?
  @Option(help: "all, total:N (divided among the languages), or per-language:N.")
  var size: Mixture.Size?
  @Option(help: "Harmless pairs for each harmful one.")
  var harmless: Double?
  @Option(help: "At most so many pairs a language.")
  var cap: Int?
  @Option(help: "Flattens the weights of a mixture; above 1 towards equality.")
  var temperature: Double?
  @Flag(help: "Let a language that has too few pairs give some again.")
  var repeats = false
  @Option(help: "dpo, sft, ipo, cdpo, or dpo+sft.")
  var loss: AlignmentStage.Loss?
  @Option(help: "Strength of the pull to the reference model.")
  var beta: Double?
  @Option(help: "Chance that a label is wrong, for cdpo.")
  var smoothing: Double?
  @Option(help: "Weight of the cross-entropy in dpo+sft.")
  var sftWeight: Double?
  @Option(help: "Peak learning rate.")
  var rate: Double?
  @Option(help: "linear, cosine or constant.")
  var schedule: AlignmentStage.Schedule?
  @Option(help: "Share of the steps in which the rate rises.")
  var warmup: Double?
  @Option(help: "Decoupled weight decay.")
  var weightDecay: Double?
  @Option(help: "Bound on the gradient's norm; 0 sets none.")
  var clip: Double?
  @Option(help: "Optimiser steps.")
  var steps: Int?
  @Option(help: "Passes over the drawn pairs.")
  var epochs: Double?
  @Option(help: "Pairs of a batch.")
  var batch: Int?
  @Option(help: "Batches of an optimiser step.")
  var accumulation: Int?
  @Option(help: "Longest prompt with answer, in tokens.")
  var maxLength: Int?
  @Option(help: "Rank of the adapter; 0 trains all weights.")
  var rank: Int?
  @Option(help: "The adapter's alpha; twice the rank when only the rank is given.")
  var alpha: Double?
  @Flag(help: "Scale the adapter by alpha / √rank (rsLoRA).")
  var rankStabilised = false
  @Option(help: "Share of the groups that are held out for evaluation.")
  var heldOut: Double?
  @Option(help: "Steps between evaluations on the held-out groups; 0 evaluates at both ends only.")
  var evaluateEvery: Int?
  @Option(help: "Evaluations without a better worst language after which training stops.")
  var patience: Int?
  @Option(help: "Seed of draw, order and adapter.")
  var seed: UInt64?

  /// A stage with what was given in place of its own values.
  func applied(to declared: AlignmentStage) throws -> AlignmentStage {
    var stage = declared
    func set<Value>(_ value: Value?, _ path: WritableKeyPath<AlignmentStage, Value>) {
      if let value { stage[keyPath: path] = value }
    }
    set(pairs, \.pairs)
    set(mixture, \.mixture.share)
    set(size, \.mixture.size)
    set(temperature, \.mixture.temperature)
    set(loss, \.loss)
    set(beta, \.beta)
    set(smoothing, \.smoothing)
    set(sftWeight, \.sftWeight)
    set(rate, \.rate)
    set(schedule, \.schedule)
    set(warmup, \.warmup)
    set(weightDecay, \.weightDecay)
    set(clip, \.clip)
    set(batch, \.batch)
    set(accumulation, \.accumulation)
    set(maxLength, \.maxLength)
    set(rank, \.rank)
    set(alpha ?? rank.flatMap { $0 > 0 ? 2 * Double($0) : nil }, \.alpha)
    set(heldOut, \.heldOut)
    set(evaluateEvery, \.evaluateEvery)
    set(seed, \.seed)
    if let harmless { stage.mixture.harmless = harmless }
    if let cap { stage.mixture.cap = cap }
    if let patience { stage.patience = patience }
    if repeats { stage.mixture.repeats = true }
    if rankStabilised { stage.rankStabilised = true }
    guard steps == nil || epochs == nil else { throw ValidationError("Give --steps or --epochs, not both.") }
    if let steps { stage.length = .steps(steps) }
    if let epochs { stage.length = .epochs(epochs) }
    if let flaw = stage.flaw { throw ValidationError("The stage \(stage.name): \(flaw).") }
    return stage
  }
}

extension Mixture.Share: ExpressibleByArgument {}
extension Mixture.Size: ExpressibleByArgument {}
extension AlignmentStage.Loss: ExpressibleByArgument {}
extension AlignmentStage.Schedule: ExpressibleByArgument {}

/// What training runs on and how it is kept; nothing of it changes what is trained, but for rounding.
struct TrainingMachineOptions: ParsableArguments {
  @Option(help: "A plain chat template by name in place of the model's own.")
  var template: String?
  @Option(help: "Type of the base's weights: bfloat16 or float32; bfloat16 where the processor has it natively.")
  var dtype: String?
  @Option(help: "cpu, cuda or cuda:N. CUDA takes the same path and has not been run by its authors.")
  var device = "cpu"
  @Option(help: "Threads; one for each core when left out.")
  var threads: Int?
  @Option(help: "Tokens that run at once: less needs less memory.")
  var tokenBudget: Int = 4096
  @Flag(help: "Compute blocks a second time for the gradient instead of keeping them: less memory, more time.")
  var checkpointing = false
  @Option(help: "Steps between checkpoints.")
  var checkpointEvery: Int = 20
  @Option(help: "A judge that filtered the pairs, for the manifest; may be given again.")
  var filteredBy: [String] = []

  func validate() throws {
    _ = try DType.ofWeights(dtype)
    guard Device(device) != nil else { throw ValidationError("--device takes cpu, cuda or cuda:N.") }
    guard tokenBudget > 1, checkpointEvery > 0, threads.map({ $0 > 0 }) ?? true else {
      throw ValidationError("--token-budget, --checkpoint-every and --threads take numbers from 1.")
    }
  }

  func apply(to plan: inout AlignmentSession.Plan) {
    plan.dtype = dtype.flatMap(DType.init(rawValue:))
    plan.device = Device(device) ?? .cpu
    plan.threads = threads
    plan.tokenBudget = tokenBudget
    plan.checkpointing = checkpointing
    plan.checkpointEvery = checkpointEvery
    plan.filterJudges = filteredBy
  }
}
