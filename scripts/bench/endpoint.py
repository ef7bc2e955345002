"""Isogloss against inspect_ai on one mock server in one run: samples/s, CPU a sample, memory; then the latency bound.

Our side is `isogloss eval` with a run file, started anew each time and timed from outside with start-up, store, judge and
report in it; CPU is the process's own (user + system, from wait4), the mock's is not in it. The peer is timed from inside,
without its start-up. Sides take turns, and medians are compared. Last line: ratio of samples/s at zero latency.
"""
import argparse
import json
import os
import pathlib
import re
import signal
import statistics
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
options.add_argument("--rounds", type=int, default=3)
options.add_argument("--samples", type=int, default=20_000)
options.add_argument("--peer-samples", type=int, default=1_000)
options.add_argument("--concurrency", type=int, default=200)
options.add_argument("--latency-ms", type=float, default=50)
options.add_argument("--port", type=int, default=18_431)
options.add_argument("--ours-only", action="store_true", help="without the peer, and so without the ratio")
options.add_argument("--kill", action="store_true", help="also end a run by kill -9 in the middle and go on with it")
options = options.parse_args()
address = f"http://127.0.0.1:{options.port}/v1#mock"


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
    return [options.isogloss, "eval", "--model", address, "--prompts", str(path), "--run", str(folder / run),
            "--concurrency", str(options.concurrency), "--max-new-tokens", "16"]


def timed(arguments):
    """Wall seconds, CPU seconds, peak memory in MB, output."""
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


def ours(folder, run):
    wall, cpu, memory, _ = timed(command(folder, prompts(folder, options.samples), run))
    (folder / run).unlink()
    return dict(rate=options.samples / wall, wall=wall, cpu=cpu / options.samples * 1000, memory=memory)


def bare():
    """Samples/s and CPU a sample of the client alone."""
    text = timed([options.isogloss, "bench-endpoint", address, str(options.samples), str(options.concurrency)])[3]
    found = re.search(r"bare client: (\d+) samples/s, ([\d.]+) ms", text)
    return dict(rate=float(found.group(1)), cpu=float(found.group(2)))


def peer(folder):
    script = str(pathlib.Path(options.peers) / "inspect_bench.py")
    run = subprocess.run([sys.executable, script, str(options.peer_samples), str(options.concurrency), str(options.port)],
                         capture_output=True, text=True, cwd=folder)
    found = re.search(r"success: (\d+) samples/s, ([\d.]+) ms CPU a sample, peak RSS (\d+) MB", run.stdout)
    if not found:
        raise SystemExit(f"inspect_ai did not finish:\n{run.stdout[-500:]}\n{run.stderr[-1500:]}")
    return dict(rate=float(found.group(1)), cpu=float(found.group(2)), memory=float(found.group(3)))


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


def slow(folder, least):
    """A run against a server that takes its time for every answer."""
    with Mock("--latency-ms", str(options.latency_ms)) as mock:
        watch = Watch(mock, options.samples)
        watch.start()
        result = ours(folder, "latency.sqlite")
        watch.join(timeout=5)
        return dict(result, steady=watch.steady(least), whole=result["wall"] / least, peak=mock.stats()["peak"])


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


def median(results, key):
    return statistics.median(result[key] for result in results)


def each(results, key, form):
    return " ".join(format(result[key], form) for result in results)


def bound(what, value, limit, form, least=False):
    holds = value >= limit if least else value <= limit
    print(f"{'pass' if holds else 'FAIL'}: {what} {value:{form}}, {'at least' if least else 'at most'} {limit:{form}}")


def main(folder):
    print(f"load average {' '.join(f'{load:.1f}' for load in os.getloadavg())} on {os.cpu_count()} cores; {options.samples} "
          f"samples at concurrency {options.concurrency}, the peer {options.peer_samples}; {options.rounds} rounds", flush=True)
    mine, theirs, client, slower = [], [], [], []
    least = options.samples * options.latency_ms / 1000 / options.concurrency
    for _ in range(options.rounds):
        with Mock():
            if not options.ours_only:
                theirs.append(peer(folder))
            mine.append(ours(folder, "zero.sqlite"))
            client.append(bare())
        slower.append(slow(folder, least))
    if theirs:
        print(f"inspect_ai: {median(theirs, 'rate'):.0f} samples/s ({each(theirs, 'rate', '.0f')}), "
              f"{median(theirs, 'cpu'):.2f} ms CPU a sample, {median(theirs, 'memory'):.0f} MB")
    print(f"isogloss eval, store on: {median(mine, 'rate'):.0f} samples/s ({each(mine, 'rate', '.0f')}), "
          f"{median(mine, 'cpu'):.3f} ms CPU a sample ({each(mine, 'cpu', '.3f')}), {median(mine, 'memory'):.0f} MB")
    print(f"the bare client: {median(client, 'rate'):.0f} samples/s ({each(client, 'rate', '.0f')}), "
          f"{median(client, 'cpu'):.3f} ms CPU a sample")
    print(f"isogloss eval at {options.latency_ms:.0f} ms: {median(slower, 'steady'):.2f} times N x L / C after ramp-up "
          f"({each(slower, 'steady', '.2f')}; {median(slower, 'whole'):.2f} with start and report), "
          f"{median(slower, 'cpu'):.3f} ms CPU a sample, {median(slower, 'memory'):.0f} MB, "
          f"at most {max(result['peak'] for result in slower)} in flight")
    if options.kill:
        again = killed(folder, 5_000)
        # In flight, or answered and not on disk yet.
        bound("asked again after kill -9", again, options.concurrency + options.concurrency // 8, "d")
    print(f"load average {' '.join(f'{load:.1f}' for load in os.getloadavg())} at the end")
    bound("ms CPU a sample, store on", median(mine, "cpu"), 0.5, ".3f")
    bound("times N x L / C after ramp-up", median(slower, "steady"), 1.15, ".2f")
    bound("MB resident", max(result["memory"] for result in mine + slower), 200, ".0f")
    if theirs:
        ratio = median(mine, "rate") / median(theirs, "rate")
        bound("times inspect_ai's samples/s", ratio, 25, ".1f", least=True)
        print(f"ratio: {ratio:.2f}")


with tempfile.TemporaryDirectory() as temporary:
    main(pathlib.Path(temporary))
