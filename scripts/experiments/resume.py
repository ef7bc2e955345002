"""How far a run that was killed and gone on with is from one that was never stopped.

    .peers/venv/bin/python scripts/experiments/resume.py [--steps 12] [--only 0 3] [--out runs/resume]

For each way to train: a whole run, one killed by SIGKILL in the middle and started again, and, to tell the two causes
apart, a second whole run, and one on another number of threads. Prints the largest difference from the first run of a
trained number (float32, of the last checkpoint) and of a step's loss.
"""
import argparse, json, os, pathlib, shutil, signal, subprocess, sys, time

import torch
from safetensors.torch import load_file

ROOT = pathlib.Path(__file__).resolve().parents[2]
ISOGLOSS = ROOT / ".build/release/isogloss"
arguments = argparse.ArgumentParser()
arguments.add_argument("--steps", type=int, default=12)
arguments.add_argument("--only", type=int, nargs="*", help="numbers of the ways to train, from 0; all when left out")
arguments.add_argument("--out", default="runs/resume")
arguments = arguments.parse_args()
out = ROOT / arguments.out
shutil.rmtree(out, ignore_errors=True)

WAYS = [
    ("smollm2-135m-instruct", "bfloat16", 16, "1e-4", "adapters, this package's kernels"),
    ("smollm2-135m-instruct", "bfloat16", 0, "1e-6", "all weights, libtorch's kernels"),
    ("smollm2-135m-instruct", "float32", 16, "1e-4", "adapters, libtorch's kernels"),
    ("gemma-3-270m", "bfloat16", 16, "1e-4", "adapters, this package's kernels"),
]


def command(way, folder, threads):
    model, dtype, rank, rate, _ = way
    return [str(ISOGLOSS), "align", "--base", model, *(["--template", "gemma"] if "gemma" in model else []),
            "--pairs", "isogloss-12", "--size", f"total:{4 * arguments.steps}", "--steps", str(arguments.steps), "--batch", "4",
            "--rank", str(rank), "--rate", rate, "--schedule", "constant", "--dtype", dtype, "--held-out", "0.01",
            "--checkpoint-every", "2", "--threads", str(threads), "--out", str(folder)]


def lines(folder):
    file = folder / "metrics.jsonl"
    return file.read_text().count("\n") if file.exists() else 0


def run(way, folder, threads, kill_at=None):
    process = subprocess.Popen(command(way, folder, threads), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while kill_at and process.poll() is None and lines(folder) < kill_at:
        time.sleep(0.01)
    if kill_at and process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return run(way, folder, threads)
    errors = process.communicate()[1]
    if process.returncode:
        sys.exit(f"{folder}: {errors}")


def weights(folder):
    return load_file(sorted(folder.glob("checkpoints/step-*"))[-1] / "state.safetensors")["values"].double()


def losses(folder):
    records = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    return [record["all"]["loss"] for record in records if record["kind"] == "step"]


print(f"{arguments.steps} steps of 4 pairs; largest difference of a number from the first run, and of a step's loss")
for number, way in enumerate(WAYS):
    if arguments.only is not None and number not in arguments.only:
        continue
    whole = out / f"{number}-whole"
    run(way, whole, 2)
    first = weights(whole)
    print(f"{way[0]}, {way[1]}, rank {way[2]} ({way[4]}); the largest number is {first.abs().max().item():.3g}")
    for name, threads, kill_at in (("killed and gone on with", 2, arguments.steps // 2 + 1), ("again, not killed", 2, None),
                                   ("on one thread", 1, None)):
        folder = out / f"{number}-other"
        shutil.rmtree(folder, ignore_errors=True)
        run(way, folder, threads, kill_at)
        far = (weights(folder) - first).abs().max().item()
        loss = max(abs(a - b) for a, b in zip(losses(folder), losses(whole)))
        print(f"  {name:24s} {far:.3g}, loss {loss:.3g}{' (the same bits)' if far == 0 and loss == 0 else ''}", flush=True)
    shutil.rmtree(whole)
