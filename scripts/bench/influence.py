"""Pairs a second from gradients to an index on disk, Isogloss beside bergson in one run.

    scripts/bench/influence.sh [--rounds 3] [--count 48] [--budgets 1024 2048] [--precisions bfloat16 float32]

Gemma-3-270M with LoRA of rank 16 on all linear layers, the same tokens and the same adapter; every matrix's gradient is
projected on both sides to 16 x 16 and all of it is written, no fold. An example is a pair: one vector of ours, two
sequences of bergson's, which has no pairs (2.5.1); its sequences a second stand beside. bergson takes its best of the given
token budgets and precisions, found in a first round that does not count. Sides alternate, medians count; processor times
stand beside, since wall time says little on a machine that others use. bergson comes from PyPI into a venv of its own that
sees the peers' torch. The last line is `ratio: X.XX`, Isogloss to bergson.
"""
import argparse, os, pathlib, platform, re, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
MODEL = ROOT / ".peers/models/gemma-3-270m"
OURS = os.environ.get("BENCH", str(ROOT / ".build/release/isogloss") + " influence bench").split()
NEEDS = ["bergson==2.5.1", "jaxtyping", "wadler_lindig", "ml_dtypes", "natsort", "petname", "simple-parsing",
         "docstring-parser", "torchopt"]

arguments = argparse.ArgumentParser()
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--count", type=int, default=48)
arguments.add_argument("--budgets", nargs="+", type=int, default=[1024, 2048])
arguments.add_argument("--precisions", nargs="+", default=["bfloat16", "float32"])
arguments = arguments.parse_args()


def bergson():
    """A Python with bergson and without its GPU parts; torch and transformers are the peers'."""
    if given := os.environ.get("BERGSON"):
        return given
    venv = ROOT / ".peers/bergson"
    if not (venv / "bin/python").exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        library = next((venv / "lib").iterdir()) / "site-packages"
        peers = next((ROOT / ".peers/venv/lib").iterdir()) / "site-packages"
        (library / "peers.pth").write_text(f"{peers}\n")
        subprocess.run([venv / "bin/pip", "install", "--quiet", "--no-deps", *NEEDS], check=True)
    return str(venv / "bin/python")


def run(command):
    out = subprocess.run(list(map(str, command)), capture_output=True, text=True,
                         env={**os.environ, "OMP_WAIT_POLICY": "passive"})
    line = re.search(r"^pairs/s ([\d.]+).*processor s ([\d.]+).*$", out.stdout, re.M)
    if out.returncode != 0 or not line:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{out.stdout[-3000:]}{out.stderr[-3000:]}")
    return float(line[1]), float(line[2]), line[0]


def cpu():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


print(f"{cpu()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {arguments.count} pairs, medians of "
      f"{arguments.rounds} alternating rounds")
python = bergson()
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    def theirs(budget, precision):
        return run([python, HERE / "influence_peer.py", folder, MODEL, ROOT / "data/pairs/isogloss-12", budget, precision,
                    "--count", arguments.count])
    def ours(number):
        return run([*OURS, MODEL, folder / "pairs.jsonl", "--adapter", folder / "adapter.safetensors",
                    "--out", folder / f"index-{number}"])
    settings = [(b, p) for b in arguments.budgets for p in arguments.precisions]
    tried = {s: theirs(*s)[0] for s in settings} if len(settings) > 1 else {settings[0]: 0}
    best = max(tried, key=tried.get)
    for setting, speed in tried.items():
        print(f"bergson at {setting[0]} tokens in {setting[1]}: {speed:.2f} pairs/s" + (" (taken)" if setting == best else ""))
    found = {"bergson": [], "isogloss": []}
    if len(settings) == 1 and not (folder / "pairs.jsonl").exists():
        theirs(*best)  # writes the tokens
    for number in range(arguments.rounds):
        found["bergson"].append(theirs(*best))
        found["isogloss"].append(ours(number))
    speed, busy = ({side: statistics.median(run[i] for run in runs) for side, runs in found.items()} for i in range(2))
    for side, runs in found.items():
        print(f"{side}: {speed[side]:.2f} pairs/s (runs {' '.join(f'{run[0]:.2f}' for run in runs)}), {busy[side]:.1f} s of "
              f"processor time; {runs[-1][2]}")
print(f"processor time bergson / isogloss {busy['bergson'] / busy['isogloss']:.2f}, load {os.getloadavg()[0]:.1f}")
print(f"ratio: {speed['isogloss'] / speed['bergson']:.2f}")
