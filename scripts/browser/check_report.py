#!/usr/bin/env python3
"""Opens an HTML report in headless Chromium and checks what only a browser knows.

    check_report.py REPORT.html [--shots FOLDER]

At 1280, 360 and 320 pixels, light and dark: no error on the console, no request besides the file, no sideways scroll,
contrast of at least 4.5 for every text drawn, samples folded at first and opened by keyboard, the headline as the one
first-level heading of the accessibility tree, headings in order, every picture and table named. `--shots` keeps PNGs.
Exit status: 0 all held; 1 a check failed; 2 there is no browser or no report.
"""

import argparse
import base64
import json
import pathlib
import sys

import chromium

WIDTHS = [1280, 360, 320]
PHONE = 480
SCHEMES = ["light", "dark"]
KEYS = {"Tab": 9, "Enter": 13}


class Page:
    """One open page."""

    def __init__(self, browser, url, width, height, is_phone, scheme):
        self.browser = browser
        self.url = url
        target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self.target = target
        self.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network", "Accessibility", "DOM"]:
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, mobile=is_phone,
                  deviceScaleFactor=2 if is_phone else 1)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=url)
        browser.wait(self.session, "Page.loadEventFired")

    def call(self, method, **parameters):
        return self.browser.call(method, session=self.session, **parameters)

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"].get("exception", {}).get("description", expression))
        return answer["result"].get("value")

    def press(self, key):
        code = KEYS[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ["keyDown", "keyUp"]:
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code,
                      **(text if kind == "keyDown" else {}))

    def shoot(self, path):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 8000), "scale": 1}
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        path.write_bytes(base64.b64decode(data))

    def close(self):
        self.browser.call("Target.closeTarget", targetId=self.target)


def console_and_network(page, fail):
    """Everything that the page said or asked for since it was opened."""
    for session, method, event in page.browser.events:
        if session != page.session:
            continue
        if method == "Network.requestWillBeSent" and event["request"]["url"] != page.url:
            fail(f"the page asks for {event['request']['url'][:120]}")
        elif method == "Log.entryAdded" and event["entry"]["level"] in ("error", "warning"):
            fail(f"console: {event['entry']['text'][:200]}")
        elif method == "Runtime.exceptionThrown":
            fail(f"exception: {event['exceptionDetails'].get('text')}")
        elif method == "Runtime.consoleAPICalled" and event["type"] in ("error", "warning"):
            fail(f"console: {event['args']}")
        elif method == "Page.javascriptDialogOpening":
            fail(f"a dialog opened: {event['message'][:120]}")


def layout(page, fail):
    """What the page's own measures say."""
    found = page.evaluate((pathlib.Path(__file__).parent / "probe.js").read_text(encoding="utf-8"))
    if found["scrollWidth"] > found["width"]:
        fail(f"the page scrolls sideways: {found['scrollWidth']} px in {found['width']} px")
    for key, meaning in [
        ("wide", "reaches beyond the page"), ("pale", "contrast below 4.5"), ("tiny", "letters below 8 px"),
        ("small", "target lower than 24 px"), ("repeated", "id used twice"),
    ]:
        for what in found[key]:
            fail(f"{meaning}: {what}")
    for key, meaning in [
        ("open", "folded parts are open at first"), ("foreign", "elements that a report has no use for"),
        ("handlers", "elements with event handlers"), ("bareQuotes", "samples without language or direction"),
    ]:
        if found[key]:
            fail(f"{meaning}: {found[key]}")
    return found


def accessibility(page, found, fail):
    """What a screen reader is given."""
    nodes = [n for n in page.call("Accessibility.getFullAXTree")["nodes"] if not n.get("ignored")]

    def role(node):
        return node.get("role", {}).get("value")

    def name(node):
        return " ".join((node.get("name", {}).get("value") or "").split())

    headings = []
    for node in nodes:
        if role(node) == "heading":
            level = next((p["value"]["value"] for p in node["properties"] if p["name"] == "level"), None)
            headings.append((level, name(node)))
    first = [text for level, text in headings if level == 1]
    if len(first) != 1 or not first[0] or first[0].replace(" ", "") != "".join(found["h1"].split()):
        fail(f"the headline is not the one first-level heading: {first}")
    for (above, _), (below, text) in zip(headings, headings[1:]):
        if below > above + 1:
            fail(f"heading level {below} follows {above}: {text[:60]}")
    images = [node for node in nodes if role(node) in ("image", "img")]
    if len(images) != found["charts"]:
        fail(f"{len(images)} pictures in the accessibility tree, {found['charts']} on the page")
    for kind, members in [("picture", images), ("table", [n for n in nodes if role(n) == "table"])]:
        if any(not name(node) for node in members):
            fail(f"a {kind} has no name")
    for landmark in ["banner", "main", "contentinfo"]:
        if not any(role(node) == landmark for node in nodes):
            fail(f"there is no landmark {landmark}")
    return first[0] if first else ""


def keyboard(page, found, fail):
    """The skip link comes first and leads to the results; the content warning opens by the return key."""
    page.press("Tab")
    if page.evaluate("document.activeElement.className") != "skip":
        fail("the first stop of the tab key is not the skip link")
    if page.evaluate("document.activeElement.getBoundingClientRect().left") < 0:
        fail("the focused skip link cannot be seen")
    page.press("Enter")
    if page.evaluate("document.activeElement.id") != "main":
        fail("the skip link does not lead to the results")
    if not found["warnings"]:
        return
    for _ in range(400):
        page.press("Tab")
        if page.evaluate("document.activeElement.matches('details.samples > summary')"):
            break
    else:
        return fail("the content warning cannot be reached by the tab key")
    page.press("Enter")
    if not page.evaluate("document.activeElement.parentElement.open"):
        fail("the content warning does not open by the return key")


def check(browser, report, widths, shots):
    """Failures, in words, and a line on what was seen."""
    failures = []
    headline = ""
    for width in widths:
        grounds = []
        is_phone = width <= PHONE
        for scheme in SCHEMES:
            where = f"{width} px, {scheme}"

            def fail(what, where=where):
                failures.append(f"{where}: {what}")

            page = Page(browser, report.as_uri(), width, 740 if is_phone else 900, is_phone, scheme)
            found = layout(page, fail)
            grounds.append(found["ground"])
            headline = accessibility(page, found, fail)
            if shots and width != 320:
                page.shoot(shots / f"{report.stem}-{width}-{scheme}.png")
            keyboard(page, found, fail)
            # Once more with everything unfolded.
            page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
            for what in (opened := layout(page, lambda _: None))["pale"] + opened["wide"]:
                fail(f"unfolded: {what}")
            if opened["scrollWidth"] > opened["width"]:
                fail(f"unfolded, the page scrolls sideways: {opened['scrollWidth']} px")
            if shots and width != 320:
                page.shoot(shots / f"{report.stem}-{width}-{scheme}-open.png")
            console_and_network(page, fail)
            page.close()
            print(f"{where}: {found['charts']} pictures, {opened['texts']} texts")
        if grounds[0] == grounds[1]:
            failures.append(f"{width} px: light and dark have the same ground")
    print(json.dumps({"headline": headline[:300]}, ensure_ascii=False))
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--shots", type=pathlib.Path, help="folder for screenshots")
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS, help="pixels, 1280 360 320 by default")
    arguments = parser.parse_args()
    path = chromium.find()
    if not path:
        print("check_report: Chromium is not there: install the package chromium or set CHROMIUM", file=sys.stderr)
        return 2
    if not arguments.report.is_file():
        print(f"check_report: there is no file {arguments.report}", file=sys.stderr)
        return 2
    if arguments.shots:
        arguments.shots.mkdir(parents=True, exist_ok=True)
    browser = chromium.Chromium(path)
    try:
        failures = check(browser, arguments.report.resolve(), arguments.widths, arguments.shots)
    finally:
        browser.close()
    for failure in failures:
        print(f"FAILED {failure}", file=sys.stderr)
    print("check_report: all held" if not failures else f"check_report: {len(failures)} checks failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
