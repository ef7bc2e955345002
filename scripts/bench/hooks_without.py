"""Copies Sources/Models to a folder without its hook points: hooks_without.py SOURCES FOLDER

Every replacement must be found, and no call of a hook may be left: a change of the decoders that this script does not know
ends it, so that the bench never compares a thing with itself.
"""
import pathlib, re, shutil, sys

source, folder = map(pathlib.Path, sys.argv[1:3])
shutil.rmtree(folder, ignore_errors=True)
shutil.copytree(source, folder)

ALL = [(r",?\s*\bhook: Hook\?(?: = nil)?", ""), (r", hook: hook\b", "")]
DECODER = [
    (r"hook\.map \{ try \$0\(\.values\(index\), values\) \} \?\? values", "values"),
    (r"if let hook \{\n\s*try mixed\(q, k, v, mask\) \{.*\}\n\s*\} else \{\n(\s*try Tensor\.attention.*\n)\s*\}", r"\1"),
    (r"\{ try hook\.map \{ try \$0\(point, x\) \} \?\? x \}", "{ x }"),
    (r"hook\.map \{ try \$0\(\.final, x\) \} \?\? x", "x"),
    (r"return try hook\.map \{ try \$0\(\.finalNorm, states\) \} \?\? states", "return states"),
]
PACKED = [
    (r"return try hook\.map \{ try \$0\(\.final, x\) \} \?\? x", "return x"),
    (r", _ hook: Hook\?", ""),
    (r",\n\s*_ before: HookPoint, _ after: HookPoint\n", "\n"),
    (r"var x = try hook\.map \{.*\} \?\? input", "let x = input"),
    (r"var heads = (.*\n.*\n.*\n)\s*if let hook \{.*\}\n", r"let heads = \1"),
    (r"\n\s*if let hook \{ x = .*\}", ""),
    (r"var hidden = (.*)\n\s*if let hook \{.*\}", r"let hidden = \1"),
    (r", c, hook, \.\w+\(index\), \.\w+\(index\)\)", ", c)"),
    (r"configuration, hook\)", "configuration)"),
    (r"return try hook\.map \{ try \$0\(\.blockOutput\(index\), x\) \} \?\? x", "return x"),
    (r"if let hook \{\n.*\n.*\n\s*\} else if let norm", "if let norm"),
]
CALLERS = ["LocalModel+Scoring.swift", "Generation/GenerationLoop.swift", "LocalModel+Features.swift"]


def rewrite(name, changes):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    for pattern, new in changes:
        text, count = re.subn(pattern, new, text)
        if not count:
            sys.exit(f"hooks_without: {name} has no {pattern}: the decoders changed, and this script must follow")
    code = re.sub(r"//.*", "", text)
    if re.search(r"\bhook\b", code):
        sys.exit(f"hooks_without: {name} still has a hook: {re.search('.*hook.*', code)[0].strip()}")
    path.write_text(text, encoding="utf-8")


rewrite("Decoder/Decoder.swift", DECODER + ALL)
rewrite("Inference/PackedDecoder.swift", PACKED + [ALL[0]])
for name in CALLERS:  # their own hooks stay; they just have nobody to give them to
    path = folder / name
    path.write_text(re.sub(r",\s*hook: hook\b", "", path.read_text(encoding="utf-8")), encoding="utf-8")
