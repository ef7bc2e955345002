"""As much of Swift as the reference reads: documented types with their stored properties and cases.

It relies on the house style: one declaration a line, `///` above it, two spaces of indent a level.
"""

import dataclasses
import re

TYPE = re.compile(r"^( *)(?:public |private |fileprivate )?(?:indirect )?(struct|enum|extension) ([A-Za-z.]+)")
STORED = re.compile(r"^( *)public (?:private\(set\) )?(?:var|let) (\w+): ([^{=]+?)(?: = .*)?$")
CASE = re.compile(r"^( *)case (.+)$")


@dataclasses.dataclass
class Member:
    """A stored property, or a case of an enumeration."""
    name: str
    type: str
    doc: str


@dataclasses.dataclass
class Type:
    """A declared type; `raw` where it is an enumeration of texts."""
    name: str
    doc: str
    raw: bool
    members: list


def types(text):
    """The types of a file by their name, with those around them: `DataRecipe.Model`."""
    found, open_types, doc = {}, [], []
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith("///"):
            doc.append(stripped[3:].strip())
            continue
        indent = len(line) - len(line.lstrip())
        if stripped:
            while open_types and indent <= open_types[-1][0]:
                open_types.pop()
        if match := TYPE.match(line):
            name = ".".join([name for _, name in open_types] + [match[3]])
            open_types.append((indent, match[3]))
            if match[2] != "extension":
                found[name] = Type(name, words(doc), match[2] == "enum" and ": String" in line, [])
        elif open_types and indent == open_types[-1][0] + 2:
            owner = found.get(".".join(name for _, name in open_types))
            if owner is not None and (match := STORED.match(line)):
                owner.members.append(Member(match[2], match[3].strip(), words(doc)))
            elif owner is not None and (match := CASE.match(line)):
                for name, raw in re.findall(r'(\w+)(?:\([^)]*\))?(?: = "([^"]*)")?(?:, |$)', match[2]):
                    owner.members.append(Member(raw or name, "", words(doc)))
        doc = []
    return found


def words(doc):
    """A comment's summary: without the lists of parameters and errors, and without marks of symbols."""
    lines = []
    for line in doc:
        if line.startswith("- "):
            break
        lines.append(line)
    return re.sub(r"``(\w+)``", r"`\1`", " ".join(" ".join(lines).split()))


def keys(text, function):
    """The keys that a reader of YAML takes, in order: the list of texts in the part of `text` that begins at `function`.

    Raises LookupError where there is none.
    """
    start = text.find(function)
    match = re.compile(r'members\(\s*(?:root, |node,\s*|self,\s*)?(\[[^\]]*\])|Members\(\s*(?:root|node|self),?\s*(\[[^\]]*\])|'
                       r'[kK]eys = (\[[^\]]*\])').search(text, start) if start >= 0 else None
    if match is None:
        raise LookupError(f"there is no list of keys after {function!r}")
    return re.findall(r'"([^"]+)"', next(group for group in match.groups() if group))


def defaults(text, function, end):
    """Defaults by key as the reader gives them: `members.count("groups", 14)`."""
    start = text.find(function)
    part = text[start:text.find(end, start + 1)] if end else text[start:]
    # A key that is read only where it is there has no default, whatever the reader is given.
    found = dict(re.findall(r'(?<!_ in try )members\.(?:count|number|share|flag|seed)\(\s*"([^"]+)", ([-\w.]+)', part))
    found |= dict(re.findall(r'members\.text\("([^"]+)"\) \?\? "([^"]+)"', part))
    return found


def initial(text):
    """Defaults by property as an initialiser gives them: assignments in its body, and parameters."""
    found = dict(re.findall(r"(\w+): [\w.]+ = \.?([-\w.]+)[,)\n]", text))
    return found | dict(re.findall(r"^    (\w+) = \.?([-\w.]+)$", text, flags=re.MULTILINE))
