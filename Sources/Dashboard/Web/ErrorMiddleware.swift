internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import IsoglossDatasets
internal import IsoglossEvaluation
internal import IsoglossReview
internal import IsoglossStore
internal import IsoglossSurvey
internal import Logging
internal import NIOCore

/// Says what went wrong in a page, or in JSON to a script. What is unforeseen is logged and not shown: it may name paths.
struct ErrorMiddleware: RouterMiddleware {
  func handle(
    _ request: Request, context: Visit, next: @concurrent (Request, Visit) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let (status, message) = Self.meaning(error)
      if status.code >= 500 {
        context.logger.error(
          "\(request.method) \(request.uri.path): \((error as? ReviewError)?.message ?? "\(type(of: error))")")
      }
      if request.uri.path.hasPrefix("/api/") {
        return try .json(["error": message], status: status)
      }
      var layout = Layout(title: "\(status.code): \(status.reasonPhrase)", visit: context)
      layout.main = "<p>\(Markup.text(message))</p>\n<p><a href=\"/\">All runs</a></p>\n"
      return layout.response(status: status)
    }
  }

  static func meaning(_ error: any Error) -> (HTTPResponse.Status, String) {
    switch error {
    case let error as DashboardError:
      let status: HTTPResponse.Status =
        switch error.code {
        case .notFound: .notFound
        case .forbidden: .forbidden
        case .badRequest: .badRequest
        case .tooMany: .tooManyRequests
        case .unreadable: .unprocessableContent
        default: .internalServerError
        }
      return (status, error.message)
    case is StoreError: return (.unprocessableContent, "The run cannot be read: it is damaged, or of another version.")
    case let error as ReviewError:
      let status: HTTPResponse.Status =
        switch error.code {
        case .badAnswer, .badSetting: .unprocessableContent
        case .notFound: .notFound
        case .notAssigned: .forbidden
        case .keyReused: .conflict
        default: .serviceUnavailable
        }
      // What a file is called is for the server's log.
      return (
        status, status == .serviceUnavailable ? "Answers cannot be kept now: the server's log says why." : error.message
      )
    case is SurveyError, is DatasetError:
      return (.unprocessableContent, "The folder cannot be opened for this: the command line says why.")
    case let error as EvaluationError: return (.unprocessableContent, error.description)
    case let error as HTTPError:
      return (error.status, error.status == .notFound ? "There is no such page." : error.status.reasonPhrase)
    case is NIOTooManyBytesError: return (.contentTooLarge, "That is too long.")
    default: return (.internalServerError, "Something went wrong that was not foreseen. The server's log says more.")
    }
  }
}

extension Response {
  /// JSON for a script of the page.
  static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Response(
      status: status, headers: [.contentType: "application/json; charset=utf-8"],
      body: .init(byteBuffer: .init(bytes: try encoder.encode(value))))
  }

  /// A page elsewhere, asked for with GET.
  static func seeOther(_ path: String) -> Response { Response(status: .seeOther, headers: [.location: path]) }
}
