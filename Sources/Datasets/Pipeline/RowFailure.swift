/// Why a stage cannot bring a row further.
struct RowFailure: Error {
  var reason: String

  init(_ reason: String) { self.reason = reason }
}
