extension JinjaRenderer {
  /// `value is name(arguments)`.
  func test(_ name: String, _ value: JinjaValue, _ arguments: [JinjaValue]) throws -> Bool {
    switch name {
    case "defined": return !value.isUndefined
    case "undefined": return value.isUndefined
    case "none": if case .none = value { return true } else { return false }
    case "string": if case .string = value { return true } else { return false }
    case "mapping": if case .dictionary = value { return true } else { return false }
    case "boolean": if case .bool = value { return true } else { return false }
    case "integer": if case .integer = value { return true } else { return false }
    case "float": if case .number = value { return true } else { return false }
    case "number": return value.double != nil
    case "true": if case .bool(true) = value { return true } else { return false }
    case "false": if case .bool(false) = value { return true } else { return false }
    case "iterable", "sequence":
      switch value {
      case .undefined, .string, .list, .tuple, .dictionary: return true
      default: return false
      }
    case "callable":
      switch value {
      case .macro, .function: return true
      default: return false
      }
    case "odd", "even", "divisibleby":
      guard let number = value.integer else { throw JinjaFault("\(name) does not apply to \(value.kind)") }
      guard name == "divisibleby" else { return (number % 2 != 0) == (name == "odd") }
      guard let divisor = arguments.first?.integer, divisor != 0 else { throw JinjaFault("divisibleby needs a number") }
      return divisor == -1 || number % divisor == 0
    case "lower": return value.text.utf8.elementsEqual(value.text.lowercased().utf8)
    case "upper": return value.text.utf8.elementsEqual(value.text.uppercased().utf8)
    default: return try comparison(name, value, arguments)
    }
  }

  private func comparison(_ name: String, _ value: JinjaValue, _ arguments: [JinjaValue]) throws -> Bool {
    let symbols = [
      "equalto": "==", "eq": "==", "==": "==", "ne": "!=", "!=": "!=", "lt": "<", "lessthan": "<", "<": "<",
      "le": "<=", "<=": "<=", "gt": ">", "greaterthan": ">", ">": ">", "ge": ">=", ">=": ">=", "in": "in",
    ]
    guard let symbol = symbols[name] else { throw JinjaFault.unsupported("the test \(name)") }
    guard let other = arguments.first else { throw JinjaFault("the test \(name) needs something to compare with") }
    return try holds(symbol, value, other)
  }
}
