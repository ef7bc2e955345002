import Foundation
import Testing

/// A page of the project's documents, with its blocks of code.
struct Document: Sendable, CustomTestStringConvertible {
  /// Code between fences, or indented by four spaces.
  struct Block: Sendable {
    /// Number of its first line, from 1.
    var line: Int
    /// What the fence says it is: `sh`, `console`, `yaml`; `indented` without a fence.
    var kind: String
    /// Words of a comment `<!-- run ... -->` right before it; null without one.
    var run: [String]?
    var lines: [String]

    /// What a reader would type: commands, with what is continued on the next line and without text of here-documents.
    ///
    /// In a `console` these are the lines after `$ `.
    var commands: [String] {
      var commands: [String] = []
      var open: String?
      var end: String?
      for line in lines {
        if let marker = end {
          if line.trimmingCharacters(in: .whitespaces) == marker { end = nil }
          continue
        }
        var text = line
        if open == nil, kind == "console" {
          guard line.hasPrefix("$ ") else { continue }
          text = String(line.dropFirst(2))
        }
        let whole = (open ?? "") + text
        if whole.hasSuffix("\\") {
          open = String(whole.dropLast())
          continue
        }
        open = nil
        if let match = whole.firstMatch(of: /<<'?(\w+)'?/) { end = String(match.1) }
        commands.append(whole)
      }
      return commands
    }
    /// Whether its lines are commands.
    var isShell: Bool { ["sh", "bash", "console", "indented"].contains(kind) }
  }

  /// Its path in the project.
  var path: String
  var text: String
  var blocks: [Block]
  var testDescription: String { path }

  /// Every page that people read: the documents, and the cards of data.
  static let all: [Document] = {
    let roots = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs", "data", "recipes", "examples"]
    return roots.flatMap { root -> [String] in
      let url = Program.root.appending(path: root)
      if root.hasSuffix(".md") { return FileManager.default.fileExists(atPath: url.path) ? [root] : [] }
      let files = FileManager.default.enumerator(atPath: url.path)?.compactMap { $0 as? String } ?? []
      return files.filter { $0.hasSuffix(".md") }.sorted().map { "\(root)/\($0)" }
    }.compactMap { path in
      (try? String(contentsOf: Program.root.appending(path: path), encoding: .utf8)).map { Document(path, $0) }
    }
  }()

  init(_ path: String, _ text: String) {
    self.path = path
    self.text = text
    blocks = []
    var block: Block?
    var run: [String]?
    var isAfterBlank = true
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      let trimmed = line.trimmingCharacters(in: .whitespaces)
      if var open = block, open.kind != "indented" {
        if trimmed.hasPrefix("```") {
          blocks.append(open)
          block = nil
        } else {
          open.lines.append(line)
          block = open
        }
      } else if trimmed.hasPrefix("```") {
        if let open = block { blocks.append(open) }
        let kind = trimmed.drop { $0 == "`" }
        block = Block(line: index + 2, kind: String(kind), run: run, lines: [])
        run = nil
      } else if line.hasPrefix("    "), block != nil || isAfterBlank {
        var open = block ?? Block(line: index + 1, kind: "indented", run: run, lines: [])
        open.lines.append(String(line.dropFirst(4)))
        block = open
        run = nil
      } else {
        if let open = block { blocks.append(open) }
        block = nil
        if let match = trimmed.wholeMatch(of: /<!-- run(.*)-->/) {
          run = match.1.split(separator: " ").map(String.init)
        } else if !trimmed.isEmpty {
          run = nil
        }
      }
      isAfterBlank = trimmed.isEmpty
    }
    if let open = block { blocks.append(open) }
  }

  /// The names by which other pages link to its headings.
  var anchors: Set<String> {
    Set(
      text.components(separatedBy: "\n").filter { $0.hasPrefix("#") }.map { line in
        String(
          line.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces).lowercased().map { $0 == " " ? "-" : $0 }
            .filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" })
      })
  }
}
