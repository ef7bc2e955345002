internal import HTTPTypes
internal import Hummingbird

/// Finds out who asks; where tokens are asked for, sends everybody else to the door. A change that comes with a cookie
/// must bring the session's own mark too.
struct SessionMiddleware: RouterMiddleware {
  let access: Access

  func handle(
    _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
  ) async throws -> Response {
    var context = context
    var request = request
    let isBearer = request.headers[.authorization] != nil
    context.session = try await isBearer ? bearer(request, context) : access.session(of: request)
    if access.isOpenToAll(request.uri.path) { return try await next(request, context) }
    if access.needsToken, context.session == nil {
      guard request.method == .get, request.headers[.accept]?.contains("text/html") == true else {
        throw DashboardError(.forbidden, "Sign in first.")
      }
      let back = FormFields.escape(request.uri.string)
      return Response(status: .seeOther, headers: [.location: "/sign-in?back=\(back)"])
    }
    if ![.get, .head].contains(request.method), !isBearer {
      guard let session = context.session else { throw DashboardError(.forbidden, "Sign in first.") }
      let fields = FormFields(String(buffer: try await request.collectBody(upTo: context.maxUploadSize)))
      let brought = HTTPField.Name("X-Isogloss-Form").flatMap { request.headers[$0] } ?? fields["csrf"] ?? ""
      guard SessionSigner.same(brought, session.csrf) else {
        throw DashboardError(.forbidden, "This form is of another session: open the page again.")
      }
    }
    return try await next(request, context)
  }

  private func bearer(_ request: Request, _ context: Visit) async throws -> SignedIn? {
    guard let text = request.headers[.authorization], text.hasPrefix("Bearer "),
      let account = access.account(token: String(text.dropFirst(7)))
    else {
      guard await access.limiter.take(.wrongToken, by: context.key) else {
        throw DashboardError(.tooMany, "Too many wrong tokens: wait a minute.")
      }
      throw DashboardError(.forbidden, "There is no such token.")
    }
    return SignedIn(account: account, csrf: "")
  }
}
