#!/usr/bin/env python3
"""Drives `isogloss serve` in headless Chromium as people use it, and checks what only a browser knows.

    check_serve.py [FOLDER] [--isogloss PATH] [--shots FOLDER]

FOLDER has at least two runs over the same prompts (`make browser` makes runs/browser, `make demo` runs); without one, two
are made of answers that nobody gave. The paths: open a run, filter to a language, open an answer by keys, compare two runs,
the agreement of judges and a gate, label twenty answers with two annotators in two sessions while the server is killed (-9)
and started again, a sample of data with the same form, and the newcomer's path: find the worst language, read ten answers,
label five, see the corrected rate change. A sample is the folder's own (`sample`), or drawn for the check. On every page at
1280 and 360 pixels, light and dark: no error on the console, no request to another origin, no sideways scroll, contrast of
at least 4.5, every id once.
Exit status: 0 all held; 1 a check failed; 2 there is no browser or no program.
"""

import argparse
import base64
import json
import os
import pathlib
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import chromium

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROBE = (pathlib.Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
NAMED = {"Enter": 13, "Escape": 27}


class Server:
    """One `isogloss serve`, on a port that stays the same over its deaths."""

    def __init__(self, program, folder, answers):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.command = [program, "serve", str(folder), "--answers", str(answers), "--port", str(self.port)]
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            self.command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        lines = queue.Queue()
        threading.Thread(target=lambda: [lines.put(line) for line in self.process.stderr], daemon=True).start()
        while True:
            line = lines.get(timeout=120)
            if f"http://127.0.0.1:{self.port}/" in line:
                return

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"


class Tab:
    """A page in a session of its own, or in another tab's."""

    def __init__(self, browser, origin, context=None, width=1280, scheme="light"):
        self.browser, self.origin = browser, origin
        self.context = context or browser.call("Target.createBrowserContext")["browserContextId"]
        target = browser.call("Target.createTarget", url="about:blank", browserContextId=self.context)["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")
        self.show(width, scheme)

    def call(self, method, **parameters):
        return self.browser.call(method, session=self.session, **parameters)

    def show(self, width, scheme):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=740 if width < 500 else 900,
                  mobile=width < 500, deviceScaleFactor=1)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", expression))
        return answer["result"].get("value")

    def open(self, path):
        self.loads(lambda: self.call("Page.navigate", url=self.origin + path))

    def loads(self, act):
        """Does something that loads a page, and waits for it."""
        self.browser.events[:] = [
            event for event in self.browser.events if (event[0], event[1]) != (self.session, "Page.loadEventFired")]
        act()
        self.browser.wait(self.session, "Page.loadEventFired")

    def click(self, selector):
        self.loads(lambda: self.evaluate(f"document.querySelector({json.dumps(selector)}).click()"))

    def press(self, key):
        text = {"text": "\r" if key == "Enter" else key} if key != "Escape" else {}
        for kind in ["keyDown", "keyUp"]:
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key if key in NAMED else "",
                      windowsVirtualKeyCode=NAMED.get(key, ord(key[0].upper())), **(text if kind == "keyDown" else {}))

    def until(self, expression, seconds=60):
        """Waits until something is true, and gives it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if found := self.evaluate(expression):
                    return found
            except RuntimeError:
                # The page went away under the question, or is not there yet.
                pass
            time.sleep(0.05)
        raise TimeoutError(f"never true: {expression}")

    def shoot(self, path):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 4000), "scale": 1}
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        path.write_bytes(base64.b64decode(data))


class Check:
    """The paths, and what failed on them."""

    def __init__(self, browser, server, shots):
        self.browser, self.server, self.shots = browser, server, shots
        self.failures = []
        # While the server is dead, a browser says so on its console.
        self.is_away = False

    def hold(self, holds, words):
        if not holds:
            self.failures.append(words)
            print(f"FAILED {words}", file=sys.stderr)

    def come(self, tab, expression, words):
        """Holds once something is true: a browser gives the focus back after a dialog in its own time."""
        try:
            tab.until(expression, 10)
        except TimeoutError:
            self.hold(False, words)

    def look(self, tab, name):
        """What every page must hold at every width and in both schemes; a screenshot of each."""
        tab.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        for width in [1280, 360]:
            for scheme in ["light", "dark"]:
                tab.show(width, scheme)
                found = tab.evaluate(PROBE)
                where = f"{name}, {width} px, {scheme}"
                self.hold(found["scrollWidth"] <= found["width"], f"{where}: scrolls sideways ({found['scrollWidth']} px)")
                for key in ["wide", "pale", "tiny", "small", "repeated"]:
                    self.hold(not found[key], f"{where}: {key}: {found[key]}")
                self.hold(not found["handlers"], f"{where}: event handlers in the markup")
                self.hold(not found["bareQuotes"], f"{where}: a quote without language or direction")
                self.hold(tab.evaluate("document.querySelectorAll('h1').length") == 1, f"{where}: not one first heading")
                self.hold(tab.evaluate("[...document.querySelectorAll('input:not([type=hidden]), select, textarea')]"
                                       ".every((e) => e.labels?.length || e.ariaLabel || e.getAttribute('aria-label'))"),
                          f"{where}: a field without a label")
                if self.shots:
                    tab.shoot(self.shots / f"serve-{name}-{width}-{scheme}.png")
        tab.show(1280, "light")
        print(f"{name}: {tab.evaluate('document.title')[:100]}")

    def events(self):
        """Console and network of every page since the last look."""
        for _, method, event in self.browser.events:
            if method == "Network.requestWillBeSent":
                url = event["request"]["url"]
                self.hold(url.startswith((self.server.origin + "/", "about:")), f"a request to {url[:120]}")
            elif method == "Log.entryAdded" and event["entry"]["level"] in ("error", "warning") and not self.is_away:
                self.hold(False, f"console: {event['entry']['text'][:200]} {event['entry'].get('url', '')[:100]}")
            elif method == "Runtime.exceptionThrown":
                self.hold(False, f"exception: {json.dumps(event['exceptionDetails'])[:300]}")
            elif method == "Runtime.consoleAPICalled" and event["type"] in ("error", "warning"):
                self.hold(False, f"console: {event['args']}")
        self.browser.events.clear()

    def sign_in(self, name):
        tab = Tab(self.browser, self.server.origin)
        tab.open("/sign-in")
        tab.evaluate(f"document.querySelector('[name=name]').value = {json.dumps(name)}")
        tab.click("main form button")
        self.hold(tab.evaluate("document.querySelector('.who').textContent.includes(" + json.dumps(name) + ")"),
                  f"{name} is not signed in")
        return tab

    def reading(self, run):
        """Open a run, filter to a language, open an answer by keys."""
        tab = Tab(self.browser, self.server.origin)
        tab.open("/")
        self.look(tab, "home")
        tab.click(f"tbody a[href={json.dumps('/run?f=' + run)}]")
        tab.until("document.body.textContent.includes('How this was measured')", 180)
        self.look(tab, "run")
        # Another window has not opened a warning yet.
        tab = Tab(self.browser, self.server.origin)
        tab.open(f"/samples?f={run}")
        code = tab.evaluate("[...document.querySelector('main select[name=language]').options].at(-1).value")
        tab.evaluate(f"document.querySelector('main select[name=language]').value = {json.dumps(code)}")
        tab.click("main .filters button")
        self.hold(tab.evaluate("[...document.querySelectorAll('.item h3')].length > 0"), "no answer in the filtered list")
        self.hold(tab.evaluate("!document.querySelector('details.samples').open"), "answers are open before the warning is")
        tab.press("w")
        self.hold(tab.evaluate("document.querySelector('details.samples').open"), "w does not open the warning")
        self.look(tab, "samples")
        tab.press("?")
        self.hold(tab.evaluate("document.getElementById('help').open"), "? does not open the keys")
        tab.press("Escape")
        self.come(tab, "!document.getElementById('help').open && !document.activeElement.closest('dialog')",
                  "Escape does not close the keys")
        tab.press("/")
        self.come(tab, "document.activeElement.id === 'find'", "/ does not lead to the search")
        tab.evaluate("document.activeElement.blur()")
        tab.press("j")
        tab.press("j")
        tab.press("k")
        self.hold(tab.evaluate("[...document.querySelectorAll('.item')].findIndex((e) => e.classList.contains('here'))") == 0,
                  "j and k do not move")
        tab.loads(lambda: tab.press("o"))
        self.hold(tab.evaluate("location.pathname") == "/sample", "o does not open an answer")
        self.hold(tab.evaluate("document.querySelector('details.samples').open"), "the warning is not remembered")
        self.look(tab, "sample")
        tab.open("/search?q=" + "a%27%3C")
        tab.open("/search?q=the")
        self.look(tab, "search")
        self.events()

    def compare(self, before, after):
        tab = Tab(self.browser, self.server.origin)
        tab.open(f"/compare?before={before}&after={after}")
        tab.until("document.getElementById('comparison') !== null", 180)
        self.look(tab, "compare")
        self.events()

    def held(self, run, baseline):
        """How far the run's judges agree, or that it has one; and the run held against the first policy that there is."""
        tab = Tab(self.browser, self.server.origin)
        tab.open(f"/agreement?f={run}")
        tab.until("document.getElementById('agreement') !== null || document.querySelector('main .note') !== null", 180)
        self.look(tab, "agreement")
        tab.open(f"/gate?f={run}")
        policy = tab.evaluate("document.querySelector('main select[name=policy]')?.value ?? null")
        self.hold(policy is not None, "there is no gate policy to choose")
        if policy is not None:
            tab.evaluate(f"document.querySelector('main select[name=baseline]').value = {json.dumps(baseline)}")
            tab.click("main .filters button")
            tab.until("document.getElementById('gate') !== null", 180)
            self.hold(tab.evaluate("document.title").startswith("Gate "), "the gate's page does not say whether it held")
            self.look(tab, "gate")
        self.events()

    def others(self):
        """The pages of what else the folder has."""
        tab = Tab(self.browser, self.server.origin)
        for kind in ["training", "experiment", "survey", "report"]:
            tab.open("/")
            selector = f"main a[href^={json.dumps('/' + kind + '?')}]"
            if tab.evaluate(f"document.querySelector({json.dumps(selector)}) !== null"):
                tab.click(selector)
                self.hold(kind != "training" or tab.evaluate("document.querySelector('progress') !== null"),
                          "a training does not show how far it is")
                self.look(tab, kind)
        self.events()

    def label(self, tab, key, waits=True):
        """Answers the item on the page by its key, and goes on."""
        before = tab.evaluate("document.querySelector('#review [name=item]').value")
        tab.press(key)
        tab.press("Enter")
        if waits:
            tab.until(f"document.querySelector('#review [name=item]')?.value !== {json.dumps(before)}"
                      " && document.readyState === 'complete'")
        return before

    def labelling(self, run):
        """Twenty answers, two annotators at once; the server dies twice in the middle."""
        people = {name: self.sign_in(name) for name in ["anna", "ben"]}
        for tab in people.values():
            tab.open(f"/review?f={run}")
            tab.press("w")
        self.look(people["anna"], "review")
        labelled = {name: [] for name in people}
        for turn in range(10):
            for name, tab in people.items():
                if turn in (3, 7) and name == "anna":
                    self.events()
                    self.is_away = True
                    self.server.kill()
                    labelled[name].append(self.label(tab, "r", waits=False))
                    tab.until("document.querySelector('.saved').textContent.includes('Not sent yet')")
                    if turn == 3 and self.shots:
                        tab.shoot(self.shots / "serve-review-offline.png")
                    self.server.start()
                    tab.until(f"document.querySelector('#review [name=item]')?.value !== {json.dumps(labelled[name][-1])}"
                              " && document.readyState === 'complete'")
                    self.events()
                    self.is_away = False
                else:
                    labelled[name].append(self.label(tab, "r" if turn % 3 else "c"))
        self.events()
        tab = people["anna"]
        tab.open(f"/progress?f={run}")
        for name, items in labelled.items():
            self.hold(len(set(items)) == 10, f"{name} was asked {len(set(items))} different items")
            answered = tab.evaluate(
                f"[...document.querySelectorAll('tr')].find((r) => r.cells[0].textContent === {json.dumps(name)})"
                ".cells[1].textContent")
            self.hold(answered == "10", f"{name} answered 10, and {answered} are counted")
        self.look(tab, "progress")
        text = tab.evaluate(f"fetch('/export?f={run}').then((answer) => answer.text())")
        lines = [json.loads(line) for line in text.splitlines()]
        for name, items in labelled.items():
            self.hold({line["id"] for line in lines if line["labeller"] == name} == set(items),
                      f"the export has other answers of {name} than were given")
        self.events()

    def sheets(self, name):
        """A sample of data: two annotators by turns, and what they said taken over into its folder."""
        people = {who: self.sign_in(who) for who in ["anna", "ben"]}
        given = set()
        for tab in people.values():
            tab.open(f"/review?f={name}")
            tab.press("w")
        self.look(people["anna"], "sheet")
        item = "document.querySelector('#review [name=item]')?.value ?? 'none'"
        for _ in range(4):
            for who, tab in people.items():
                before = tab.evaluate(item)
                if before == "none":
                    continue
                # One number after the other answers one question after the other.
                for _ in range(tab.evaluate("document.querySelectorAll('#review fieldset').length")):
                    tab.press("1")
                self.hold(tab.evaluate("[...document.querySelectorAll('#review fieldset')].every((part) =>"
                                       " part.querySelector('input').checked)"), "numbers do not answer in turn")
                tab.press("Enter")
                tab.until(f"({item}) !== {json.dumps(before)} && document.readyState === 'complete'")
                given.add((who, before))
        self.hold(len(given) >= 6, f"two annotators were asked {len(given)} items of the sample")
        tab = people["anna"]
        tab.open(f"/progress?f={name}")
        self.look(tab, "sheet-progress")
        text = tab.evaluate(f"fetch('/export?f={name}').then((answer) => answer.text())")
        kept = {(line["annotator"], line["item"]) for line in map(json.loads, text.splitlines())}
        self.hold(given <= kept, f"of {len(given)} answered items {len(given & kept)} are in the export")
        tab.click("form[action='/take'] button")
        self.hold("answers taken over" in tab.evaluate("document.title"), "answers are not taken over")
        self.events()

    def newcomer(self, run):
        """Who knows neither paper: the worst language, ten answers, five labels, the corrected rate."""
        start = time.monotonic()
        tab = self.sign_in("newcomer")
        tab.open("/")
        tab.click(f"tbody a[href={json.dumps('/run?f=' + run)}]")
        tab.until("document.querySelector('.languages a') !== null")
        worst = tab.evaluate("document.querySelector('.languages a').textContent")
        tab.click(".languages a")
        code = tab.evaluate("new URLSearchParams(location.search).get('language')")
        tab.press("w")
        read = tab.evaluate("[...document.querySelectorAll('.item blockquote:last-of-type')].slice(0, 10)"
                            ".map((quote) => { quote.scrollIntoView(); return quote.textContent.length })")
        self.hold(len(read) == 10, f"{len(read)} answers to read in the worst language")
        tab.open(f"/progress?f={run}")
        row = (f"[...document.querySelectorAll('#rates tbody tr')].find((r) => r.cells[0].textContent.includes('({code})'))")
        before = tab.evaluate(f"[...{row}.cells].map((c) => c.textContent)")
        tab.open(f"/review?f={run}&language={code}")
        tab.press("w")
        for _ in range(5):
            self.label(tab, "r")
        tab.open(f"/progress?f={run}")
        after = tab.evaluate(f"[...{row}.cells].map((c) => c.textContent)")
        self.hold(before[2] != after[2], f"the corrected rate did not change: {before} {after}")
        self.hold(before[1] == after[1], f"the judge's own rate changed: {before} {after}")
        headline = tab.evaluate("document.title")
        self.hold(headline.startswith("1 of ") and "; by the judge: " in headline,
                  f"five labels in one language are called more than that: {headline}")
        self.look(tab, "newcomer")
        self.events()
        print(f"newcomer: worst language {worst}; corrected {before[2]} -> {after[2]} after 5 labels, in "
              f"{time.monotonic() - start:.0f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=pathlib.Path, nargs="?")
    parser.add_argument("--isogloss", default=os.environ.get("ISOGLOSS", str(ROOT / ".build/release/isogloss")))
    parser.add_argument("--shots", type=pathlib.Path, help="folder for screenshots")
    options = parser.parse_args()
    path = chromium.find()
    if not path:
        print("check_serve: Chromium is not there: install the package chromium or set CHROMIUM", file=sys.stderr)
        return 2
    if not pathlib.Path(options.isogloss).is_file():
        print(f"check_serve: there is no program {options.isogloss}: make build", file=sys.stderr)
        return 2
    if options.shots:
        options.shots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="isogloss-serve-") as scratch:
        folder = options.folder
        if folder is None:
            folder = pathlib.Path(scratch) / "runs"
            for seed, name in enumerate(["first", "second"]):
                subprocess.run([sys.executable, str(ROOT / "scripts/bench/serve_run.py"), str(folder / f"{name}.sqlite"),
                                "--samples", "1344", "--judges", "2", "--seed", str(seed)], check=True)
            subprocess.run([options.isogloss, "data", "review", "sample", "isogloss-12", "--count", "8", "--seed", "1",
                            "--out", str(folder / "sample")], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        runs = sorted(str(p.relative_to(folder)) for p in folder.rglob("*.sqlite"))
        if options.folder is not None and "demo.sqlite" in runs:
            runs = ["demo.sqlite"] + [name for name in ["demo/before.sqlite", "demo/after.sqlite"] if name in runs]
        server = Server(options.isogloss, folder, pathlib.Path(scratch) / "answers")
        browser = chromium.Chromium(path)
        check = Check(browser, server, options.shots)
        try:
            check.reading(runs[0])
            check.compare(runs[-2 if len(runs) > 1 else 0], runs[-1])
            check.held(runs[-1], runs[0])
            check.others()
            check.newcomer(runs[0])
            check.labelling(runs[-1])
            if (folder / "sample/sample.json").is_file():
                check.sheets("sample")
        finally:
            browser.close()
            server.process.kill()
    print("check_serve: all held" if not check.failures else f"check_serve: {len(check.failures)} checks failed")
    return 1 if check.failures else 0


if __name__ == "__main__":
    sys.exit(main())
