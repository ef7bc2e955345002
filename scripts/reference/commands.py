"""The page of commands, from what `isogloss --experimental-dump-help` says of them."""

import json
import re
import subprocess

HEAD = """# Commands

Made by `scripts/reference/make.py` from the program's own description: change a command's help, not this page. A test fails
when it is stale. `isogloss help COMMAND` says the same in a terminal; [files](files.md) has what the commands read and write.

| Exit status | Meaning |
|---|---|
| 0 | done |
| 1 | failure: a line or two on stderr say what to do |
| 2 | wrong use |
| 3 | a gate did not hold |
| 4 | a gate is inconclusive |
| 5 | finished with more unscored answers than allowed |
| 130 | interrupted: the same command goes on |
"""
# Options that every command has.
COMMON = {"help", "version"}


def page(program):
    """Every command that is shown, in the order of the program's help."""
    answer = subprocess.run([program, "--experimental-dump-help"], capture_output=True, check=False)
    if answer.returncode != 0:
        raise ValueError(f"{program} does not describe itself: build it first (make build)")
    found = list(walk(json.loads(answer.stdout)["command"], []))
    parts = [HEAD, "\n".join(f"- [`{title}`](#{anchor(title)}): {first(command)}" for title, command in found) + "\n"]
    parts += [section(title, command) for title, command in found]
    return "\n".join(parts)


def walk(command, path):
    """Commands below the root, depth first; what the program hides is left out."""
    path = path + [command["commandName"]]
    if len(path) > 1:
        yield " ".join(path), command
    for child in command.get("subcommands", []):
        if child.get("shouldDisplay", True) and child["commandName"] != "help":
            yield from walk(child, path)


def anchor(title):
    return title.replace(" ", "-")


def first(command):
    return escape(command.get("abstract", "").strip())


def escape(text):
    """Text that neither ends a cell nor begins a tag."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def section(title, command):
    lines = [f"## {title}", "", first(command), ""]
    lines += discussion(command.get("discussion", ""))
    arguments = [
        a for a in command.get("arguments", [])
        if a.get("shouldDisplay", True) and not COMMON & {n["name"] for n in a.get("names", [])}
    ]
    places = [a for a in arguments if a["kind"] == "positional"]
    if command.get("subcommands"):
        return "\n".join(lines)
    words = [title] + [place(a) for a in places] + (["[options]"] if len(places) < len(arguments) else [])
    lines += [f"Usage: `{' '.join(words)}`", ""]
    if arguments:
        lines += ["| Argument | What | Default |", "|---|---|---|"]
        lines += [f"| {names(a)} | {escape(what(a))} | {default(a)} |" for a in places]
        lines += [f"| {names(a)} | {escape(what(a))} | {default(a)} |" for a in arguments if a not in places]
        lines.append("")
    return "\n".join(lines)


def discussion(text):
    """Examples as a block, the rest as text."""
    examples = re.findall(r"^Example: (.*(?:\\\n.*)*)", text, flags=re.MULTILINE)
    rest = re.sub(r"^Example: .*(?:\\\n.*)*\n?", "", text, flags=re.MULTILINE).strip()
    lines = ["```sh", *(" ".join(example.split()) for example in examples), "```", ""] if examples else []
    return lines + (["```text", rest, "```", ""] if "\n" in rest and "\n\n" not in rest else
                    [paragraph for part in rest.split("\n\n") if part for paragraph in (plain(part), "")])


def plain(text):
    return " ".join(text.split()).replace("<", "&lt;")


def place(argument):
    name = f"<{argument['valueName']}>" + ("..." if argument.get("isRepeating") else "")
    return f"[{name}]" if argument.get("isOptional") else name


def spelled(name):
    return ("--" if name["kind"] == "long" else "-") + name["name"]


def names(argument):
    if argument["kind"] == "positional":
        return f"`<{argument['valueName']}>`"
    text = ", ".join(spelled(name) for name in argument["names"])
    if argument["kind"] == "option":
        text += f" <{argument['valueName']}>" + ("..." if argument.get("isRepeating") else "")
    return f"`{text}`"


def what(argument):
    text = argument.get("abstract", "").strip()
    values = argument.get("allValues")
    return f"{text} ({', '.join(values)})" if values else text


def default(argument):
    if "defaultValue" in argument:
        return "`" + " ".join(argument["defaultValue"].split()).replace("|", "\\|") + "`"
    return "" if argument.get("isOptional") else "needed"
