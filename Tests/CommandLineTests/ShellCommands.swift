/// Simple commands of a shell line, as far as documents use the shell: quotes, comments, pipes, lists, redirections.
enum ShellCommands {
  /// The words of each simple command of a line.
  static func of(_ line: String) -> [[String]] {
    var commands: [[String]] = [[]]
    var word: String?
    var rest = Substring(line)
    func isOperator(_ character: Character) -> Bool { "|&;<>()".contains(character) }
    func end() {
      if let done = word { commands[commands.count - 1].append(done) }
      word = nil
    }
    while let character = rest.popFirst() {
      switch character {
      case "'", "\"":
        let inside = rest.prefix { $0 != character }
        word = (word ?? "") + inside
        rest = rest.dropFirst(inside.count + 1)
      case "\\":
        if let next = rest.popFirst() { word = (word ?? "") + String(next) }
      case "#" where word == nil:
        rest = ""
      case " ", "\t":
        end()
      case _ where isOperator(character) && !(character == "<" && rest.first?.isUppercase == true):
        // A file to read from or write to is no word of the command.
        if character == ">" || character == "<" {
          if word?.allSatisfy(\.isNumber) == true { word = nil }
          end()
          rest = rest.drop { isOperator($0) || $0 == " " || $0 == "'" }.drop { $0 != " " && !isOperator($0) }
        } else {
          end()
          commands.append([])
        }
      default:
        word = (word ?? "") + String(character)
      }
    }
    end()
    return commands.filter { !$0.isEmpty }
  }

  /// What `isogloss` is given in each command of a line that runs it, also behind `mpirun`, `time` or an assignment.
  static func arguments(in line: String) -> [[String]] {
    of(line).compactMap { words in
      guard let place = words.firstIndex(where: { $0 == "isogloss" || $0.hasSuffix("/isogloss") || $0 == "$isogloss" }),
        words[..<place].allSatisfy(isPrefix)
      else { return nil }
      return Array(words[(place + 1)...])
    }
  }

  private static func isPrefix(_ word: String) -> Bool {
    word.contains("=") || word.hasPrefix("-") || word.allSatisfy(\.isNumber)
      || ["mpirun", "time", "nice", "do", "then", "if", "exec", "env"].contains(word)
  }
}
