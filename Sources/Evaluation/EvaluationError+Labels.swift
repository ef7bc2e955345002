extension EvaluationError {
  static var noPromptInCommon: EvaluationError {
    EvaluationError(.notComparable, "The runs share no prompt: compare runs over the same prompts.")
  }

  static func noVerdicts(_ judge: String, among judges: [String], of run: String = "The run") -> EvaluationError {
    let known = judges.isEmpty ? "no judge has" : judges.joined(separator: ", ") + " have"
    return EvaluationError(
      .noVerdicts,
      "\(run) has no verdict of \(judge): \(known) judged its answers. `isogloss judge run` lets another read them.")
  }

  static func tooFewJudges(_ judges: [String]) -> EvaluationError {
    EvaluationError(
      .tooFewJudges,
      judges.count == 1
        ? "Only \(judges[0]) judged these answers, and agreement takes two: `isogloss judge run` adds another judge."
        : "Agreement takes two different judges or label sets, and \(Set(judges).count) were named.")
  }

  static func noLabels(_ what: String) -> EvaluationError {
    EvaluationError(.noLabels, "There is no label to go by: \(what).")
  }

  static func foreignLabels(_ ids: [String]) -> EvaluationError {
    EvaluationError(
      .foreignLabels,
      "\(ids.count) labels are not of this run's answers (first: \(ids.first ?? "")). Give labels of other answers "
        + "with --labels; --own-labels takes a random draw of the run's own, as --draw makes it.")
  }
}
