"""Counts instructions of passes with callgrind, for scripts/bench/hooks.sh: hooks.py BUILD GOLDENS"""
import os, pathlib, re, subprocess, sys, tempfile

build, goldens = map(pathlib.Path, sys.argv[1:3])
FEW, MANY = 2, 12
# One thread, since waiting costs instructions too, and hashing without chance.
STEADY = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "SWIFT_DETERMINISTIC_HASHING": "1"}
OURS = re.compile(r"pass(With|Without)Hooks$|libswift\w+\.so$")


def instructions(kind, folder, path, count):
    """Instructions in our own code of `count` passes, start included."""
    with tempfile.NamedTemporaryFile() as out:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}"]
        subprocess.run([*command, build / f"pass{kind}", folder, path, str(count)], check=True, capture_output=True,
                       env={**os.environ, **STEADY})
        names, ours, called, sum_ = {}, False, False, 0
        for line in open(out.name, encoding="utf-8"):
            if match := re.match(r"ob=\((\d+)\)(?: (.*))?", line):
                if match[2]:
                    names[match[1]] = match[2].strip()
                ours = bool(OURS.search(names[match[1]]))
            elif match := re.match(r"cob=\((\d+)\) (.*)", line):
                names[match[1]] = match[2].strip()
            elif line.startswith("calls="):
                called = True
            elif re.match(r"[+\-*\d]", line):
                if ours and not called:
                    sum_ += int(line.split()[1])
                called = False
        return sum_


ratios = []
for name in ("tiny-llama-old", "tiny-gemma3-270m-old"):
    for path in ("decoder", "packed"):
        cost = {}
        for kind in ("WithHooks", "WithoutHooks"):
            few, many = (instructions(kind, goldens / name, path, count) for count in (FEW, MANY))
            cost[kind] = (many - few) / (MANY - FEW)
        ratios.append(cost["WithoutHooks"] / cost["WithHooks"])
        print(f"{name} {path}: {cost['WithHooks']:,.0f} instructions a pass, {cost['WithoutHooks']:,.0f} without hooks "
              f"({100 * (cost['WithHooks'] / cost['WithoutHooks'] - 1):+.2f} %)", flush=True)
print(f"ratio: {min(ratios):.2f}")
