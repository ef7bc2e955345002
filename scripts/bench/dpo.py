"""Pairs a second of DPO training, Isogloss beside TRL and packed_dpo.py in one run.

    scripts/bench/dpo.sh [--rounds 3] [--steps 10] [--models gemma-3-270m smollm2-135m-instruct] [--dtype bfloat16]

LoRA of rank 16 on all linear layers, four pairs a step. TRL has its best settings: reference log-probabilities cached, no
gradient checkpointing. All sides read the same weights and the same pairs, Isogloss the very tokens and the first adapter
of TRL; sides alternate, medians count. A speed counts only where the losses agree: they are printed beside the times.
packed_dpo.py puts its own log-probabilities in place of the reference's, so that its loss is ln 2 whatever it learns.
On a machine that others use, wall time says little: the ratio of processor times stands beside it, and
OMP_WAIT_POLICY=passive keeps the peers' waiting threads out of it. The last line is `ratio: X.XX`, Isogloss to TRL on the first model.
"""
import argparse, os, pathlib, platform, re, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
PEERS = ROOT.parent / "shared/peers"
OURS = os.environ.get("BENCH", str(ROOT / ".build/release/isogloss") + " bench-dpo").split()

arguments = argparse.ArgumentParser()
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--steps", type=int, default=10)
arguments.add_argument("--batch", type=int, default=4)
arguments.add_argument("--rate", default="1e-4")
arguments.add_argument("--dtype", default="bfloat16")
arguments.add_argument("--models", nargs="+", default=["gemma-3-270m", "smollm2-135m-instruct"])
arguments = arguments.parse_args()


def run(command):
    out = subprocess.run(list(map(str, command)), capture_output=True, text=True, env={**os.environ, "RATE": arguments.rate})
    line = re.search(r"^.*pairs/s ([\d.]+) peak RSS ([\d.]+) GB.*$", out.stdout, re.M)
    if out.returncode != 0 or not line:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{out.stdout[-3000:]}{out.stderr[-3000:]}")
    busy = re.search(r"processor s/step ([\d.]+)", out.stdout)
    return float(line[1]), float(line[2]), float(busy[1]), line[0], out.stdout


def cpu():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


print(f"{cpu()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {arguments.dtype}, {arguments.steps} steps of "
      f"{arguments.batch} pairs, learning rate {arguments.rate}, medians of {arguments.rounds} alternating rounds")
ratios = []
for model in arguments.models:
    weights = ROOT / ".peers/models" / model
    sides = {"TRL": [], "packed_dpo.py": [], "isogloss": []}
    losses, last = {}, None
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        common = ["--dtype", arguments.dtype, "--batch", arguments.batch, "--steps", arguments.steps]
        for _ in range(arguments.rounds):
            for side, script, extra in (("TRL", "trl_dpo.py", ["--precompute"]), ("packed_dpo.py", "packed_dpo.py", [])):
                found = run([sys.executable, HERE / "dpo_peer.py", folder, PEERS / script, weights, *common, *extra])
                losses[side] = (folder / "losses.txt").read_text().strip()
                sides[side].append(found[:3])
            found = run([*OURS, weights, folder / "pairs.jsonl", "--adapter", folder / "adapter.safetensors",
                         "--batch", arguments.batch, "--rate", arguments.rate, "--dtype", arguments.dtype])
            losses["isogloss"] = re.search(r"^losses (.*)$", found[4], re.M)[1]
            sides["isogloss"].append(found[:3])
            last = found[3]
    speed, memory, busy = ({side: statistics.median(run[i] for run in runs) for side, runs in sides.items()} for i in range(3))
    for side, runs in sides.items():
        print(f"{model} {side}: {speed[side]:.2f} pairs/s (runs {' '.join(f'{run[0]:.2f}' for run in runs)}), "
              f"{busy[side]:.2f} s of processor time a step, peak RSS {memory[side]:.2f} GB")
        print(f"  losses {losses[side]}")
    print(f"  last run: {last}")
    theirs, mine = ([float(x) for x in losses[side].split()] for side in ("TRL", "isogloss"))
    gap = max(abs(a - b) for a, b in zip(theirs, mine))
    print(f"{model}: isogloss / TRL {speed['isogloss'] / speed['TRL']:.2f}, isogloss / packed_dpo.py "
          f"{speed['isogloss'] / speed['packed_dpo.py']:.2f}, processor time TRL / isogloss {busy['TRL'] / busy['isogloss']:.2f}, memory / TRL {memory['isogloss'] / memory['TRL']:.2f}, "
          f"largest difference of losses from TRL {gap:.4f} (TRL's fall by {theirs[0] - min(theirs):.4f})", flush=True)
    ratios.append(speed["isogloss"] / speed["TRL"])
print(f"ratio: {ratios[0]:.2f}")
