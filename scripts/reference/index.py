"""The indexes of docs: all decisions by their titles, and every page that nobody has put in its place yet."""

import re

DECISIONS = "## Decisions\n"


def title(path):
    return path.read_text(encoding="utf-8").split("\n", 1)[0].lstrip("# ").strip()


def documents(root):
    """docs/README.md with its decisions, and with pages that it lacks at the end of the guides."""
    docs = root / "docs"
    text = (docs / "README.md").read_text(encoding="utf-8")
    head, _, _ = text.partition(DECISIONS)
    if head == text:
        raise LookupError(f"docs/README.md has no part {DECISIONS.strip()!r}")
    pages = [path for path in sorted(docs.glob("*.md")) if path.name != "README.md"] + sorted(docs.glob("tutorials/*.md"))
    rows = [f"| [{title(path)}]({path.relative_to(docs)}) | |" for path in pages if f"({path.relative_to(docs)})" not in head]
    if rows:
        head = head.replace("\n\n## Reference\n", "\n" + "\n".join(rows) + "\n\n## Reference\n", 1)
    decisions = []
    for path in sorted(docs.glob("design/*.md")):
        words = re.sub(r"^\d{3}[:.]? ", "", title(path))
        decisions.append(f"- [{path.name[:3]}]({path.relative_to(docs)}) {words}")
    return head + DECISIONS + "\n".join(decisions) + "\n"


def results(root):
    """docs/results/README.md with the pages that it lacks at its end."""
    folder = root / "docs/results"
    text = (folder / "README.md").read_text(encoding="utf-8")
    rows = [f"| [{title(path)}]({path.name}) | | |" for path in sorted(folder.glob("2*.md")) if f"({path.name})" not in text]
    return text.rstrip("\n") + "\n" + "".join(row + "\n" for row in rows)
