import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossRecipes

/// What a recipe will ask, stage by stage; no model is opened.
struct BuildForecast {
  private let recipe: DataRecipe

  init(_ recipe: DataRecipe) throws {
    self.recipe = recipe
  }

  func forecast(_ seeds: [Prompt]) throws -> DataForecast {
    var forecast = DataForecast(seeds)
    for stage in recipe.stages {
      switch stage.kind {
      case .translate(let settings): translate(stage.name, settings, &forecast)
      case .rainbow(let settings): try rainbow(stage.name, settings, &forecast)
      case .answer(let settings):
        forecast.answer(
          stage.name, refusals: settings.refusals.map { engine($0.model) },
          compliances: settings.compliances.map { engine($0.model) })
      case .revise(let settings): forecast.revise(stage.name, by: engine(settings.model), rounds: settings.rounds)
      case .filter(let settings) where !settings.judges.isEmpty:
        for judge in settings.judges { forecast.judge(stage.name, by: .init(name: judge, answerTokens: 20)) }
      case .filter, .split, .export, .review: forecast.nothing(stage.name)
      }
    }
    return forecast
  }

  private func engine(_ name: String) -> DataForecast.Engine {
    let model = recipe.models[name]
    return DataForecast.Engine(
      name: name, answerTokens: model?.decoding.maxNewTokens ?? 0, prices: model?.prices)
  }

  private func translate(
    _ name: String, _ settings: DataRecipeStage.Translate, _ forecast: inout DataForecast
  ) {
    switch settings.engine {
    case .model(let model):
      forecast.translate(name, by: engine(model), into: settings.targets, keepsSource: settings.keepsSource)
    case .deepL:
      forecast.translate(
        name, by: "deepl", batch: 50, price: settings.price, into: settings.targets, keepsSource: settings.keepsSource)
    case .file:
      forecast.translate(
        name, by: "human", batch: 256, price: 0, into: settings.targets, keepsSource: settings.keepsSource)
    }
  }

  private func rainbow(
    _ name: String, _ settings: DataRecipeStage.Rainbow, _ forecast: inout DataForecast
  ) throws {
    let axes = try Workshop.axes(settings)
    forecast.rainbow(
      name, mutators: settings.mutators.map(engine), target: engine(settings.target),
      judge: DataForecast.Engine(name: settings.judge, answerTokens: 20), preference: engine(settings.preference),
      samples: settings.samples, languages: settings.languages, cells: axes.cells.count,
      options: Workshop.options(settings, recipe))
  }
}
