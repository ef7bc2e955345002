"""Near-duplicates among pairs, and between pairs and prompts: Isogloss beside datasketch in one run.

    scripts/bench/dedupe.sh [--pairs 100000] [--prompts 20000] [--rounds 3] [--threshold 0.6] [--sample 1000] [--no-peer]

Texts are made of NTREX-128's sentences in twelve languages: the beginning of one with the end of another, so that many
share a half; 5 % of the pairs are other pairs with a word or two changed, and 2 % of the prompts are such copies of pairs.
Both sides read the same files, fold alike, take runs of five letters, 128 hash functions and the same threshold, and check
candidates by the exact Jaccard index. datasketch has one process a core, and runs with the bands that it chooses itself,
which miss more, and with ours. Sides alternate; medians of wall time count.
Recall is against the exact index: of a sample of the pairs that are left, none should have a near-duplicate among the others
that are left, or among the prompts. The last line is `ratio: X.XX`, the faster of theirs over ours.
"""
import argparse, collections, json, os, pathlib, platform, random, statistics, subprocess, sys, tempfile, time

from dedupe_peer import runs

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
OURS = os.environ.get("BENCH", str(ROOT / ".build/release/isogloss")).split()
NTREX = ROOT.parent / "shared/data/ntrex128"
CODES = {"eng": "en", "deu": "de", "ita": "it", "fra": "fr", "spa": "es", "por": "pt", "pol": "pl", "ces": "cs",
         "slk": "sk", "slv": "sl", "lit": "lt", "lav": "lv"}

arguments = argparse.ArgumentParser()
arguments.add_argument("--pairs", type=int, default=100_000)
arguments.add_argument("--prompts", type=int, default=20_000)
arguments.add_argument("--rounds", type=int, default=3)
arguments.add_argument("--threshold", type=float, default=0.6)
arguments.add_argument("--sample", type=int, default=1000)
arguments.add_argument("--seed", type=int, default=0)
arguments.add_argument("--no-peer", action="store_true")
arguments = arguments.parse_args()
draw = random.Random(arguments.seed)


def sentences():
    if not NTREX.is_dir():
        sys.exit(f"There is no {NTREX}; the bench needs its sentences.")
    found = {}
    for path in sorted(NTREX.glob("newstest2019-*.txt")):
        code = CODES.get(path.stem.split(".")[-1])
        if code:
            lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
            found[code] = [words for words in lines if 8 <= len(words) <= 40]
    return found


def changed(text, words):
    parts = text.split()
    for _ in range(draw.randint(1, 2)):
        parts[draw.randrange(len(parts))] = draw.choice(draw.choice(words))
    return " ".join(parts)


def made(words):
    a, b = draw.choice(words), draw.choice(words)
    return " ".join(a[:(len(a) + 1) // 2] + b[len(b) // 2:])


def write(folder):
    texts = sentences()
    languages = sorted(texts)
    by_language = collections.defaultdict(list)
    with open(folder / "pairs.jsonl", "w", encoding="utf-8") as file:
        for number in range(arguments.pairs):
            language = languages[number % len(languages)]
            known, words = by_language[language], texts[language]
            text = changed(draw.choice(known), words) if known and draw.random() < 0.05 else made(words)
            known.append(text)
            file.write(json.dumps({
                "id": f"p{number:06}", "group": None, "language": language, "hazard": None, "style": None,
                "intent": "benign", "prompt": text, "chosen": f"Yes, number {number}.", "rejected": "No.",
                "provenance": {"source": "bench"}}, ensure_ascii=False) + "\n")
    with open(folder / "prompts.jsonl", "w", encoding="utf-8") as file:
        for number in range(arguments.prompts):
            language = languages[number % len(languages)]
            words = texts[language]
            text = changed(draw.choice(by_language[language]), words) if draw.random() < 0.02 else made(words)
            file.write(json.dumps({
                "id": f"q{number:06}", "language": language, "intent": "benign", "text": text,
                "provenance": {"source": "bench"}}, ensure_ascii=False) + "\n")


def run(command, cwd):
    start = time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(list(map(str, command)), stdout=out, stderr=err, cwd=cwd)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        out.seek(0), err.seek(0)
        text = out.read().decode()
        if process.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))} failed:\n{text[-2000:]}{err.read().decode()[-2000:]}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000, text


def recall(folder):
    """Of the pairs that should not be there any more, how many are not: exact, on a sample of those that are left."""
    kept = [json.loads(line) for line in open(folder / "kept.jsonl", encoding="utf-8")]
    prompts = [json.loads(line) for line in open(folder / "prompts.jsonl", encoding="utf-8")]
    sample = random.Random(1).sample(kept, min(arguments.sample, len(kept)))
    missed = 0
    for language in sorted({row["language"] for row in sample}):
        texts = [(row["id"], runs(row["prompt"])) for row in kept if row["language"] == language]
        texts += [(row["id"], runs(row["text"])) for row in prompts if row["language"] == language]
        places = collections.defaultdict(list)
        for position, (_, grams) in enumerate(texts):
            for gram in grams:
                places[gram].append(position)
        for row in sample:
            if row["language"] != language:
                continue
            grams = runs(row["prompt"])
            shared = collections.Counter()
            for gram in grams:
                shared.update(places[gram])
            missed += any(
                count >= arguments.threshold * (len(grams) + len(texts[position][1]) - count)
                for position, count in shared.items() if texts[position][0] != row["id"])
    dropped = arguments.pairs - len(kept)
    # Misses of the sample stand for those of all pairs that are left.
    estimated = missed * len(kept) / len(sample)
    return missed, len(sample), dropped / (dropped + estimated)


def cpu():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    write(folder)
    print(f"{cpu()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {arguments.pairs} pairs against "
          f"{arguments.prompts} prompts, threshold {arguments.threshold}, seed {arguments.seed}")
    sides = {"datasketch, its own bands": [], "datasketch, the same bands": [], "isogloss": []}
    for _ in range(arguments.rounds):
        for side, bands in (("datasketch, its own bands", "own"), ("datasketch, the same bands", "same")):
            if arguments.no_peer:
                continue
            sides[side].append(run(
                [sys.executable, HERE / "dedupe_peer.py", folder / "pairs.jsonl", folder / "prompts.jsonl",
                 arguments.threshold, os.cpu_count(), bands], ROOT))
        sides["isogloss"].append(run(
            [*OURS, "data", "dedupe", folder / "pairs.jsonl", "--against", f"isogloss:{folder / 'prompts.jsonl'}",
             "--threshold", arguments.threshold, "--out", folder / "kept.jsonl", "--json"], ROOT))
    medians = {}
    for side, found in sides.items():
        if not found:
            continue
        medians[side] = statistics.median(seconds for seconds, *_ in found)
        told = json.loads(found[-1][3])
        counts = told if side != "isogloss" else {s["name"]: s["dropped"] for s in told["stages"]}
        print(f"{side}: {medians[side]:.2f} s wall (median of {arguments.rounds}: "
              f"{', '.join(f'{seconds:.2f}' for seconds, *_ in found)}), {found[-1][1]:.1f} s of processor time, "
              f"{max(memory for _, _, memory, _ in found):.0f} MB resident at most in one process; "
              f"dropped {counts['duplicates']} near-duplicates and {counts['leakage']} leaks")
    missed, sample, share = recall(folder)
    print(f"isogloss against the exact index: {missed} of {sample} sampled pairs that are left should not be; "
          f"recall {share:.4f}")
    theirs = min((seconds for side, seconds in medians.items() if side != "isogloss"), default=0)
    print(f"ratio: {theirs / medians['isogloss']:.2f}")
