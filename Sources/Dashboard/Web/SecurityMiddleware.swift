internal import HTTPTypes
internal import Hummingbird

/// The outermost layer: refuses requests under a foreign name and changes from foreign pages, and puts on every response
/// what keeps a browser from running or asking for anything that is not ours.
struct SecurityMiddleware: RouterMiddleware {
  let rule: HostRule

  /// Nothing inline, nothing from elsewhere, in nobody's frame.
  static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    + "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

  func handle(
    _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
  ) async throws -> Response {
    var response: Response
    let authority = request.head.authority
    if !rule.allows(host: authority) {
      response = Response(
        status: .misdirectedRequest, headers: [.contentType: "text/plain; charset=utf-8"],
        body: .init(byteBuffer: .init(string: "This dashboard does not answer under that name. See docs/serving.md.\n"))
      )
    } else if ![.get, .head].contains(request.method),
      request.headers[.authorization] == nil,
      !rule.allows(
        origin: request.headers[.origin], fetchSite: HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] },
        authority: authority)
    {
      response = Response(
        status: .forbidden, headers: [.contentType: "text/plain; charset=utf-8"],
        body: .init(byteBuffer: .init(string: "A change is asked for by a page of another site.\n")))
    } else {
      response = try await next(request, context)
    }
    for (name, value) in Self.headers { response.headers[name] = value }
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }

  private static let headers: [(HTTPField.Name, String)] = [
    ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"), ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
  ].compactMap { name, value in HTTPField.Name(name).map { ($0, value) } }
}
