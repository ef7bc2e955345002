import Foundation
import IsoglossCore
import Testing

struct ServedUsageTests {
  private func usage(_ prices: TokenPrices?) -> ServedUsage {
    var usage = ServedUsage(prices: prices)
    usage.answered = 1200
    usage.promptTokens = 45_000
    usage.completionTokens = 9_600
    return usage
  }

  @Test func costIsTokensTimesPricesAMillion() {
    #expect(usage(nil).cost == nil)
    #expect(usage(TokenPrices(prompt: 0, completion: 0)).cost == 0)
    #expect(usage(TokenPrices(prompt: 5, completion: 15)).cost == 0.369)
    #expect(
      usage(TokenPrices(prompt: 0.15, completion: 15)).summary
        == "1200 answered by the server, 45000 prompt + 9600 answer tokens, cost 0.1508 (0.15 and 15 a million)")
    #expect(usage(nil).summary == "1200 answered by the server, 45000 prompt + 9600 answer tokens")
  }

  @Test func aSessionWrittenBeforeThereWasUsageIsRead() throws {
    let old = #"{"started":"s","version":"0","machine":"m","engine":"e"}"#
    let session = try JSONDecoder().decode(RunSession.self, from: Data(old.utf8))
    #expect(session == RunSession(started: "s", version: "0", machine: "m", engine: "e"))
    let new = RunSession(
      started: "s", version: "0", machine: "m", engine: "e", usage: usage(TokenPrices(prompt: 1, completion: 2)))
    #expect(try JSONDecoder().decode(RunSession.self, from: JSONEncoder().encode(new)) == new)
  }
}
