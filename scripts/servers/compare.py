"""Evaluate one model through real servers and with the local engine, greedily in float32, and compare the texts.

transformers serve, and llama.cpp's server where scripts/servers/build_llama.sh has built it, are started on loopback with
the weights of the embedded SmolLM2 and asked through `isogloss eval --model http://...`. Where texts differ, transformers
scores the local engine's tokens: the difference is explained where the two tokens that part the texts are the two most
probable ones and their logits lie closer together than float32 sums in another order may move them. Last line: PASS or
FAIL.
"""
import argparse
import json
import os
import pathlib
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = ROOT / ".peers"
FOLDER = PEERS / "models/smollm2-135m-instruct"
GGUF = pathlib.Path(os.environ.get("ISOGLOSS_HOME", pathlib.Path.home() / ".cache/isogloss"),
                    "models/smollm2-135m-instruct/SmolLM2-135M-Instruct.Q4_1.gguf")
options = argparse.ArgumentParser(description=__doc__)
options.add_argument("--isogloss", default=str(ROOT / ".build/release/isogloss"))
options.add_argument("--languages", default="en,de,fr,es,pl", help="ten prompts of each intent are asked in each")
options.add_argument("--limit", type=int, default=10)
options.add_argument("--max-new-tokens", type=int, default=32)
options.add_argument("--least", type=float, default=0.95, help="share of equal texts below which a server fails")
options.add_argument("--close", type=float, default=1e-3, help="gap of two logits that rounding explains")
options.add_argument("--keep", help="folder for the run files; a temporary one when left out")
options.add_argument("--json", help="write the comparison here")
options.add_argument("--only", choices=["transformers", "llama"], help="one of the servers")
options = options.parse_args()


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Server:
    """A server in its own process, ended with the block."""

    def __init__(self, name, command, port, environment=None):
        self.name, self.port = name, port
        self.log = tempfile.NamedTemporaryFile("w+", suffix=f"-{name}.log")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT,
                                        env={**os.environ, **(environment or {})})

    def __enter__(self):
        deadline = time.monotonic() + 600
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SystemExit(f"{self.name} ended while it started:\n{self.tail()}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5):
                    return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.5)
        self.__exit__()
        raise SystemExit(f"{self.name} did not start in 600 s:\n{self.tail()}")

    def tail(self):
        self.log.seek(0)
        return self.log.read()[-2000:]

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def evaluate(folder, name, model, more):
    """The answers of a model by prompt, from a run of the command line."""
    run = folder / f"{name}.sqlite"
    command = [options.isogloss, "eval", "--model", model, "--prompts", "isogloss-12", "--languages", options.languages,
               "--limit", str(options.limit), "--max-new-tokens", str(options.max_new_tokens), "--run", str(run), *more]
    start = time.monotonic()
    ending = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if ending.returncode != 0:
        raise SystemExit(f"{' '.join(command)} ended with {ending.returncode}:\n{ending.stderr[-2000:]}")
    with sqlite3.connect(run) as database:
        rows = database.execute(
            "SELECT p.id, p.text, c.text, c.finish, c.prompt_tokens, c.completion_tokens FROM prompts p "
            "JOIN completions c ON c.prompt = p.id ORDER BY p.position").fetchall()
    print(f"{name}: {len(rows)} answers in {time.monotonic() - start:.0f} s", flush=True)
    return {row[0]: dict(prompt=row[1], text=row[2], finish=row[3], counts=row[4:]) for row in rows}


class Explainer:
    """Where two texts part, and how close the two tokens were, by transformers in float32."""

    def __init__(self):
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer
        self.torch = torch
        self.tokenizer = AutoTokenizer.from_pretrained(FOLDER)
        self.model = AutoModelForCausalLM.from_pretrained(FOLDER, dtype=torch.float32).eval()

    def explain(self, prompt, ours, theirs):
        ids = self.tokenizer.apply_chat_template([dict(role="user", content=prompt)], add_generation_prompt=True,
                                                 return_dict=True)["input_ids"]
        end = [self.tokenizer.eos_token_id]
        a, b = (self.tokenizer(text, add_special_tokens=False)["input_ids"] + end for text in (ours, theirs))
        at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)) - 1)
        with self.torch.no_grad():
            logits = self.model(self.torch.tensor([ids + a[:at]])).logits[0, -1]
        best = logits.topk(2)
        gap = float(best.values[0] - best.values[1])
        return dict(at=at, tokens=[self.tokenizer.decode([x[at]]) for x in (a, b)], gap=gap,
                    top2=set(best.indices.tolist()) == {a[at], b[at]})


def compare(name, local, served):
    if set(local) != set(served):
        raise SystemExit(f"{name}: other prompts were answered than by the local engine")
    differing = [id for id in local if local[id]["text"] != served[id]["text"]]
    finishes = sum(local[id]["finish"] != served[id]["finish"] for id in local if id not in differing)
    counted = sum(local[id]["counts"] != served[id]["counts"] for id in local if id not in differing)
    share = 1 - len(differing) / len(local)
    found = []
    if differing:
        explainer = Explainer()
        for id in differing:
            where = explainer.explain(local[id]["prompt"], local[id]["text"], served[id]["text"])
            where.update(id=id, explained=where["top2"] and where["gap"] <= options.close)
            found.append(where)
            print(f"  {id}: token {where['at']}, {where['tokens'][0]!r} here and {where['tokens'][1]!r} there; the two "
                  f"best logits lie {where['gap']:.2e} apart{'' if where['explained'] else ': NOT EXPLAINED'}")
    holds = share >= options.least and all(where["explained"] for where in found)
    print(f"{name}: {len(local) - len(differing)} of {len(local)} texts equal, {len(differing)} differ "
          f"({sum(where['explained'] for where in found)} explained by logits within {options.close:g}); of the equal ones "
          f"{finishes} end for another reason, {counted} with other token counts: {'holds' if holds else 'DOES NOT HOLD'}",
          flush=True)
    return dict(server=name, prompts=len(local), equal=len(local) - len(differing), differences=found, holds=holds,
                otherFinish=finishes, otherCounts=counted)


def transformers_server():
    port = free_port()
    return Server("transformers serve",
                  [str(PEERS / "venv/bin/transformers"), "serve", str(FOLDER), "--host", "127.0.0.1", "--port", str(port),
                   "--dtype", "float32", "--device", "cpu"], port,
                  dict(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")), str(FOLDER)


def llama_server():
    program = PEERS / "llama/bin/llama-server"
    if not program.exists():
        return None
    weights = PEERS / "models/smollm2-135m-instruct-f32.gguf"
    if not weights.exists():
        subprocess.run([sys.executable, str(ROOT / "scripts/servers/gguf_to_f32.py"), str(GGUF), str(weights)], check=True)
    port = free_port()
    return Server("llama-server",
                  [str(program), "--model", str(weights), "--host", "127.0.0.1", "--port", str(port), "--jinja",
                   "--cache-type-k", "f32", "--cache-type-v", "f32", "--flash-attn", "off", "--ctx-size", "4096",
                   "--parallel", "2", "--alias", "smollm2"], port), "smollm2"


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    local = evaluate(folder, "local", str(FOLDER), ["--dtype", "float32"])
    results = []
    for kind, make in (("transformers", transformers_server), ("llama", llama_server)):
        if options.only not in (None, kind):
            continue
        made = make()
        if made is None:
            print(f"{kind}: not built here (scripts/servers/build_llama.sh): skipped")
            continue
        server, model = made
        with server:
            served = evaluate(folder, kind, f"http://127.0.0.1:{server.port}/v1#{model}", ["--concurrency", "1"])
        results.append(compare(server.name, local, served))
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    passed = bool(results) and all(result["holds"] for result in results)
    print(f"test-servers: {'PASS' if passed else 'FAIL'}")
    return 0 if passed else 1


if options.keep:
    sys.exit(main(pathlib.Path(options.keep)))
with tempfile.TemporaryDirectory() as temporary:
    sys.exit(main(pathlib.Path(temporary)))
