internal import Foundation
internal import Hummingbird

/// Signing in and out.
extension Site {
  /// The door: a field for a token, or for a name where no token is asked for.
  func door(_ fields: FormFields, _ visit: Visit, problem: String? = nil) throws -> Response {
    var layout = Layout(title: "Sign in", visit: visit)
    let back = Self.back(fields["back"])
    layout.main = problem.map { "<p role=\"alert\"><strong>\(Markup.text($0))</strong></p>\n" } ?? ""
    layout.main += "<form action=\"/sign-in\" method=\"post\" class=\"filters\">\(Markup.hidden("back", back))"
    if access.needsToken {
      layout.lead = "This dashboard is for people who were given a token."
      layout.main += """
        <label>Token <input type="password" name="token" autocomplete="current-password" required autofocus \
        maxlength="200"></label>
        """
    } else {
      layout.lead = "A name to answer forms under. Nobody checks it: this dashboard is open to this machine alone."
      layout.main += """
        <label>Name <input type="text" name="name" autocomplete="username" required autofocus maxlength="40" \
        pattern="[A-Za-z0-9][A-Za-z0-9._\\-]*"></label>
        """
    }
    layout.main += "<button type=\"submit\" class=\"main\">Sign in</button></form>\n"
    return layout.response(status: problem == nil ? .ok : .forbidden)
  }

  /// Checks a token or takes a name.
  func signIn(_ request: Request, _ visit: Visit) async throws -> Response {
    let fields = FormFields(String(buffer: try await request.body.collect(upTo: visit.maxUploadSize)))
    let account =
      access.needsToken
      ? fields["token"].flatMap(access.account(token:)) : fields["name"].flatMap(access.account(named:))
    guard let account else {
      guard await access.limiter.take(.wrongToken, by: visit.key) else {
        throw DashboardError(.tooMany, "Too many wrong tokens: wait a minute.")
      }
      return try door(
        fields, visit,
        problem: access.needsToken
          ? "There is no such token." : "A name is 1 to 40 letters, digits, '.', '_' and '-', a letter or digit first.")
    }
    var response = Response.seeOther(Self.back(fields["back"]))
    response.headers[.setCookie] = access.header(signingIn: account)
    return response
  }

  /// Takes the cookie back.
  func signOut() -> Response {
    var response = Response.seeOther("/")
    response.headers[.setCookie] = access.headerSigningOut
    return response
  }

  /// Where a visitor came from: a page of this dashboard, whatever was asked for.
  static func back(_ path: String?) -> String {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.hasPrefix("/sign-in"),
      path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C })
    else { return "/" }
    return path
  }
}
