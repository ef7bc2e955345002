internal import Foundation
internal import IsoglossJSON

/// Why a reply that arrived is of no use.
enum ReplyProblem: Error, Sendable {
  /// Another attempt may bring a better one.
  case passing(String)
  /// No attempt will.
  case lasting(String)
}

/// The parts of a completion, chat or plain, that are read. Members that are not read may hold anything.
struct ReplyBody: Decodable {
  /// Tokens, as the server counts them.
  struct Usage: Decodable {
    var prompt_tokens: Int?
    var completion_tokens: Int?

    /// A count that sums can be made of, whatever a server claims.
    static func plausible(_ count: Int?) -> Int { min(max(count ?? 0, 0), 1_000_000_000) }
  }
  /// The answer's text, in one of the shapes in use: a string, or parts.
  struct Content: Decodable {
    struct Part: Decodable {
      var text: String?
    }
    var text: String

    init(text: String) { self.text = text }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self.text = text
      } else {
        text = try container.decode([Part].self).compactMap(\.text).joined()
      }
    }
  }
  struct Message: Decodable {
    var content: Content?
    var refusal: String?
  }
  struct Choice: Decodable {
    var message: Message?
    var text: String?
    var finish_reason: String?
    var logprobs: LogProbabilities?
  }
  struct Complaint: Decodable {
    var message: String?

    init(from decoder: any Decoder) throws {
      if let text = try? decoder.singleValueContainer().decode(String.self) {
        message = text
      } else {
        message = try decoder.container(keyedBy: Key.self).decodeIfPresent(String.self, forKey: .message)
      }
    }
    private enum Key: String, CodingKey {
      case message
    }
  }

  var choices: [Choice]?
  var usage: Usage?
  var error: Complaint?

  init(choices: [Choice]? = nil, usage: Usage? = nil) {
    self.choices = choices
    self.usage = usage
  }

  /// Reads the body of an answer.
  /// - Throws: `ReplyProblem`: another attempt may bring a whole one.
  init(_ bytes: [UInt8]) throws(ReplyProblem) {
    guard !bytes.isEmpty else { throw .passing("the answer is empty") }
    if let plain = JSONReader.read(bytes, Self.plain) {
      self = plain
      return
    }
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .passing("the answer is not valid UTF-8") }
    do {
      self = try JSONDecoder().decode(ReplyBody.self, from: Data(bytes))
    } catch DecodingError.dataCorrupted {
      throw .passing("the answer is not JSON")
    } catch {
      throw .passing("the answer is JSON, but no completion")
    }
    guard let error else { return }
    throw .passing("the server answered with an error: \(Complaints.short(error.message ?? "no text"))")
  }

  /// The first choice.
  /// - Throws: `ReplyProblem` where there is none.
  func choice() throws(ReplyProblem) -> Choice {
    guard let choice = choices?.first else { throw .passing("the answer is JSON, but holds no choice") }
    return choice
  }
}

/// What servers say when they do not answer.
enum Complaints {
  /// The shapes in use: `{"error":{"message":...}}` or `{"error":"..."}` (OpenAI, vLLM, llama.cpp), `{"message":...}`
  /// (older vLLM), `{"detail":"..."}` or `{"detail":[{"msg":...}]}` (FastAPI: transformers serve). A member of another
  /// shape does not hide the others.
  private struct Body: Decodable {
    struct Fault: Decodable {
      var msg: String
    }
    enum Key: String, CodingKey {
      case error, message, detail
    }
    var message: String?

    init(from decoder: any Decoder) throws {
      let members = try decoder.container(keyedBy: Key.self)
      let faults = try? members.decode([Fault].self, forKey: .detail)
      message =
        (try? members.decode(ReplyBody.Complaint.self, forKey: .error).message)
        ?? (try? members.decode(String.self, forKey: .message)) ?? (try? members.decode(String.self, forKey: .detail))
        ?? faults.map { $0.map(\.msg).joined(separator: "; ") }
    }
  }

  /// The message in the body of a reply that is no answer; null where none can be found.
  static func message(in bytes: [UInt8]) -> String? {
    guard let text = try? JSONDecoder().decode(Body.self, from: Data(bytes.prefix(1 << 16))).message, !text.isEmpty
    else { return nil }
    return short(text)
  }

  /// One line of at most 300 characters, without control characters.
  static func short(_ text: String) -> String {
    let line = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : String($0) }
    return line.count > 300 ? line.prefix(300).joined() + "…" : line.joined()
  }
}
