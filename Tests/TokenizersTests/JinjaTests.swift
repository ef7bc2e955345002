import Foundation
import Testing

@testable import IsoglossTokenizers

/// Small templates against jinja2 as transformers sets it up (Goldens/jinja.json).
@Suite struct JinjaTests {
  @Test func smallTemplates() throws {
    let golden = try golden("jinja.json")
    let names = try golden.get("names").members.map { ($0.key, JinjaValue(TemplateValue($0.value))) }
    let cases = try #require(golden["cases"]?.array)
    #expect(cases.count > 150)
    for entry in cases {
      let source = try #require(entry["template"]?.string)
      let result = Result {
        try JinjaRenderer.render(
          JinjaParser.parse(source), variables: Dictionary(uniqueKeysWithValues: names), now: ChatTemplateTests.date)
      }
      switch result {
      case .success(let text):
        if let output = entry["output"]?.string {
          #expect(
            same(text, output), "\(source.debugDescription): \(text.debugDescription), \(output.debugDescription)")
        } else {
          Issue.record(
            "\(source.debugDescription) gives \(text.debugDescription); jinja2: \(entry["error"]?.string ?? "")")
        }
      case .failure(let error):
        let fault = try #require(error as? TokenizerError)
        if entry["output"] != nil {
          // Of Jinja's own constructs this is left out, and says so.
          #expect(fault.code == .unsupported && source.contains("recursive"), "\(source.debugDescription): \(fault)")
        }
        #expect(fault.message.hasPrefix("Line 1 of the template: "), "\(fault)")
      }
    }
  }

  @Test(arguments: [
    ("a\n\n{% include 'x' %}", "Line 3", "include"), ("{% block a %}{% endblock %}", "Line 1", "block"),
    ("\n{{ 'a' | wordwrap }}", "Line 2", "wordwrap"), ("{{ 'a' is nosuchtest }}", "Line 1", "nosuchtest"),
    ("x\n\n\n{{ 'a'.zfill(3) }}", "Line 4", "zfill"), ("{% for x in y recursive %}{% endfor %}", "Line 1", "recursive"),
    ("{{ f(*a) }}", "Line 1", "*"), ("{{ '%s' % 1 }}", "Line 1", "%"),
    ("{% call f() %}{% endcall %}", "Line 1", "call"),
    ("{{ cycler(1) }}", "Line 1", "cycler"),
  ])
  func whatIsNotKnownIsNamed(source: String, line: String, name: String) throws {
    let error = try #require(failure { try ChatTemplate(source: source).render(messages: []) })
    #expect(error.code == .unsupported && error.message.contains(line) && error.message.contains(name), "\(error)")
  }

  @Test(arguments: [
    "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}{% endfor %}{% endfor %}{% endfor %}",
    "{{ 'x' * 10000000000 }}", "{% set a = 'x' * 60000000 %}{{ a }}{{ a }}", "{{ 9223372036854775807 + 1 }}",
    "{{ 99999999999999999999 }}", "{{ 3 ** 60 }}", "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}",
    "{% set ns = namespace(a='xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx') %}"
      + "{% for i in range(99999) %}{% set ns.a = ns.a + ns.a %}{% endfor %}",
    String(repeating: "(", count: 5000) + "1", "{{ " + String(repeating: "(", count: 5000) + "1",
    "{{ " + String(repeating: "[", count: 5000), "{{ " + String(repeating: "not ", count: 50000) + "1 }}",
    "{{ " + String(repeating: "-", count: 50000) + "1 }}", "{{ 1" + String(repeating: " + 1", count: 50000) + " }}",
    "{{ a" + String(repeating: ".a", count: 50000) + " }}", "{{ a" + String(repeating: "|trim", count: 50000) + " }}",
    String(repeating: "{% if a %}", count: 5000), "{{ a" + String(repeating: " if a else a", count: 20000) + " }}",
    "{{ '' | indent(100000000) }}", "{{ -9223372036854775807 - 2 }}", "{{ (0 - 9223372036854775807 - 1) // -1 }}",
    "{{ (0 - 9223372036854775807 - 1) | abs }} {{ -(0 - 9223372036854775807 - 1) }}", "{{ '\\ud800' }}", "{{ 5 % 0 }}",
    "{{ [1][9223372036854775807 + 0:] }}{{ 'a'[1:2:0] }}", "{{ range(0, 9223372036854775807) }}", "{% break %}",
    "{{ 1.5 // 0 }}", "{{ strftime_now(5) }}", "{{ 2 is divisibleby 0 }}", "{% for a, b in [1] %}{% endfor %}",
  ])
  func hostileTemplatesThrow(source: String) {
    if let error = failure({ try ChatTemplate(source: source).render(messages: []) }) {
      #expect([.templateSyntax, .templateRender, .unsupported].contains(error.code), "\(error)")
    } else {
      // Some of these are harmless text.
      #expect(!source.contains("{"), "\(source.prefix(60)) renders")
    }
  }

  @Test func boundsOfSlicesMayBeAnything() throws {
    let template = try ChatTemplate(
      source: "{{ [1, 2][-9223372036854775807:9223372036854775807] }}{{ 'ab'[::9223372036854775807] }}"
        + "{{ 'ab'[::-9223372036854775807] }}")
    #expect(try template.render(messages: []) == "[1, 2]ab")
  }

  @Test func canonicallyEqualTextsDiffer() throws {
    let template = try ChatTemplate(source: "{{ a == b }}{{ a in [b] }}{{ a in b }}{{ {a: 1}[b] is defined }}")
    let text = try template.render(messages: [], variables: ["a": "\u{e9}", "b": "e\u{301}"])
    #expect(text == "FalseFalseFalseFalse")
  }
}
