#!/usr/bin/env python3
"""Human translations of news as rows for `isogloss data check-translation`: what is flagged there is a false alarm, or a
translator's liberty.

    scripts/experiments/ntrex_rows.py ../shared/data/ntrex128 ntrex.jsonl [ROWS]

Takes the first ROWS (400) lines of NTREX-128 in each language of the project that is there. No translation back.
"""

import json
import pathlib
import sys

CODES = {
    "ces": "cs", "deu": "de", "fra": "fr", "ita": "it", "lav": "lv", "lit": "lt", "pol": "pl", "por": "pt", "slk": "sk",
    "slv": "sl", "spa": "es", "ben": "bn", "hin": "hi", "arb": "ar", "swa": "sw",
}


def main():
    folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    source = (folder / "newstest2019-src.eng.txt").read_text(encoding="utf-8").split("\n")
    with out.open("w", encoding="utf-8") as file:
        for path in sorted(folder.glob("**/newstest2019-ref.*.txt")):
            language = CODES.get(path.name.split(".")[1])
            if language is None:
                continue
            lines = path.read_text(encoding="utf-8").split("\n")
            for number, (english, other) in enumerate(zip(source[:count], lines)):
                row = {"id": f"{language}-{number + 1}", "language": language, "source": english, "translation": other}
                if english.strip():
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
