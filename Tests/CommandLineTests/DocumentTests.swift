import ArgumentParser
import Foundation
import Testing

@testable import isogloss

/// What documents say can be done: every command is one that the program takes, every link leads somewhere.
@Suite(.waitsForPrograms)
struct DocumentTests {
  /// Why the program would not take these arguments; null where it would. Nothing is run.
  static func refusal(_ arguments: [String]) -> String? {
    do {
      _ = try Isogloss.parseAsRoot(arguments)
      return nil
    } catch {
      return Isogloss.exitCode(for: error) == .success ? nil : Isogloss.message(for: error)
    }
  }

  @Test(arguments: Document.all.filter { !$0.path.hasPrefix("docs/reference/") })
  func everyCommandIsTaken(document: Document) {
    for block in document.blocks where block.isShell {
      for command in block.commands {
        for arguments in ShellCommands.arguments(in: command) {
          let reason = Self.refusal(arguments)
          #expect(reason == nil, "\(document.path):\(block.line): \(command)\n\(reason ?? "")")
        }
      }
    }
  }

  /// Commands in the middle of a sentence are often parts: their verbs and options must be there. Decisions also name what was
  /// decided against.
  @Test func everyCommandInASentenceIsThere() throws {
    let page = try #require(Document.all.first { $0.path == "docs/reference/commands.md" })
    let sections = page.text.components(separatedBy: "\n## ").dropFirst()
    let names = Set(sections.map { $0.prefix { $0 != "\n" } })
    for document in Document.all where document.path != page.path && !document.path.hasPrefix("docs/design/") {
      for match in document.text.matches(of: /`isogloss ([a-z][^`\n]*)`/) {
        let words = ShellCommands.of("isogloss " + match.1).first ?? []
        let verbs = words.prefix { $0.allSatisfy { $0.isLowercase || $0 == "-" } && !$0.hasPrefix("-") }
        let paths = (1...verbs.count).map { verbs.prefix($0).joined(separator: " ") }
        guard let path = paths.last(where: { names.contains($0[...]) }) else {
          Issue.record("\(document.path): there is no `\(match.0)`")
          continue
        }
        let text = sections.filter { $0.hasPrefix(path + "\n") || $0.hasPrefix(path + " ") }.joined()
        for word in words where word.hasPrefix("--") {
          let isThere = text.contains("`\(word)`") || text.contains("`\(word) ")
          #expect(isThere, "\(document.path): \(path) has no \(word)")
        }
      }
    }
  }

  /// The examples of help are what a person at the terminal copies first.
  @Test func everyExampleOfHelpIsTaken() throws {
    let page = try #require(Document.all.first { $0.path == "docs/reference/commands.md" })
    let commands = page.blocks.filter { $0.kind == "sh" }.flatMap(\.commands)
    #expect(commands.count > 60)
    for command in commands {
      for arguments in ShellCommands.arguments(in: command) {
        let reason = Self.refusal(arguments)
        #expect(reason == nil, "\(command)\n\(reason ?? "")")
      }
    }
  }

  /// Files that run commands for users and machines.
  @Test(arguments: ["examples/smoke-gate.sh", "examples/github/multilingual-gate.yml", "scripts/demo"])
  func everyCommandOfAScriptIsTaken(path: String) throws {
    let text = try String(contentsOf: Program.root.appending(path: path), encoding: .utf8)
    let lines = text.replacing(#/\\\n\s*/#, with: "").split(separator: "\n")
      .map { $0.replacing(#/^\s*part \w+ ("[^"]*"|'[^']*') /#, with: "").trimmingCharacters(in: .whitespaces) }
    let found = lines.flatMap { ShellCommands.arguments(in: $0) }
    #expect(!found.isEmpty)
    for arguments in found { #expect(Self.refusal(arguments) == nil, "\(path): \(arguments)") }
  }

  @Test(arguments: Document.all)
  func everyTargetAndScriptIsThere(document: Document) throws {
    let targets = try String(contentsOf: Program.root.appending(path: "Makefile"), encoding: .utf8)
    for block in document.blocks where block.isShell {
      for words in block.commands.flatMap({ ShellCommands.of($0) }) {
        if words[0] == "make" {
          for target in words.dropFirst() where !target.contains("=") {
            let isThere = targets.contains("\n\(target):") || target.hasPrefix("bench-")
            #expect(isThere, "\(document.path):\(block.line): there is no target \(target)")
          }
        }
        for word in words where word.hasPrefix("scripts/") || word.hasPrefix("examples/") {
          let isThere = FileManager.default.fileExists(atPath: Program.root.appending(path: word).path)
          #expect(isThere, "\(document.path):\(block.line): there is no \(word)")
        }
      }
    }
  }

  @Test(arguments: Document.all)
  func everyLinkLeadsSomewhere(document: Document) {
    let folder = Program.root.appending(path: document.path).deletingLastPathComponent()
    for match in document.text.matches(of: /\]\(([^)\s]+)\)/) {
      let parts = match.1.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard !parts[0].contains(":") else { continue }
      let target = parts[0].isEmpty ? Program.root.appending(path: document.path) : folder.appending(path: parts[0])
      let isThere = FileManager.default.fileExists(atPath: target.path)
      #expect(isThere, "\(document.path) links to \(match.1)")
      if isThere, parts.count == 2, target.pathExtension == "md" {
        let text = try? String(contentsOf: target, encoding: .utf8)
        let anchors = text.map { Document("", $0).anchors } ?? []
        #expect(anchors.contains(parts[1]), "\(document.path) links to \(match.1): no such heading")
      }
    }
  }

  /// Every page of docs is reached from the index.
  @Test func theIndexHasEveryPage() throws {
    let index = try #require(Document.all.first { $0.path == "docs/README.md" })
    let results = try #require(Document.all.first { $0.path == "docs/results/README.md" })
    for document in Document.all where document.path.hasPrefix("docs/") && !document.path.hasSuffix("README.md") {
      let place = document.path.dropFirst("docs/".count)
      let isThere =
        place.hasPrefix("results/")
        ? results.text.contains("(\(place.dropFirst("results/".count)))") : index.text.contains("(\(place))")
      #expect(isThere, "\(document.path) is in no index")
    }
  }

  /// The generated pages are what the program, the sources and the manifest say today.
  @Test func theReferenceIsFresh() throws {
    let script = Program.root.appending(path: "scripts/reference/make.py").path
    let ending = try Program.run(
      ["python3", script, "--check", "--program", Program.url.path],
      executable: URL(filePath: "/usr/bin/env"))
    #expect(ending.status == 0, "\(ending.errors)")
  }

  /// The sources import what the table lets them, and nothing else.
  @Test func importsAreThoseOfTheTable() throws {
    let page = try #require(Document.all.first { $0.path == "docs/architecture.md" })
    let rows = page.text.matches(of: /\n\| `(\w+)` \| .*? \| (.*?) \| .*? \|(?=\n)/)
    #expect(rows.count >= 24)
    for row in rows {
      let declared = Set(row.2.split(separator: ", ").map(String.init)).subtracting(["–"])
      let folder = Program.root.appending(path: "Sources/\(row.1)")
      let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
      var imported: Set<String> = []
      for file in files where file.hasSuffix(".swift") {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        for match in text.matches(of: /import (?:Isogloss(\w+)|(CTorch|CArrow|CMPI|COpenSSL))\n/) {
          imported.insert(String(match.1 ?? match.2 ?? ""))
        }
      }
      #expect(imported.isSubset(of: declared), "\(row.1) imports \(imported.subtracting(declared).sorted())")
    }
  }
}

/// The reader of shell lines itself.
struct ShellCommandsTests {
  @Test(arguments: [
    ("isogloss eval --run r.sqlite      # a remark", [["eval", "--run", "r.sqlite"]]),
    ("isogloss data validate 'table:own.csv#text=q'", [["data", "validate", "table:own.csv#text=q"]]),
    ("THREADS=1 mpirun -n 2 isogloss align --out a | tail; isogloss doctor", [["align", "--out", "a"], ["doctor"]]),
    (#""$isogloss" gate check a.sqlite >/dev/null 2>&1"#, [["gate", "check", "a.sqlite"]]),
    ("echo isogloss eval", []),
    ("isogloss eval --model http://h:1/v1#NAME", [["eval", "--model", "http://h:1/v1#NAME"]]),
  ])
  func commands(line: String, expected: [[String]]) {
    #expect(ShellCommands.arguments(in: line) == expected)
  }

  @Test func blocks() {
    let page = Document(
      "x.md",
      """
      # A page

          isogloss eval \\
            --run r

      <!-- run status=3 -->
      ```console
      $ isogloss gate check r
      failed
      ```
      Text
          no code
      ```sh
      cat > f <<'END'
      isogloss nonsense
      END
      ```
      """)
    #expect(page.blocks.map(\.kind) == ["indented", "console", "sh"])
    #expect(page.blocks.map(\.run) == [nil, ["status=3"], nil])
    #expect(page.blocks[0].commands == ["isogloss eval   --run r"])
    #expect(page.blocks[1].commands == ["isogloss gate check r"])
    #expect(page.blocks[2].commands == ["cat > f <<'END'"])
    #expect(page.blocks[1].line == 8)
    #expect(page.anchors == ["a-page"])
    #expect(DocumentTests.refusal(["eval", "--run", "r", "--no-such-flag"]) != nil)
    #expect(DocumentTests.refusal(["nonsense"]) != nil)
  }
}
