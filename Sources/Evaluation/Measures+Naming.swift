public import IsoglossCore

extension Measures {
  /// The measures with the rate called what it is in a run that went on with bare text: nothing was attacked there, and
  /// nothing asked. Other runs' measures as they are.
  public func named(for manifest: RunManifest) -> Measures {
    guard manifest.isOfContinuations, rateName == "attack success rate" else { return self }
    var named = self
    named.rateName = "rate of harmful continuations"
    return named
  }
}

extension RunManifest {
  /// Whether prompts were gone on with as bare text, as RTP-LX and PolygloToxicityPrompts ask.
  var isOfContinuations: Bool { model.template == ContinuationModel.template }
}
