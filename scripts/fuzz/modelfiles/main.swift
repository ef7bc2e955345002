import Foundation

// Damaged model files through the readers, for as long as asked. Built by modelfiles.sh in one module with
// Sources/ModelFiles and the mutations of Tests/ModelFilesTests/Support.
//
//   fuzz [mutations per format] [seed]

let arguments = CommandLine.arguments
let count = arguments.count > 1 ? Int(arguments[1]) ?? 0 : 10_000
let seed = arguments.count > 2 ? UInt64(arguments[2]) ?? 0 : 1
guard count > 0 else {
  FileHandle.standardError.write(Data("usage: fuzz [mutations per format] [seed]\n".utf8))
  exit(2)
}
for format in Mutator.Format.allCases {
  var run = FuzzRun()
  let start = ContinuousClock.now
  do {
    try run.run(format, count: count, seed: seed) { number in
      // What was running when a sanitizer stops the program.
      if number % 5000 == 0 { FileHandle.standardError.write(Data("\(format.rawValue) \(number)/\(count)\n".utf8)) }
    }
  } catch {
    FileHandle.standardError.write(Data("FAILED: \(error)\n".utf8))
    exit(1)
  }
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  let outcomes = run.outcomes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
  print(
    "\(format.rawValue): \(count) mutations, seed \(seed), no crash, \(run.decoded) tensors decoded, "
      + "\(String(format: "%.1f", seconds)) s")
  print("  \(outcomes.joined(separator: ", "))")
}
