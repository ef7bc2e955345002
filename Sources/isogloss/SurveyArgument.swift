import ArgumentParser
import Foundation
import IsoglossSurvey

/// The survey that a command works on.
struct SurveyArgument: ParsableArguments, CustomStringConvertible {
  @Argument(help: "The folder of the survey.")
  var survey: String

  /// As the user named it.
  var description: String { survey }

  /// Opens the folder.
  func open() throws -> SurveyFolder { try SurveyFolder(URL(filePath: survey)) }
}
