extension Tokenizer {
  /// The text of ids. Bytes that are no UTF-8 become U+FFFD, and ids without a token are passed over.
  public func decode(_ ids: some Sequence<Int32>, skippingSpecialTokens: Bool = true) -> String {
    pieces.decode(ids, skippingSpecialTokens: skippingSpecialTokens)
  }

  /// A decoder that takes ids one at a time, for generation.
  public func incrementalDecoder(stop: [String] = [], skippingSpecialTokens: Bool = true) -> IncrementalDecoder {
    IncrementalDecoder(pieces, stop: stop, skippingSpecialTokens: skippingSpecialTokens)
  }
}
