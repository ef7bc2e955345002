import ArgumentParser
import Foundation
import IsoglossCore

/// The root command. `main` maps every ending to one of the documented exit statuses.
@main
struct Isogloss: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "isogloss",
    abstract: "Where does a language model stop refusing as the language changes?",
    discussion: """
      Example: isogloss eval --model smollm2-135m-instruct --prompts isogloss-12 --run runs/smollm2.sqlite

      Exit status: 0 done; 1 failure; 2 usage; 3 a gate did not hold; 4 a gate is inconclusive; 5 finished with more \
      unscored answers than allowed; 130 interrupted (the same command goes on).
      """,
    version: Version.text,
    subcommands: [
      Eval.self, ReportCommand.self, Generate.self, Perturb.self, ModelsCommand.self, LanguagesCommand.self,
      DataCommand.self, JudgeCommand.self, Align.self, ExperimentCommand.self, SurveyCommand.self, GateCommand.self,
      CapabilityCommand.self, InterpretCommand.self, InfluenceCommand.self, ExplainCommand.self, ServeCommand.self,
      Doctor.self, BenchGenerate.self, BenchDPO.self, BenchEndpoint.self,
    ])

  static func main() async {
    LoadedCode.giveBack("libtorch_cpu.so")
    let interruption = Interruption()
    let work = Task {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    }
    interruption.onInterrupt { work.cancel() }
    do {
      try await work.value
    } catch {
      finish(error)
    }
    end(0)
  }

  /// Ends the process without the libraries' destructors: libtorch's take time and read its code in again.
  private static func end(_ status: Int32) -> Never {
    fflush(nil)
    _exit(status)
  }

  /// Says what happened in a line or two and ends with its status.
  private static func finish(_ error: any Error) -> Never {
    if error is CancellationError {
      Terminal.error("interrupted: what was finished is kept, and the same command goes on")
      end(ExitStatus.interrupted.rawValue)
    }
    if let status = error as? ExitStatus { end(status.rawValue) }
    // What a command finds out while it runs: the usage of all commands would say nothing of it.
    if let error = error as? ValidationError {
      Terminal.error(error.message)
      end(ExitStatus.usage.rawValue)
    }
    let code = exitCode(for: error)
    if code == .success {
      print(fullMessage(for: error))
      end(0)
    }
    if code == .validationFailure {
      Terminal.errorLines(fullMessage(for: error))
      end(ExitStatus.usage.rawValue)
    }
    Terminal.error(String(describing: error))
    end(ExitStatus.failure.rawValue)
  }
}

/// How a command may end, besides success.
enum ExitStatus: Int32, Error {
  case failure = 1
  case usage = 2
  case gateFailed = 3
  case gateInconclusive = 4
  case unscored = 5
  case interrupted = 130
}
