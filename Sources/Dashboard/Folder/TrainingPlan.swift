internal import Foundation
internal import IsoglossCore

/// What a training's `run.json` says of its length; the whole of it is for `isogloss align`.
enum TrainingPlan {
  private struct Settings: Decodable {
    struct Pairs: Decodable { var trained: Int }
    var stage: AlignmentStage
    var data: Pairs
  }

  /// Optimiser steps that a training is to take; null where its folder does not say, or says what no training takes.
  static func steps(of folder: URL) -> Int? {
    guard let data = try? Data(contentsOf: folder.appending(path: "run.json"), options: .mappedIfSafe),
      data.count <= 1 << 20, let settings = try? JSONDecoder().decode(Settings.self, from: data)
    else { return nil }
    let (stage, most) = (settings.stage, 1...1_000_000_000)
    guard stage.flaw == nil, most.contains(settings.data.trained), stage.batch <= 100_000, stage.accumulation <= 10_000
    else { return nil }
    let steps = stage.steps(pairs: settings.data.trained)
    return most.contains(steps) ? steps : nil
  }
}
