"""Goldens of chat templates: what transformers' own renderer (jinja2) makes of conversations and of small templates.

    .peers/venv/bin/python scripts/goldens/templates.py

Writes Tests/TokenizersTests/Goldens/{templates,jinja}.json. The date is held at 5 July 2024. Long outputs are kept as length
and FNV-1a 64 of their UTF-8. Gemma 3's template is read from ../shared/data and only hashes of its output are kept.
"""
import datetime
import json
import os
import sys

sys.path = [p for p in sys.path if os.path.abspath(p or ".") != os.path.dirname(os.path.abspath(__file__))]
os.environ["HF_HUB_OFFLINE"] = "1"
import jinja2
import transformers
from transformers.utils import chat_template_utils

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TESTS = os.path.join(ROOT, "Tests/TokenizersTests")
VERSIONS = {"transformers": transformers.__version__, "jinja2": jinja2.__version__, "python": sys.version.split()[0]}


class FixedDate(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2024, 7, 5, 12, 0, 0)


chat_template_utils.datetime = FixedDate


def system(text):
    return {"role": "system", "content": text}


def user(text):
    return {"role": "user", "content": text}


def assistant(text):
    return {"role": "assistant", "content": text}


WEATHER = {"type": "function", "function": {
    "name": "weather", "description": "Weather of a city <now> & \"here\"",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer", "default": 1}},
                   "required": ["city"]}}}
CALL = {"role": "assistant", "content": "", "tool_calls": [
    {"id": "abcdef123", "type": "function", "function": {"name": "weather", "arguments": {"city": "Rīga", "days": 2}}}]}
RESULT = {"role": "tool", "tool_call_id": "abcdef123", "name": "weather", "content": "{\"temperature\": 21.5}"}

CONVERSATIONS = {
    "one turn": [user("Hello")],
    "system": [system("You answer in Latvian."), user("Sveiki! Kā tev iet?")],
    "two turns": [user("How far is the moon?"), assistant("About 384,400 km."), user("And the sun?")],
    "system and three turns": [system("Be brief.\nBe kind."), user("Hi"), assistant("Hello!"), user("2+2?"), assistant("4"),
                               user("Thanks — bye")],
    "ends with assistant": [user("Say a word."), assistant("Word.")],
    "white space": [system("  padded system \n"), user(" \n padded user\t"), assistant("\n\n padded answer \n"), user("x ")],
    "scripts": [user("नमस्ते, 你好, שלום, 👩‍👩‍👧 e\u0301"), assistant("สวัสดี\u2028مرحبا"), user("\"quotes\" & <tags> 'single' \\back\\slash")],
    "empty": [user(""), assistant(""), user("")],
    "template text in a turn": [user("{{ bos_token }} {% if true %} {# no #} <|eot_id|><|im_end|>"), assistant("</think>x"),
                                user("<tool_response>a</tool_response>")],
    "thinking": [user("Why?"), assistant("<think>\nBecause of this.\n</think>\n\nThat is why."), user("Sure?"),
                 assistant("<think>\n\n</think>\n\nYes.")],
    "system later": [user("a"), system("b"), user("c")],
    "two users": [user("a"), user("b")],
    "starts with assistant": [assistant("a"), user("b")],
    "only system": [system("alone")],
    "tool call": [user("Weather in Riga?"), CALL, RESULT],
    "tool call answered": [user("Weather in Riga?"), CALL, RESULT, assistant("21.5 degrees."), user("Thanks")],
    "none": [],
}

TOKENS = {
    "llama-3.1-8b-instruct": ("<|begin_of_text|>", "<|eot_id|>"), "llama-3.2-3b-instruct": ("<|begin_of_text|>", "<|eot_id|>"),
    "qwen2.5-7b-instruct": (None, "<|im_end|>"), "qwen3-0.6b": (None, "<|im_end|>"),
    "mistral-nemo-instruct-2407": ("<s>", "</s>"), "mistral-small-3.2-24b-instruct-2506": ("<s>", "</s>"),
    "smollm2": ("<|im_start|>", "<|im_end|>"), "gemma-3": ("<bos>", "<eos>"),
}
EXTRAS = {
    "llama-3.1-8b-instruct": [{"date_string": "1 May 2025"}, {"tools": [WEATHER]}, {"tools": [WEATHER], "tools_in_user_message": False},
                              {"builtin_tools": ["brave_search", "code_interpreter", "wolfram_alpha"]}],
    "llama-3.2-3b-instruct": [{"date_string": "1 May 2025"}, {"tools": [WEATHER]}],
    "qwen2.5-7b-instruct": [{"tools": [WEATHER, WEATHER]}],
    "qwen3-0.6b": [{"enable_thinking": False}, {"enable_thinking": True}, {"tools": [WEATHER]}],
    "mistral-nemo-instruct-2407": [{"tools": [WEATHER, WEATHER]}],
    "mistral-small-3.2-24b-instruct-2506": [{"tools": [WEATHER]}],
}


def fnv(text):
    hash = 0xCBF29CE484222325
    for byte in text.encode("utf-8"):
        hash = ((hash ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return format(hash, "016x")


def render(template, conversation, generation, bos, eos, extra):
    named = {name: token for name, token in [("bos_token", bos), ("eos_token", eos)] if token is not None}
    tools = extra.get("tools")
    rest = {k: v for k, v in extra.items() if k != "tools"}
    rendered, _ = chat_template_utils.render_jinja_template(
        conversations=[conversation], tools=tools, chat_template=template, add_generation_prompt=generation, **named, **rest)
    return rendered[0]


def source(name):
    if name == "smollm2":
        return open(os.path.join(ROOT, ".peers/models/smollm2-135m-instruct/chat_template.jinja"), encoding="utf-8", newline="").read()
    if name == "gemma-3":
        return open(os.path.join(ROOT, "../shared/data/templates/gemma-3.jinja"), encoding="utf-8", newline="").read()
    return open(os.path.join(TESTS, "Templates", name + ".jinja"), encoding="utf-8", newline="").read()


def write(name, value):
    path = os.path.join(TESTS, "Goldens", name)
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"versions": VERSIONS, **value}, file, ensure_ascii=True, separators=(",", ":"))
        file.write("\n")
    print(name, os.path.getsize(path))


def templates():
    golden = {}
    for name, (bos, eos) in TOKENS.items():
        text = source(name)
        cases = []
        for extra in [{}] + EXTRAS.get(name, []):
            for title, conversation in CONVERSATIONS.items():
                for generation in [True, False]:
                    case = {"conversation": title, "generation": generation, "extra": extra}
                    try:
                        output = render(text, conversation, generation, bos, eos, extra)
                        if name == "gemma-3" or len(output) > 700:
                            case["fnv"] = fnv(output)
                            case["length"] = len(output.encode("utf-8"))
                        else:
                            case["output"] = output
                    except jinja2.exceptions.TemplateError as error:
                        case["refused"] = str(error)
                    except TypeError as error:
                        case["refused"] = "TypeError"
                    cases.append(case)
        rendered = sum("refused" not in c for c in cases)
        print(name, len(cases), "cases,", rendered, "rendered")
        golden[name] = {"bos": bos, "eos": eos, "cases": cases}
    write("templates.json", {"date": "2024-07-05T12:00:00", "conversations": CONVERSATIONS, "templates": golden})


NAMES = {
    "word": "Straße", "spaced": "  two words \n", "empty": "", "number": 7, "negative": -7, "half": 0.5, "large": 1e16,
    "small": 0.00001, "yes": True, "no": False, "nothing": None, "list": [3, 1, 2], "words": ["b", "A", "c", "a"],
    "mixed": ["x", 1, None, True, 2.5, ["y"], {"k": "v"}], "map": {"b": 1, "a": [1, 2], "é": "ü\n\"\\/\u0001\u2028😀"},
    "people": [{"name": "Ada", "age": 36, "tags": ["x"]}, {"name": "bo", "age": 9}, {"name": "Cy", "age": 36, "tags": []}],
    "emoji": "👩‍👩‍👧e\u0301", "text": "one two  three\nfour",
}

SMALL = [
    # Output and kinds
    "{{ word }}|{{ number }}|{{ half }}|{{ large }}|{{ small }}|{{ yes }}|{{ nothing }}|{{ missing }}|{{ list }}|{{ mixed }}",
    "{{ map }}", "{{ 'it''s' }}", "{{ 'a' 'b' }}", "{{ \"tab\\tnew\\nline \\u00e9 \\x41 \\\\ \\q \\'\" }}", "{{ [1, 'a', \"it's\", 'both \\' \\\"'] }}",
    "{{ (1,) }}{{ (1, 2) }}{{ () }}{{ 1, 2 }}", "{{ {'a': 1, 'b': {'c': [none, true]}} }}", "{{ 1.0 }} {{ 100000.0 }} {{ 1e15 }} {{ 1e16 }} {{ 1.5e-7 }} {{ 1_000 }}",
    "{{ emoji|length }} {{ emoji[0] }} {{ emoji[-1] }} {{ emoji[::-1] }}", "{{ true }} {{ True }} {{ none }} {{ None }} {{ false }}",
    # White space
    "a\n{% if yes %}\nb\n{% endif %}\nc", "a \n  {% if yes %}  \n  b  \n  {% endif %}\nc", "a  {%- if yes -%}  b  {%- endif -%}  c", "  {{ word }}  \n",
    "x\n  {{- word -}}  \ny", "a\n   {# note #}\nb", "a {# note #} b", "a\n  {#- note -#}  \n b", "{% set x = 1 %}\n\n{{ x }}\n\n", "  {%+ if yes %}x{% endif %}", "{% if yes +%}\nx{% endif %}",
    "a\r\nb\r{{ word }}", "line\n\n\n", "{% raw %}{{ no }}{% if %}{% endraw %}\nz", "a  {%- raw -%}  {{ x }}  {%- endraw -%}  b", "\t{% if yes %}\n\tx\n\t{% endif %}\n", "x{% if yes %}y{% endif %}\n{% if yes %}z{% endif %}",
    "  {% if yes %}  {% if yes %}  a\n  {% endif %}  {% endif %}\n",
    # Operators
    "{{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }} {{ 7 / 2 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 2 ** 10 }}", "{{ 7.5 // 2 }} {{ -7.5 % 2 }} {{ 1 + 0.5 }} {{ 4 / 2 }}",
    "{{ 'a' + 'b' }} {{ 'a' ~ 1 ~ none }} {{ 'ab' * 3 }} {{ 3 * 'ab' }} {{ [1] + [2] }} {{ 'x' * -1 }}|", "{{ -number }} {{ +number }} {{ --number }} {{ -number|abs }} {{ not yes }} {{ not not yes }}",
    "{{ 1 < 2 }} {{ 1 < 2 < 3 }} {{ 3 > 2 > 2 }} {{ 'a' < 'b' }} {{ 'Z' < 'a' }} {{ [1, 2] < [1, 3] }} {{ 1 == 1.0 }} {{ true == 1 }} {{ '1' == 1 }}",
    "{{ 'a' in 'cat' }} {{ 'dog' not in 'cat' }} {{ 1 in list }} {{ 'b' in map }} {{ 5 in list }} {{ '' in 'x' }}", "{{ yes and word }} {{ no and word }} {{ no or word }} {{ empty or none or 0 }} {{ not yes or yes }}",
    "{{ 'x' if yes else 'y' }} {{ 'x' if no else 'y' }} {{ 'x' if no }}| {{ 'a' if no else 'b' if no else 'c' }}", "{{ missing == missing }} {{ missing == none }} {{ none == none }} {{ [1,2] == [1,2] }} {{ {'a':1} == {'a':1} }} {{ (1,) == [1] }}",
    "{{ 1 if missing else 2 }} {{ missing or 'd' }} {{ missing in [1] }} {{ not missing }}", "{{ yes + yes }} {{ no * 5 }}",
    # Items, attributes, slices
    "{{ list[0] }} {{ list[-1] }} {{ list[9] }}| {{ map['b'] }} {{ map.b }} {{ map.a[1] }} {{ map.zz }}| {{ map['zz'] }}| {{ people[0].name }} {{ people.0.age }}", "{{ list[1:] }} {{ list[:-1] }} {{ list[::-1] }} {{ list[::2] }} {{ list[5:] }} {{ list[-2:] }} {{ list[2:0:-1] }} {{ word[1:3] }} {{ word[-3:] }} {{ word[:100] }} {{ list[-100:100] }} {{ list[none:2] }}",
    "{{ word[9] }}|{{ word[0] }}", "{{ people[0]['tags'][0] }} {{ people[1].tags is defined }}", "{{ map.get('b') }} {{ map.get('q') }} {{ map.get('q', 5) }} {{ map.items() | list }} {{ map.keys() | list }} {{ map.values() | list }}",
    # Statements
    "{% for x in list %}{{ loop.index }}/{{ loop.index0 }}/{{ loop.revindex }}/{{ loop.revindex0 }}/{{ loop.first }}/{{ loop.last }}/{{ loop.length }}:{{ x }};{% endfor %}", "{% for x in list if x > 1 %}{{ loop.index }}={{ x }} of {{ loop.length }},{% else %}none{% endfor %}",
    "{% for x in [] %}x{% else %}empty{% endfor %}", "{% for k, v in map.items() %}{{ k }}={{ v }};{% endfor %}", "{% for k in map %}{{ k }},{% endfor %}", "{% for c in 'abc' %}[{{ c }}]{% endfor %}", "{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}",
    "{% for x in list %}{% if x == 1 %}{% continue %}{% endif %}{{ x }}{% if loop.index == 3 %}{% break %}{% endif %}{% endfor %}", "{% for x in list %}{{ loop.previtem }}<{{ x }}>{{ loop.nextitem }} {{ loop.cycle('a', 'b') }}{{ loop.depth }};{% endfor %}",
    "{% for x in list %}{% for y in list %}{{ loop.index }}{{ loop.depth }}{% endfor %}{{ loop.index }};{% endfor %}", "{% for x in missing %}a{% else %}b{% endfor %}", "{% for x in range(3) %}{{ x }}{% endfor %}{{ range(2, 8, 3) | list }}{{ range(3, 0, -1) | list }}",
    "{% set x = 1 %}{% for y in list %}{% set x = x + y %}{{ x }},{% endfor %}{{ x }}", "{% set ns = namespace(x=1, y='a') %}{% for y in list %}{% set ns.x = ns.x + y %}{% endfor %}{{ ns.x }}{{ ns.y }}{{ ns.z }}", "{% set a, b = 1, 2 %}{{ a }}{{ b }}", "{% set x %}body {{ word }}{% endset %}{{ x }}",
    "{% set x | upper | trim %} body {{ word }} {% endset %}[{{ x }}]", "{% if no %}{% set q = 1 %}{% else %}{% set q = 2 %}{% endif %}{{ q }}", "{% if no %}a{% elif number == 7 %}b{% elif yes %}c{% else %}d{% endif %}", "{% for x in [1] %}{% set inner = 5 %}{% endfor %}{{ inner is defined }}",
    "{% for x in list %}{% if loop.first %}{% set seen = 'yes' %}{% endif %}{{ seen }},{% endfor %}", "{% macro greet(name, mark='!') %}Hi {{ name }}{{ mark }}{% endmacro %}{{ greet('Ada') }} {{ greet('Bo', mark='?') }} {{ greet(name='Cy') }} {{ greet() }}", "{% macro f(n) %}{% if n > 0 %}{{ n }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(3) }}",
    "{% set x = 'outer' %}{% macro f() %}{{ x }}{% endmacro %}{{ f() }}", "{% macro f(x) %}{{ x }}{% endmacro %}{% set y = f('z') %}{{ y | upper }}{{ f(f('w')) }}", "{% generation %}kept{% endgeneration %}", "{% for x in list recursive %}{{ x }}{% endfor %}", "{% set loop = 1 %}{{ loop }}",
    "{% for x in list | sort(reverse=true) %}{{ x }}{% endfor %}", "{% set ns = namespace(found=false) %}{% for p in people %}{% if p.age < 10 %}{% set ns.found = p.name %}{% endif %}{% endfor %}{{ ns.found }}",
    # Filters
    "[{{ spaced | trim }}] [{{ 'xxaxx' | trim('x') }}]", "{{ word | upper }} {{ word | lower }} {{ 'hello wORLD it\\'s' | title }} {{ 'hELLO wORLD' | capitalize }}", "{{ list | length }} {{ word | length }} {{ map | count }} {{ missing | length }}", "{{ list | join }} {{ list | join('-') }} {{ people | join(', ', attribute='name') }} {{ mixed[:4] | join('|') }}",
    "{{ list | first }} {{ list | last }} {{ word | first }} {{ [] | first }}| {{ word | list }}", "{{ list | sort }} {{ words | sort }} {{ words | sort(case_sensitive=true) }} {{ list | sort(reverse=true) }} {{ people | sort(attribute='age') | map(attribute='name') | join(',') }}", "{{ list | reverse | list }} {{ word | reverse }} {{ ['a', 'A', 'b', 'a'] | unique | list }}",
    "{{ missing | default('d') }} {{ empty | default('d') }} {{ empty | default('d', true) }} {{ none | default('d') }} {{ missing | d }}|", "{{ '42' | int }} {{ '4.7' | int }} {{ 'x' | int }} {{ 'x' | int(5) }} {{ 3.9 | int }} {{ '2.5' | float }} {{ 'x' | float }} {{ 5 | float }} {{ -3 | abs }}",
    "{{ people | map(attribute='name') | list }} {{ words | map('upper') | list }} {{ people | map(attribute='tags', default='-') | list }}", "{{ people | selectattr('age', 'equalto', 36) | map(attribute='name') | list }} {{ people | rejectattr('tags') | map(attribute='name') | list }} {{ people | selectattr('tags', 'defined') | list | length }}",
    "{{ list | select('odd') | list }} {{ list | reject('equalto', 1) | list }} {{ [0, 1, '', 'x', none] | select | list }} {{ list | select('>', 1) | list }} {{ list | select('in', [1, 2]) | list }}", "{{ word | replace('ß', 'ss') }} {{ 'aaa' | replace('a', 'b', 2) }}", "{{ 'a\\nb\\n\\nc' | indent }}|{{ 'a\\nb' | indent(2, true) }}|{{ 'a\\n\\nb' | indent(2, blank=true) }}",
    "{{ map | tojson }}", "{{ mixed | tojson }}", "{{ map | tojson(indent=2) }}", "{{ map | tojson(ensure_ascii=true) }}", "{{ map | tojson(sort_keys=true) }}", "{{ map | tojson(separators=(',', ':')) }}", "{{ [] | tojson(indent=2) }}{{ {} | tojson(indent=2) }}{{ [[], {}] | tojson(indent=1) }}", "{{ '<a href=\"x\">&</a>' | tojson }}", "{{ 1.0 | tojson }}{{ half | tojson }}{{ large | tojson }}",
    "{{ none | selectattr('a') | list }}{{ none | map('upper') | list }}{{ '' | reject | list }}", "{{ map | items | list }} {{ map | dictsort }}", "{{ list | max }} {{ list | min }} {{ list | sum }} {{ words | min }}", "{{ number | string + 'x' }} {{ none | string }} {{ list | string | length }}", "{{ 'x' | safe }}", "{{ 'a,b' | upper | lower | length + 1 }}",
    # Tests
    "{{ word is defined }} {{ missing is defined }} {{ missing is undefined }} {{ missing is not defined }} {{ nothing is none }} {{ nothing is defined }} {{ word is none }}", "{{ word is string }} {{ number is string }} {{ number is number }} {{ half is number }} {{ yes is number }} {{ number is integer }} {{ yes is integer }} {{ half is float }} {{ yes is boolean }}",
    "{{ map is mapping }} {{ list is mapping }} {{ list is iterable }} {{ number is iterable }} {{ word is iterable }} {{ list is sequence }} {{ map is sequence }} {{ number is sequence }} {{ nothing is iterable }}", "{{ yes is true }} {{ no is false }} {{ 1 is true }} {{ number is odd }} {{ number is even }} {{ 9 is divisibleby 3 }} {{ 9 is divisibleby(2) }}",
    "{{ number is eq 7 }} {{ number is equalto(7) }} {{ number is ne 7 }} {{ number is gt 5 }} {{ number is lt 5 }} {{ number is in [7] }} {{ 'a' is lower }} {{ 'A' is upper }} {{ number is not in [7] }}", "{{ (word is string) and not (number is string) }} {{ word is string and number is number }} {{ 1 if word is string else 2 }}", "{{ 1 is number if yes else 2 }}", "{{ 1 is number is true }}", "{{ word is string or missing }} {{ list[0] is eq list[0] }}", "{{ range is callable }} {{ word is callable }}",
    # Methods
    "[{{ spaced.strip() }}] [{{ spaced.lstrip() }}] [{{ spaced.rstrip() }}] {{ 'xxaxx'.strip('x') }} {{ 'xyaxy'.lstrip('yx') }}", "{{ text.split() }} {{ text.split(' ') }} {{ text.split(' ', 1) }} {{ 'a--b--c'.split('--') }} {{ 'a-b-c'.rsplit('-', 1) }} {{ 'abc'.split('x') }} {{ ''.split() }} {{ ''.split('x') }} {{ '  a b c '.split(none, 1) }}",
    "{{ 'a\\nb\\r\\nc\\n'.splitlines() }}", "{{ word.startswith('Str') }} {{ word.endswith('ße') }} {{ word.startswith(('x', 'S')) }} {{ word.endswith('') }}", "{{ word.upper() }} {{ word.lower() }} {{ 'a b it\\'s x-ray (y)'.title() }} {{ 'a b it\\'s x-ray (y)' | title }} {{ 'hELLO'.capitalize() }}", "{{ 'aXbX'.replace('X', '-') }} {{ 'aXbX'.replace('X', '-', 1) }} {{ 'ab'.replace('', '.') }}",
    "{{ ', '.join(['a', 'b']) }} {{ 'hello'.find('l') }} {{ 'hello'.find('z') }} {{ 'hello'.count('l') }} {{ 'hello'.index('e') }}", "{{ '12'.isdigit() }} {{ '1a'.isdigit() }} {{ ''.isdigit() }} {{ 'ab'.isalpha() }} {{ ' \\t'.isspace() }}", "{{ 'prefix-x'.removeprefix('prefix-') }} {{ 'x.txt'.removesuffix('.txt') }} {{ 'x'.removesuffix('') }}",
    "{{ list.index(1) }} {{ list.count(2) }} {{ map.copy() == map }}", "{{ emoji.split('e')[0] | length }} {{ 'é' in emoji }} {{ 'e' in emoji }}", "{{ '</think>x'.split('</think>')[-1].lstrip('\\n') }}",
    # Functions
    "{{ strftime_now('%Y-%m-%d') }} {{ strftime_now('%d %b %Y') }} {{ strftime_now('%A %B %j %%') }}", "{{ raise_exception('stop here') }}", "{{ dict(a=1, b='x') }} {{ dict({'a': 2}, b=3) }}", "{{ namespace(a=1).a }}",
    # Faults
    "{{ missing.attribute }}", "{{ missing['x'] }}", "{{ missing + 1 }}", "{{ 1 + 'a' }}", "{{ none + 'a' }}", "{{ 1 / 0 }}", "{{ word | nosuchfilter }}", "{{ word is nosuchtest }}", "{{ nosuchfunction() }}", "{{ 1 < 'a' }}", "{% for x in 5 %}{% endfor %}", "{{ none | length }}", "{{ missing | tojson }}", "{{ 'abc'.index('z') }}",
    "{% if %}x{% endif %}", "{% if yes %}", "{{ word ", "{% endif %}", "{{ 1 + }}", "{% for in list %}{% endfor %}", "{{ [1, 2 }}", "{{ 'open }}", "{# open", "{% raw %}x", "{% set x %}", "{{ a b }}", "{% nosuchtag %}", "{{ list.append(4) }}", "{{ map.update({'a': 1}) }}", "{% set word.x = 1 %}", "{% set a, b = 1 %}", "{{ ) }}", "{{ word | }}", "{{ word. }}", "{% macro f( %}{% endmacro %}", "{{ range(1000000) | length }}",
    "{{ greet('x') }}{% macro greet(n) %}{{ n }}{% endmacro %}", "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(1, 2) }}", "{% macro f(a) %}{{ a }}{% endmacro %}{{ f(b=2) }}",
]


def small():
    environment = chat_template_utils._compile_jinja_template("x").environment
    cases = []
    for template in SMALL:
        case = {"template": template}
        try:
            case["output"] = environment.from_string(template).render(**NAMES)
        except Exception as error:
            case["error"] = type(error).__name__
        cases.append(case)
    print(len(cases), "small templates,", sum("error" in c for c in cases), "fail")
    write("jinja.json", {"names": NAMES, "cases": cases})


if __name__ == "__main__":
    templates()
    small()
