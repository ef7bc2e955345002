internal import IsoglossJSON

/// Answers of the shape that nearly all have, read without a decoder, which is a tenth of a request's processor time. Any
/// other shape (parts, log-probabilities, an error) is a fault here, and is the decoder's to read or to refuse.
extension ReplyBody {
  /// Reads an answer.
  static func plain(_ reader: inout JSONReader) throws(JSONFault) -> ReplyBody {
    var body = ReplyBody()
    try reader.object { (reader, name) throws(JSONFault) in
      switch name {
      case "choices":
        body.choices = try reader.null() ? nil : reader.array(Choice.plain)
      case "usage": body.usage = try reader.null() ? nil : Usage.plain(&reader)
      case "error": guard try reader.null() else { throw JSONFault() }
      default: try reader.skip()
      }
    }
    return body
  }
}

extension ReplyBody.Usage {
  fileprivate static func plain(_ reader: inout JSONReader) throws(JSONFault) -> Self {
    var usage = Self()
    try reader.object { (reader, name) throws(JSONFault) in
      switch name {
      case "prompt_tokens": usage.prompt_tokens = try reader.null() ? nil : reader.integer()
      case "completion_tokens": usage.completion_tokens = try reader.null() ? nil : reader.integer()
      default: try reader.skip()
      }
    }
    return usage
  }
}

extension ReplyBody.Choice {
  fileprivate static func plain(_ reader: inout JSONReader) throws(JSONFault) -> Self {
    var choice = Self()
    try reader.object { (reader, name) throws(JSONFault) in
      switch name {
      case "message":
        choice.message = try reader.null() ? nil : ReplyBody.Message.plain(&reader)
      case "text": choice.text = try reader.null() ? nil : reader.string()
      case "finish_reason": choice.finish_reason = try reader.null() ? nil : reader.string()
      case "logprobs": guard try reader.null() else { throw JSONFault() }
      default: try reader.skip()
      }
    }
    return choice
  }
}

extension ReplyBody.Message {
  fileprivate static func plain(_ reader: inout JSONReader) throws(JSONFault) -> Self {
    var message = Self()
    try reader.object { (reader, name) throws(JSONFault) in
      switch name {
      case "content": message.content = try reader.null() ? nil : ReplyBody.Content(text: reader.string())
      case "refusal": message.refusal = try reader.null() ? nil : reader.string()
      default: try reader.skip()
      }
    }
    return message
  }
}
