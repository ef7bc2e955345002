public import IsoglossCore

/// How a guard is reached.
public enum GuardRoute: Sendable {
  /// Through a chat template that makes the guard's prompt: a server that serves the guard, or local weights that bring
  /// their template.
  case chat(any ChatModel)
  /// Through the guard's whole prompt as text: `/completions` of a server, or local weights without a template. A server
  /// that puts a start token of its own before the text (vLLM does unless told otherwise) shows the guard two.
  case completions(any CompletionModel)
}
