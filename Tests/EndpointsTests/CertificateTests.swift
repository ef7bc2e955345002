import Foundation
import IsoglossCore
import NIOSSL
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

/// Certificates made by scripts/goldens/endpoint_certificates.sh.
struct CertificateTests {
  private static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name).pem").path
  }

  private static func context(_ name: String) throws -> NIOSSLContext {
    let file = path(name)
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: try NIOSSLCertificate.fromPEMFile(file).map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: file, format: .pem))))
  }

  private func ask(_ certificate: String, trusting authority: String?) async throws -> (Completion, requests: Int) {
    var result: (Completion, Int)?
    try await LoopbackServer.with(tls: try Self.context(certificate)) { _ in
      .answer("safe and sound")
    } body: { server in
      do {
        let options = EndpointOptions(certificateAuthority: authority.map(Self.path))
        let model = try model(at: server.address, options: options, key: "sk-0123456789abcdef")
        result = (try await model.complete([request("a")], decoding: Decoding())[0], server.seen.count)
      } catch {
        #expect(server.seen.isEmpty, "a request went to a server that was not to be trusted")
        throw error
      }
    }
    return try #require(result)
  }

  @Test func aTrustedCertificateIsAccepted() async throws {
    #expect(try await ask("right", trusting: "right").0.text == "safe and sound")
  }

  @Test(
    arguments: [
      ("right", nil), ("right", "elsewhere"), ("elsewhere", "elsewhere"), ("expired", "expired"),
    ] as [(String, String?)])
  func aWrongCertificateIsRefusedAndNothingIsSent(certificate: String, authority: String?) async throws {
    let error = await #expect(throws: EndpointError.self) { try await ask(certificate, trusting: authority) }
    #expect(error?.code == .certificate, "\(error?.message ?? "")")
  }

  @Test func plainHTTPOnAServerOfTLSIsNotTakenForLoad() async throws {
    // TLS spoken to a server without it: an error that no number of attempts mends.
    try await LoopbackServer.with { _ in
      .answer("a")
    } body: { server in
      let address = server.address.replacing("http://", with: "https://")
      let error = await #expect(throws: EndpointError.self) {
        try await model(at: address).complete([request("a")], decoding: Decoding())
      }
      #expect(error?.code == .certificate)
    }
  }

  @Test(arguments: ["/nowhere/ca.pem", #filePath])
  func aFileOfAuthoritiesThatIsNoneIsRefused(path: String) throws {
    let error = #expect(throws: EndpointError.self) {
      try EndpointModel(
        EndpointAddress("https://h/v1#m"), options: EndpointOptions(certificateAuthority: path), environment: [:])
    }
    #expect(error?.code == .certificate)
  }
}
