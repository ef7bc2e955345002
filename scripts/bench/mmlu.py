"""Questions with options a second, Isogloss beside lm-evaluation-harness's `hf` model in one run.

    scripts/bench/mmlu.sh [--rounds 3] [--subjects 12] [--limit 10] [--dtype bfloat16] [--batches 1 4 8 16]

Both sides read the same weights and questions, score the same four letters, and are timed without loading. lm-eval has its
logits cache on and the best batch size of a trial on a part of the questions. Sides alternate, medians count. The questions
are ../shared/data/mmlu_lv (first five rows of a subject are the examples, as `first_n` takes them) where it is there, else
the project's own in four languages. The choices of both sides are compared: a speed counts only where they agree. The last
line is `ratio: X.XX`, the smaller of the 5-shot ratios.
"""
import argparse, json, os, pathlib, platform, re, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "scripts"))
import lm_eval_choice as choice

OURS = os.environ.get("BENCH", str(ROOT / ".build/release/isogloss") + " capability mmlu").split()
LV = ROOT.parent / "shared/data/mmlu_lv/mmlu_first15"
OWN = ROOT / "Tests/CommandLineTests/Goldens/choice"

arguments = argparse.ArgumentParser()
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--subjects", type=int, default=12)
arguments.add_argument("--limit", type=int, default=10, help="questions a subject")
arguments.add_argument("--trial", type=int, default=2, help="questions a subject on which batch sizes are tried")
arguments.add_argument("--batches", type=int, nargs="+", default=[1, 4, 8, 16])
arguments.add_argument("--shots", type=int, nargs="+", default=[0, 5])
arguments.add_argument("--dtype", default="bfloat16")
arguments.add_argument("--models", nargs="+", default=["gemma-3-270m", "smollm2-135m-instruct"])
arguments.add_argument("--own", action="store_true", help="the project's own questions")
arguments = arguments.parse_args()


def cpu():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


def run(command):
    out = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if out.returncode != 0:
        return None, f"{out.stdout[-2000:]}{out.stderr[-2000:]}"
    return out, None


def theirs(model, folder, shots, batch, out=""):
    done, problem = run([sys.executable, HERE / "mmlu_peer.py", ROOT / ".peers/models" / model, folder, shots, batch,
                         arguments.dtype, *([out] if out else [])])
    # A batch that does not fit in memory is killed: it is not the best one.
    match = done and re.search(r"(\d+) questions in ([\d.]+) s, peak RSS ([\d.]+)", done.stdout)
    return (int(match[1]) / float(match[2]), float(match[3])) if match else (0.0, problem)


def ours(model, questions, shots, scores):
    pathlib.Path(scores).unlink(missing_ok=True)
    done, problem = run([*OURS, "--model", ROOT / ".peers/models" / model, "--questions", questions, "--shots", shots,
                         "--dtype", arguments.dtype, "--scores", scores, "--json"])
    if problem:
        sys.exit(problem)
    found = json.loads(done.stdout)
    rows = [json.loads(line) for line in pathlib.Path(scores).read_text().splitlines()[1:]]
    return len(rows) / found["seconds"], {row["id"]: row["choice"] for row in rows}


def lay_out(folder, limit):
    if LV.exists() and not arguments.own:
        choice.split_mmlu(LV, folder, limit=limit, subjects=arguments.subjects)
    else:
        choice.split_own(OWN, folder, limit=limit)


isLv = LV.exists() and not arguments.own
print(f"{cpu()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {arguments.dtype}, "
      f"{'mmlu_lv' if isLv else 'own questions'}, medians of {arguments.rounds} alternating rounds", flush=True)
few = []
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    lay_out(folder / "all", arguments.limit)
    lay_out(folder / "part", arguments.trial)
    for model in arguments.models:
        for shots in arguments.shots:
            speeds = {batch: theirs(model, folder / "part", shots, batch)[0] for batch in arguments.batches}
            best = max(speeds, key=speeds.get)
            runs, alike = [], 1.0
            for _ in range(arguments.rounds):
                peer, memory = theirs(model, folder / "all", shots, best, folder / "theirs.json")
                if not peer:
                    sys.exit(f"lm-eval failed: {memory}")
                mine, choices = ours(model, f"global-mmlu:{folder / 'all'}", shots, folder / "ours.jsonl")
                other = json.loads((folder / "theirs.json").read_text())
                if set(other) != set(choices):
                    sys.exit(f"the sides did not answer the same: {sorted(set(other) ^ set(choices))[:5]}")
                alike = min(alike, sum(choices[k] == other[k] for k in other) / len(other))
                runs.append((mine, peer, memory))
            mine, peer = (statistics.median(r[i] for r in runs) for i in (0, 1))
            if shots == 5:
                few.append(mine / peer)
            print(f"{model} {shots}-shot, {len(choices)} questions: isogloss {mine:.2f} questions/s, lm-eval {peer:.2f} "
                  f"(batch {best} of {', '.join(f'{b}: {s:.2f}' for b, s in speeds.items())}; {runs[-1][2]:.1f} GB), ratio "
                  f"{mine / peer:.2f}, same choice {100 * alike:.1f} % "
                  f"(runs {' '.join(f'{r[0]:.2f}/{r[1]:.2f}' for r in runs)})", flush=True)
print(f"ratio: {min(few):.2f}" if few else "ratio: not measured")
