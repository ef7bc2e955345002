#!/usr/bin/env python3
"""Makes the tables of a page of results anew from a grid's results; the prose around them is left as it is.

    scripts/experiments/grid_page.py docs/results/2026-11-27-grid.md docs/results/grid [--program .build/release/isogloss]
        [--external RUN]

A table stands in the page between two comments, and is taken from the report of `isogloss experiment table`:

    <!-- table: SECTION NUMBER -->        the table NUMBER, from 1, of the report's section with this id
    <!-- headline -->                     the report's first line
    <!-- end -->

Exit status: 0 the page is made; 1 the program failed, or the page names a table that the results do not give: the page
says so in the table's place, and with --partial the status is 0.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"(<!-- (table|headline)(?:: ([A-Za-z-]+) ([0-9]+))? -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def report(program, results, external=()):
    """The whole report as `--json-report` writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "report.json"
        try:
            done = subprocess.run([program, "experiment", "table", results, "--json-report", path,
                                   *(word for run in external for word in ("--external", run))],
                                  capture_output=True, text=True)
        except OSError as error:
            sys.exit(f"grid_page.py: {error}. Build it with `make build`, or name it with --program.")
        if done.returncode != 0:
            sys.exit(f"grid_page.py: {done.stderr.strip()}")
        return json.loads(path.read_text())


def markdown(table):
    """A table of the report as a table of Markdown; what is worst stands out."""
    def text(value):
        return value.replace("|", "\\|")

    def cell(item):
        return f"**{text(item['text'])}**" if item["emphasis"] == "worst" and item["text"] else text(item["text"])

    lines = ["| " + " | ".join(text(column["title"]) for column in table["columns"]) + " |",
             "|" + "|".join(" ---: " if column["isNumeric"] else " --- " for column in table["columns"]) + "|"]
    lines += ["| " + " | ".join(cell(item) for item in row) + " |" for row in table["rows"]]
    caption = table["caption"]
    return f"\n{caption[:1].upper()}{caption[1:]}.\n\n" + "\n".join(lines) + "\n\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("results")
    parser.add_argument("--program", default=".build/release/isogloss")
    parser.add_argument("--external", action="append", default=[], help="run file of a model that was asked elsewhere")
    parser.add_argument("--partial", action="store_true", help="a table that is not there yet is no failure")
    given = parser.parse_args()
    found = report(given.program, given.results, given.external)
    sections = {section["id"]: [block for block in section["blocks"] if block["kind"] == "table"]
                for section in found["sections"]}
    missing = []

    def made(match):
        start, kind, section, number, _, end = match.groups()
        if kind == "headline":
            return f"{start}\n> {found['headline']}\n\n{end}"
        tables = sections.get(section, [])
        place = int(number or 1) - 1
        if not 0 <= place < len(tables):
            missing.append(f"{section} {number}")
            return f"{start}*The results do not give this table yet.*\n{end}"
        return f"{start}{markdown(tables[place])}{end}"

    page = given.page.read_text()
    given.page.write_text(BLOCK.sub(made, page))
    facts = {fact["label"]: fact["value"] for fact in found["facts"]}
    print(f"{given.page}: {len(BLOCK.findall(page))} blocks of {facts['runs']} runs")
    if missing:
        print(f"not there yet: {', '.join(missing)}", file=sys.stderr)
        if not given.partial:
            sys.exit(1)


if __name__ == "__main__":
    main()
