internal import NIOHTTP1

/// What the Hub's replies that are no answers mean.
enum HubStatus {
  /// Whether the same request may succeed later.
  static func isPassing(_ status: Int) -> Bool { [408, 409, 425, 429].contains(status) || status >= 500 }

  /// The failure of a request that cannot succeed. The Hub names its reasons in `X-Error-Code`; a repository that is not
  /// there and one that is private look alike to who has no token.
  /// - Parameters:
  ///   - words: the server's own, without the token.
  static func error(
    _ status: Int, _ headers: HTTPHeaders, about repository: HubRepository, path: String?, hasToken: Bool, words: String
  ) -> EndpointError {
    let name = repository.id
    let said = words.isEmpty ? "" : " The Hub says: \(words)"
    let token =
      hasToken
      ? "the token in HF_TOKEN is that of an account which may" : "HF_TOKEN holds the token of an account which may"
    switch (headers.first(name: "x-error-code"), status) {
    case ("GatedRepo", _):
      return EndpointError(
        .unauthorized,
        "\(name) is gated: accept its terms on its page of the Hub, and see that \(token).\(said)")
    case ("RevisionNotFound", _):
      return EndpointError(
        .notFound, "\(name) has no revision \(repository.revision ?? "main"): give a branch, a tag or a commit.\(said)")
    case ("EntryNotFound", _):
      return EndpointError(.notFound, "\(name) has no file \(path ?? "of that name") any more.\(said)")
    case (_, 401) where hasToken:
      return EndpointError(
        .unauthorized, "The Hub does not accept the token in HF_TOKEN for \(name): check the token and the name.\(said)"
      )
    case ("RepoNotFound", _), (_, 401), (_, 404):
      return EndpointError(
        status == 401 ? .unauthorized : .notFound,
        "There is no data set \(name) on the Hub, or it is private: check the name, or see that \(token).\(said)")
    case (_, 403):
      return EndpointError(.unauthorized, "\(name) may not be read: see that \(token).\(said)")
    default:
      return EndpointError(.requestFailed, "The Hub refuses to give \(path ?? name): status \(status).\(said)")
    }
  }
}
