import Foundation
import IsoglossModelFiles
import IsoglossTokenizers

// bench FILE.gguf TEXTS… : seconds of processor time to encode every line, and a hash of all ids.
let arguments = CommandLine.arguments
let tokenizer = try Tokenizer(gguf: GGUFFile(contentsOf: URL(fileURLWithPath: arguments[1])))
var lines: [String] = []
for path in arguments[2...] {
  let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  for line in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
    lines.append(String(Substring(line)))
  }
}

func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let start = seconds()
let ids = lines.map { tokenizer.encode($0) }
let taken = seconds() - start
var hash: UInt64 = 0xcbf2_9ce4_8422_2325
for line in ids { for id in line { hash = (hash ^ UInt64(UInt32(bitPattern: id))) &* 0x100_0000_01b3 } }
print(taken, String(hash, radix: 16), ids.reduce(0) { $0 + $1.count }, lines.count)
