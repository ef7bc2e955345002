"""Tokens a second of batched greedy generation, Isogloss beside transformers on the same prompts in one run.

    scripts/bench/generate.sh [--rounds 3] [--models gemma-3-270m smollm2-135m-instruct] [--only fixed|mixed]

fixed: batch 16, 64 new tokens each, bfloat16; both sides in turn, three times; medians.
mixed: 96 prompts of many lengths, each with a number of new tokens of its own (as an evaluation's answers end where they
end); each side at its best batch size. Prints the ceiling that the linear layers alone allow beside ours. The last line is
`ratio: X.XX`, the smallest of the fixed ratios.
"""
import argparse, json, os, pathlib, platform, random, re, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOME = pathlib.Path(os.environ.get("ISOGLOSS_HOME") or pathlib.Path.home() / ".cache/isogloss")
PEER = ROOT.parent / "shared/peers/hf_generate.py"
OURS = os.environ.get("BENCH", str(ROOT / ".build/release/isogloss") + " bench-generate").split()
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "scripts/goldens"))

arguments = argparse.ArgumentParser()
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--models", nargs="+", default=["gemma-3-270m", "smollm2-135m-instruct"])
arguments.add_argument("--only", choices=["fixed", "mixed"])
arguments = arguments.parse_args()


def prompts(model):
    """The questions of the goldens, framed as each model is used, some behind a longer text."""
    from models import QUESTIONS, TEXTS
    chat = "<|im_start|>system\\nYou are a helpful AI assistant.<|im_end|>\\n<|im_start|>user\\n{}<|im_end|>\\n<|im_start|>assistant\\n"
    frame = chat if model.startswith("smollm2") else "User: {}\\nAssistant:"
    draw = random.Random(20260)
    texts = [text.replace("\n", " ") for _, text in TEXTS]
    questions = [q for group in QUESTIONS.values() for q in group]
    lines = []
    for index in range(96):
        before = " ".join(draw.sample(texts, draw.choice([0, 0, 0, 1, 2, 4])))
        lines.append(frame.format((before + " " + questions[index % len(questions)]).strip()))
    # Lengths of answers: mostly short, some long, as chat models' are.
    limits = [min(128, max(4, int(draw.lognormvariate(3.4, 0.8)))) for _ in lines]
    return lines, limits


def rate(command):
    out = subprocess.run(command, capture_output=True, text=True)
    match = re.search(r"([\d.]+) tokens/s", out.stdout)
    if out.returncode != 0 or not match:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{out.stdout}{out.stderr}")
    ceiling = re.search(r"linear layers alone: ([\d.]+)", out.stdout)
    return float(match[1]), float(ceiling[1]) if ceiling else None


def ours(model, file, rows, new):
    return rate([*OURS, model, str(file), str(rows), str(new), "bfloat16"])


def theirs(model, file, batch, new):
    script = PEER if PEER.exists() else HERE / "hf_mixed.py"
    return rate([sys.executable, str(script), str(ROOT / ".peers/models" / model), str(file), "--batch", str(batch),
                 "--new", str(new), "--dtype", "bfloat16"])[0]


def theirs_mixed(model, file, batch):
    return rate([sys.executable, str(HERE / "hf_mixed.py"), str(ROOT / ".peers/models" / model), str(file), "--batch",
                 str(batch), "--dtype", "bfloat16"])[0]


def cpu():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


print(f"{cpu()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians of {arguments.rounds} alternating rounds")
ratios, mixed_ratios = [], []
with tempfile.TemporaryDirectory() as folder:
    for model in arguments.models:
        lines, limits = prompts(model)
        fixed = pathlib.Path(folder) / f"{model}.txt"
        fixed.write_text("\n".join(lines[:48]) + "\n")
        mixed = pathlib.Path(folder) / f"{model}.mixed.txt"
        mixed.write_text("\n".join(f"{n}\t{line}" for n, line in zip(limits, lines)) + "\n")
        if arguments.only != "mixed":
            pairs = []
            for _ in range(arguments.rounds):
                pairs.append((ours(model, fixed, 16, 64), theirs(model, fixed, 16, 64)))
            mine = statistics.median(p[0][0] for p in pairs)
            ceiling = statistics.median(p[0][1] for p in pairs)
            peer = statistics.median(p[1] for p in pairs)
            ratios.append(mine / peer)
            print(f"{model} batch 16, 64 new: isogloss {mine:.1f} tokens/s, transformers {peer:.1f} tokens/s, "
                  f"ratio {mine / peer:.2f}; linear layers alone would allow {ceiling:.1f} "
                  f"(runs {' '.join(f'{p[0][0]:.0f}/{p[1]:.0f}' for p in pairs)})", flush=True)
        if arguments.only != "fixed":
            sizes = {rows: ours(model, mixed, rows, 64)[0] for rows in (16, 32, 48)}
            peers = {batch: theirs_mixed(model, mixed, batch) for batch in (8, 16, 32)}
            best, peer_best = max(sizes, key=sizes.get), max(peers, key=peers.get)
            runs = [(sizes[best], peers[peer_best])]
            for _ in range(arguments.rounds - 1):
                runs.append((ours(model, mixed, best, 64)[0], theirs_mixed(model, mixed, peer_best)))
            mine, peer = statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs)
            mixed_ratios.append(mine / peer)
            print(f"{model} mixed lengths, best sizes {best} and {peer_best}: isogloss {mine:.1f} tokens/s, "
                  f"transformers {peer:.1f} tokens/s, ratio {mine / peer:.2f}", flush=True)
if mixed_ratios:
    print(f"mixed ratio: {min(mixed_ratios):.2f}")
print(f"ratio: {min(ratios or mixed_ratios):.2f}")
