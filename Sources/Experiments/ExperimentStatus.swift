public import Foundation
public import IsoglossRecipes

/// How far a grid is.
public struct ExperimentStatus: Hashable, Sendable, Codable {
  /// How far a run is.
  public enum State: String, Sendable, Codable {
    /// Its result is there.
    case finished
    /// It has files, and no result yet.
    case begun
    /// Nothing is there.
    case open
  }

  /// One run of the grid.
  public struct Run: Hashable, Sendable, Codable {
    /// Its name, as its file is called.
    public var name: String
    /// How far it is.
    public var state: State
    /// Wall time that it took; null where it is not finished.
    public var seconds: Double?
  }

  /// The start, then the runs in the recipe's order.
  public var runs: [Run]

  /// Runs that are finished.
  public var finished: Int { runs.count { $0.state == .finished } }

  /// Seconds that the rest takes at the mean of the finished runs; null where none is finished or none is left.
  public var secondsLeft: Double? {
    let known = runs.compactMap(\.seconds)
    let left = runs.count - finished
    return known.isEmpty || left == 0 ? nil : known.reduce(0, +) / Double(known.count) * Double(left)
  }

  /// Looks into a folder; nothing is made there.
  /// - Throws: `ExperimentError.damaged` for a result that cannot be read.
  public init(_ recipe: ExperimentRecipe, in url: URL) throws {
    let cells: [ExperimentCell?] = [nil] + recipe.cells
    runs = try cells.map { cell in
      let name = cell?.name ?? ExperimentFolder.startName
      let file = url.appending(path: "results/\(name).json")
      if FileManager.default.fileExists(atPath: file.path) {
        return Run(
          name: name, state: .finished, seconds: try CellResult(contentsOf: file).seconds.values.reduce(0, +))
      }
      let work = url.appending(path: cell == nil ? name : "cells/\(name)")
      return Run(name: name, state: FileManager.default.fileExists(atPath: work.path) ? .begun : .open)
    }
  }
}
