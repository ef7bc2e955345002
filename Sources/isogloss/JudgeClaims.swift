import ArgumentParser
import Foundation
import IsoglossCore
import IsoglossEvaluation
import IsoglossStore

/// The judges of a run with what they claim, as the run recorded it.
struct JudgeClaims {
  let items: [RunItem]
  let manifest: RunManifest
  /// Names of the judges that have a verdict, the run's own first.
  let all: [String]
  /// Languages that a judge claims to read, by its name; judges that make no claim are absent.
  let official: [String: Set<Language>]

  init(_ store: RunStore) throws {
    items = try store.items()
    let manifest = try store.manifest()
    self.manifest = manifest
    all = RunVerdicts.judges(in: items).sorted {
      ($0 == manifest.judge ? 0 : 1, $0) < ($1 == manifest.judge ? 0 : 1, $1)
    }
    official = manifest.officialLanguages
  }

  /// The judge that a user means: by its name, or by the start of one judge's name.
  func name(of text: String) throws -> String {
    let wanted = text.trimmingCharacters(in: .whitespaces)
    if all.contains(wanted) { return wanted }
    let fitting = all.filter { $0.hasPrefix(wanted) && !wanted.isEmpty }
    guard let only = fitting.first, fitting.count == 1 else {
      throw ValidationError("The run has no judge \(wanted): it has \(all.joined(separator: ", ")).")
    }
    return only
  }

  /// Whether a judge's rate may be called attack success rate: as recorded, else by what its verdicts hold.
  func judgesHarm(_ judge: String) -> Bool {
    manifest.record(of: judge)?.judgesHarm ?? RunVerdicts.judgesHarm(judge, in: items)
  }
}
