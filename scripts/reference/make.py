#!/usr/bin/env python3
"""Makes the generated parts of the documents, or tells which are stale.

    make.py [--program PATH] [--check]

`docs/reference/commands.md` is made of the program's own description of its options, `docs/reference/files.md` of the types
that read the files and the comments on them, the columns of imports in `docs/architecture.md` of `Package.swift`, and the
indexes of `docs` and `docs/results` keep what people wrote and gain the pages that they lack.
Exit status: 0 written, or nothing stale; 1 `--check` found a stale document; 2 something in the sources has no description.
"""

import argparse
import pathlib
import sys

import architecture
import commands
import formats
import index

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / ".build/release/isogloss")
    parser.add_argument("--check", action="store_true", help="write nothing; tell what is stale")
    arguments = parser.parse_args()
    try:
        pages = {
            "docs/reference/commands.md": commands.page(arguments.program),
            "docs/reference/files.md": formats.page(ROOT),
            "docs/architecture.md": architecture.page(ROOT),
            "docs/README.md": index.documents(ROOT),
            "docs/results/README.md": index.results(ROOT),
        }
    except (LookupError, OSError, ValueError) as error:
        print(f"reference: {error}", file=sys.stderr)
        return 2
    stale = 0
    for name, text in pages.items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if arguments.check:
            stale = 1
            print(f"{name} is stale: run scripts/reference/make.py", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"written: {name}")
    return stale


if __name__ == "__main__":
    sys.exit(main())
