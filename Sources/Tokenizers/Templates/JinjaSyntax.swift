/// An expression of a template.
indirect enum JinjaExpression: Sendable {
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case name(String)
  case list([JinjaExpression])
  case tuple([JinjaExpression])
  case dictionary([(key: JinjaExpression, value: JinjaExpression)])
  case attribute(JinjaExpression, String)
  case item(JinjaExpression, JinjaExpression)
  case slice(JinjaExpression, from: JinjaExpression?, to: JinjaExpression?, step: JinjaExpression?)
  case call(JinjaExpression, JinjaArguments)
  case filter(JinjaExpression, String, JinjaArguments)
  case test(JinjaExpression, String, JinjaArguments, negated: Bool)
  case unary(String, JinjaExpression)
  case binary(String, JinjaExpression, JinjaExpression)
  /// `a < b <= c`.
  case comparison(JinjaExpression, [(symbol: String, right: JinjaExpression)])
  case and(JinjaExpression, JinjaExpression)
  case or(JinjaExpression, JinjaExpression)
  case conditional(JinjaExpression, then: JinjaExpression, otherwise: JinjaExpression?)
}

/// What a call, filter or test is given.
struct JinjaArguments: Sendable {
  var positional: [JinjaExpression] = []
  var named: [(name: String, value: JinjaExpression)] = []
}

/// What an assignment or loop writes to.
enum JinjaTarget: Sendable {
  case name(String)
  case names([JinjaTarget])
  /// `ns.member`, of a namespace.
  case member(String, String)
}

/// A statement of a template.
indirect enum JinjaStatement: Sendable {
  case text(String)
  case output(JinjaExpression)
  case conditional([(condition: JinjaExpression, body: [JinjaNode])], otherwise: [JinjaNode])
  case loop(JinjaTarget, over: JinjaExpression, only: JinjaExpression?, body: [JinjaNode], otherwise: [JinjaNode])
  case set(JinjaTarget, JinjaExpression)
  case setBlock(JinjaTarget, filters: [(name: String, arguments: JinjaArguments)], body: [JinjaNode])
  case macro(JinjaMacro)
  /// A body without a meaning of its own: `{% generation %}` of transformers.
  case group([JinjaNode])
  case leave, next
}

/// A statement with its line.
struct JinjaNode: Sendable {
  var line: Int
  var statement: JinjaStatement
}

/// A named body with parameters.
struct JinjaMacro: Sendable {
  var name: String
  var parameters: [(name: String, initial: JinjaExpression?)]
  var body: [JinjaNode]
}
