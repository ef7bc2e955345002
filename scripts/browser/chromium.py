"""A headless Chromium, driven over its DevTools pipe with the standard library alone."""

import fcntl
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

NAMES = ["chromium", "chromium-browser", "chromium-headless-shell", "google-chrome", "google-chrome-stable"]


def find():
    """The browser's path: $CHROMIUM, or the first known name on the PATH; None where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Chromium:
    """One browser process. Events are kept in `events` as (session, method, parameters)."""

    def __init__(self, path, timeout=180):
        self.timeout = timeout
        self.events = []
        self._answers = {}
        self._next = 0
        self._buffer = b""
        self._profile = tempfile.TemporaryDirectory(prefix="isogloss-chromium-", ignore_cleanup_errors=True)
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        # The browser reads descriptor 3 and writes descriptor 4: first move both out of their way.
        theirs_in, theirs_out = (fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (theirs_in, theirs_out))

        def wire():
            os.dup2(theirs_in, 3)
            os.dup2(theirs_out, 4)

        arguments = [
            path, "--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            "--disable-extensions", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--disable-dev-shm-usage", "--font-render-hinting=none",
            "--force-renderer-accessibility", f"--user-data-dir={self._profile.name}", "about:blank",
        ]
        if os.geteuid() == 0:
            # The sandbox refuses the superuser, as in a container.
            arguments.insert(1, "--no-sandbox")
        self._process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=(3, 4), preexec_fn=wire)
        os.close(theirs_in)
        os.close(theirs_out)
        self._out, self._in = ours_out, ours_in

    def call(self, method, session=None, **parameters):
        """The answer to a command."""
        self._next += 1
        number = self._next
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data):]
        deadline = time.monotonic() + self.timeout
        while number not in self._answers:
            self._read(deadline, method)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def wait(self, session, method):
        """Waits until an event has come in for a session, and takes it out."""
        deadline = time.monotonic() + self.timeout
        while True:
            for index, (where, name, parameters) in enumerate(self.events):
                if where == session and name == method:
                    del self.events[index]
                    return parameters
            self._read(deadline, method)

    def close(self):
        """Ends the browser."""
        try:
            self.call("Browser.close")
        except (RuntimeError, OSError, TimeoutError):
            self._process.kill()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._out)
        os.close(self._in)
        self._profile.cleanup()

    def _read(self, deadline, what):
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([self._in], [], [], left)[0]:
            raise TimeoutError(f"Chromium gave no answer to {what} within {self.timeout} s")
        data = os.read(self._in, 1 << 20)
        if not data:
            raise RuntimeError("Chromium ended before it answered")
        *messages, self._buffer = (self._buffer + data).split(b"\0")
        for message in map(json.loads, messages):
            if "id" in message:
                self._answers[message["id"]] = message
            else:
                self.events.append((message.get("sessionId"), message["method"], message.get("params", {})))
