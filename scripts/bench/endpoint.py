"""Isogloss against inspect_ai on one mock server in one run: samples/s, CPU a sample, memory; then the latency bound.

Each process is started anew and timed from outside, start-up, store and report included; CPU is the process's own
(user + system, from wait4), the mock's is not in it. Last line: ratio of samples/s at zero latency.
"""
import argparse
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
options = argparse.ArgumentParser(description=__doc__)
options.add_argument("--isogloss", default=str(ROOT / ".build/release/isogloss"))
options.add_argument("--peers", default=str(ROOT.parent / "shared/peers"), help="folder of mock_openai.py")
options.add_argument("--samples", type=int, default=20_000)
options.add_argument("--peer-samples", type=int, default=1_000)
options.add_argument("--concurrency", type=int, default=200)
options.add_argument("--latency-ms", type=float, default=50)
options.add_argument("--port", type=int, default=18_431)
options.add_argument("--kill", action="store_true", help="also end a run by kill -9 in the middle and go on with it")
options = options.parse_args()


class Mock:
    """The shared mock server in its own process."""

    def __init__(self, *arguments):
        script = str(pathlib.Path(options.peers) / "mock_openai.py")
        self.process = subprocess.Popen([sys.executable, script, str(options.port), *arguments])

    def __enter__(self):
        for _ in range(200):
            try:
                self.stats()
                return self
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the mock server did not start")

    def stats(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{options.port}/stats", timeout=5) as reply:
            return json.load(reply)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def prompts(folder, count):
    """A file of prompts as long as the peer's."""
    path = folder / f"prompts-{count}.jsonl"
    with path.open("w") as file:
        for number in range(count):
            row = dict(id=f"p{number}", language="en", intent="harmful", scope="global", text="hello " * 20 + str(number),
                       provenance=dict(source="bench"), perturbations=[])
            file.write(json.dumps(row) + "\n")
    return path


def command(folder, path, run):
    return [options.isogloss, "eval", "--model", f"http://127.0.0.1:{options.port}/v1#mock", "--prompts", str(path),
            "--run", str(folder / run), "--concurrency", str(options.concurrency), "--max-new-tokens", "16"]


def timed(arguments):
    """Wall seconds, CPU seconds, peak memory in MB."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(arguments, stdout=output, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - start
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}:\n{text[-2000:]}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text


def isogloss(folder, count, run):
    wall, cpu, memory, _ = timed(command(folder, prompts(folder, count), run))
    return dict(rate=count / wall, wall=wall, cpu=cpu / count * 1000, memory=memory)


class Watch(threading.Thread):
    """When how many samples were answered, seen from the server."""

    def __init__(self, mock, count):
        super().__init__(daemon=True)
        self.mock, self.count, self.seen = mock, count, []

    def run(self):
        while not self.seen or self.seen[-1][1] < self.count:
            self.seen.append((time.monotonic(), self.mock.stats()["answered"]))
            time.sleep(0.05)

    def steady(self, least):
        """Wall time after ramp-up (a tenth of the samples), as a multiple of what N x L / C gives for the rest."""
        start, before = next(point for point in self.seen if point[1] >= self.count / 10)
        end, after = self.seen[-1]
        return (end - start) / (least * (after - before) / self.count)


def killed(folder, count):
    """Ends a run by SIGKILL in its middle, goes on with it, and counts what the server was asked twice."""
    path = prompts(folder, count)
    with Mock("--latency-ms", "5") as mock:
        process = subprocess.Popen(command(folder, path, "killed.sqlite"), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        while mock.stats()["answered"] < count // 2:
            if process.poll() is not None:
                raise SystemExit("the run ended before it could be killed")
        process.send_signal(signal.SIGKILL)
        process.wait()
        timed(command(folder, path, "killed.sqlite"))
        return mock.stats()["answered"] - count


with tempfile.TemporaryDirectory() as temporary:
    folder = pathlib.Path(temporary)
    if options.kill:
        again = killed(folder, 5_000)
        print(f"kill -9 in the middle of 5000: {again} asked again, {options.concurrency} may be in flight")
        if again > options.concurrency:
            raise SystemExit("more was asked again than can have been in flight")
    with Mock() as mock:
        peer = subprocess.run(
            [sys.executable, str(pathlib.Path(options.peers) / "inspect_bench.py"), str(options.peer_samples),
             str(options.concurrency), str(options.port)],
            capture_output=True, text=True, cwd=folder)
        found = re.search(r"success: (\d+) samples/s", peer.stdout)
        if not found:
            raise SystemExit(f"inspect_ai did not finish:\n{peer.stdout[-500:]}\n{peer.stderr[-1500:]}")
        print(peer.stdout.strip().splitlines()[-1])
        ours = isogloss(folder, options.samples, "zero.sqlite")
        print(f"isogloss: {ours['rate']:.0f} samples/s, {ours['cpu']:.2f} ms CPU a sample (bound 0.50), "
              f"peak RSS {ours['memory']:.0f} MB, store on")
    with Mock("--latency-ms", str(options.latency_ms)) as mock:
        watch = Watch(mock, options.samples)
        watch.start()
        slow = isogloss(folder, options.samples, "latency.sqlite")
        watch.join(timeout=5)
        least = options.samples * options.latency_ms / 1000 / options.concurrency
        print(f"isogloss at {options.latency_ms:.0f} ms: {slow['wall']:.2f} s for {options.samples} samples, "
              f"{watch.steady(least):.2f} times N x L / C after ramp-up (bound 1.15; {slow['wall'] / least:.2f} with start "
              f"and report), {slow['cpu']:.2f} ms CPU a sample, peak RSS {slow['memory']:.0f} MB (bound 200), peak in flight {mock.stats()['peak']}")
    print(f"ratio: {ours['rate'] / float(found.group(1)):.2f}")
