internal import IsoglossCore
internal import IsoglossStatistics

extension Gate {
  /// The gate as JUnit XML: a suite a run, a case a check. An inconclusive check is an error, so that no reader of the file
  /// counts it as passed.
  public var junit: String {
    var lines = [#"<?xml version="1.0" encoding="UTF-8"?>"#]
    lines.append("<testsuites name=\"\(Self.escaped(policy.name))\" \(Self.counts(runs.flatMap(\.checks)))>")
    for run in runs {
      lines.append("  <testsuite name=\"\(Self.escaped("\(run.name): \(run.model)"))\" \(Self.counts(run.checks))>")
      for check in run.checks {
        let name = Self.escaped("\(check.subject): \(check.kind.title(run.rateName))")
        let head = "    <testcase classname=\"\(Self.escaped(policy.name)).\(check.kind.rawValue)\" name=\"\(name)\""
        let text = Self.escaped(check.reason)
        switch check.decision {
        case .passed: lines.append("\(head)/>")
        case .failed:
          lines += ["\(head)>", "      <failure type=\"beyondLimit\" message=\"\(text)\"/>", "    </testcase>"]
        case .inconclusive:
          lines += ["\(head)>", "      <error type=\"inconclusive\" message=\"\(text)\"/>", "    </testcase>"]
        }
      }
      lines.append("  </testsuite>")
    }
    lines.append("</testsuites>")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func counts(_ checks: [GateCheck]) -> String {
    let failures = checks.count { $0.decision == .failed }
    let errors = checks.count { $0.decision == .inconclusive }
    return "tests=\"\(checks.count)\" failures=\"\(failures)\" errors=\"\(errors)\""
  }

  /// A text for an attribute. What XML 1.0 has no place for becomes U+FFFD.
  static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "\n", "\r", "\t": result.append(" ")
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
