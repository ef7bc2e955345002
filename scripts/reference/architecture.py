"""The table of modules in docs/architecture.md: what each imports, from Package.swift."""

import re

PATH = "docs/architecture.md"
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| .*? \| .*? \|$")
# Packages as the manifest's variables name them.
PACKAGES = {
    "grdb": "GRDB", "httpClient": "AsyncHTTPClient", "nioSSL": "swift-nio-ssl", "nio": "swift-nio",
    "yams": "Yams", "hummingbird": "Hummingbird", "argumentParser": "ArgumentParser",
}


def modules(manifest):
    """Modules in their order, each with its imports and packages."""
    found = []
    for match in re.finditer(r"\n    module\(\s*(.*?)\),(?=\n    [.mt])", manifest, flags=re.DOTALL):
        text = match[1]
        folder = re.match(r'"(\w+)"', text)[1]
        lists = re.findall(r"\[[^\]]*\]", text)
        imports = re.findall(r'"(\w+)"', lists[0]) if lists else []
        packages = [PACKAGES[name] for name in PACKAGES if len(lists) > 1 and re.search(rf"\b{name}\b", text)]
        found.append((folder, imports, packages))
    return found


def page(root):
    """The page with the table's last two columns as Package.swift has them; what a module is for is the page's own."""
    text = (root / PATH).read_text(encoding="utf-8")
    found = modules((root / "Package.swift").read_text(encoding="utf-8"))
    if len(found) < 20:
        raise LookupError("Package.swift is no longer written as architecture.py reads it")
    purposes = {match[1]: match[2] for line in text.split("\n") if (match := ROW.match(line))}
    missing = [folder for folder, _, _ in found if folder not in purposes]
    if missing:
        raise LookupError(f"{PATH} does not say what {', '.join(missing)} is for: add a row `| `NAME` | what | – | – |`")
    rows = [
        f"| `{folder}` | {purposes[folder]} | {', '.join(imports) or '–'} | {', '.join(packages) or '–'} |"
        for folder, imports, packages in found
    ]
    lines = text.split("\n")
    places = [index for index, line in enumerate(lines) if ROW.match(line)]
    return "\n".join(lines[:places[0]] + rows + lines[places[-1] + 1:])
