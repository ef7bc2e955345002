#!/usr/bin/env python3
"""Columns that texts take in a terminal, by the package wcwidth.

    .peers/venv/bin/pip install wcwidth==0.9.4
    .peers/venv/bin/python scripts/goldens/display_width.py

Writes Tests/ReportingTests/Goldens/display_width.json. No random numbers.
"""

import json
import pathlib

import wcwidth

TEXTS = [
    "", "plain ASCII 123", "Lietuvių, latviešu, slovenščina", "e\u0301 a\u0308\u0304", "漢字かな交じり文", "한국어",
    "\u1112\u1161\u11ab", "ไทยที่", "हिन्दी में", "বাংলা", "العربية", "עברית", "ｆｕｌｌ ｗｉｄｔｈ", "ﾊﾝｶｸ", "…—„“«»", "█▓▒░│─",
    "⟨U+202E⟩", "👍", "👍🏽", "👩‍👩‍👧‍👦", "🇱🇻🇱🇹", "☺", "☺️", "⚠️ a", "zero\u200bwidth", "\U00020000\U0001f600", "Ελληνικά", "русский",
    "㈠㎏", "１２３", "〈〉《》", "ꥠ", "𝐛𝐨𝐥𝐝", "ก็ว่ากันไป", "Tiếng Việt", "˙˚", "±×÷", "○●◎",
]


def main():
    rows = [{"text": text, "columns": wcwidth.wcswidth(text)} for text in TEXTS]
    assert all(row["columns"] >= 0 for row in rows)
    golden = {"made_by": f"scripts/goldens/display_width.py, wcwidth {wcwidth.__version__}", "rows": rows}
    path = pathlib.Path(__file__).parents[2] / "Tests/ReportingTests/Goldens/display_width.json"
    path.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
