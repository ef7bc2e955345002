import IsoglossCore
import Testing

@testable import IsoglossEndpoints

struct AddressTests {
  @Test(arguments: [
    ("http://127.0.0.1:8000/v1#mock", "http://127.0.0.1:8000/v1", "mock", "127.0.0.1:8000"),
    ("https://api.example.org/v1/#a/b:c d", "https://api.example.org/v1", "a/b:c d", "api.example.org"),
    ("http://[::1]:9/#x", "http://[::1]:9", "x", "[::1]:9"),
    ("HTTPS://H#m#2", "https://H", "m#2", "H"),
  ])
  func reads(text: String, base: String, model: String, host: String) throws {
    let address = try EndpointAddress(text)
    #expect(address.base == base)
    #expect(address.model == model)
    #expect(address.host.replacing("[", with: "") == host.replacing("[", with: ""))
    #expect(try EndpointAddress(address.description) == address)
  }

  @Test(arguments: [
    "", "gemma", "/models/x", "ftp://h/v1#m", "http://h/v1", "http://h/v1#", "http://#m", "http:///v1#m",
    "http://h:0/v1#m", "http://h:99999/v1#m", "http://user:secret-pass@h/v1#m", "http://h/v1?api-key=secret-pass#m",
    "http://h h/v1#m", "http://h/v1#a\nb",
  ])
  func refuses(text: String) throws {
    let error = #expect(throws: EndpointError.self) { try EndpointAddress(text) }
    #expect(error?.code == .badAddress)
    // What is refused for holding a secret must not come back in the message.
    #expect(error.map { !$0.message.contains("secret-pass") } == true)
  }

  @Test func optionsOutsideTheirRangesAreRefused() throws {
    let wrong = [
      EndpointOptions(concurrency: 0), EndpointOptions(attempts: 0), EndpointOptions(requestTimeout: .zero),
      EndpointOptions(totalTime: .seconds(-1)), EndpointOptions(maxBodyBytes: 10),
      EndpointOptions(prices: TokenPrices(prompt: -1, completion: 0)),
    ]
    for options in wrong {
      let error = #expect(throws: EndpointError.self) {
        try EndpointModel(EndpointAddress("http://h/v1#m"), options: options, environment: [:])
      }
      #expect(error?.code == .badOption)
    }
  }
}
