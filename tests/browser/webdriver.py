"""A small WebDriver client for headless Chromium: Python's own library and Debian's chromium-driver are all it needs."""

import base64
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Failed(Exception):
    pass


class Browser:
    """One headless window. Use it in a `with` statement."""

    def __init__(self, width=1280, height=900, dark=False, script=True, args=()):
        self.script = script
        driver = shutil.which("chromedriver")
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if not driver or not chromium:
            raise Failed("needs chromium and chromedriver: apt-get install chromium chromium-driver")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"]
        options += [f"--window-size={width},{height}", *args]
        if dark:
            options.append("--blink-settings=preferredColorScheme=0")
        if not script:
            options.append("--blink-settings=scriptEnabled=false")
        chrome = {"binary": chromium, "args": options}
        wants = {"browserName": "chrome", "goog:chromeOptions": chrome, "goog:loggingPrefs": {"browser": "ALL"}}
        try:
            self._wait()
            made = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wants}})
        except Exception:
            self.process.kill()
            raise
        self.session = f"/session/{made['sessionId']}"
        self._call("POST", self.session + "/timeouts", {"script": 300_000, "pageLoad": 120_000})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._call("DELETE", self.session)
        except Exception:
            pass
        self.process.terminate()
        self.process.wait(timeout=20)

    def _wait(self):
        for _ in range(100):
            try:
                if self._call("GET", "/status").get("ready"):
                    return
            except (urllib.error.URLError, ConnectionError):
                pass
            time.sleep(0.1)
        raise Failed("chromedriver does not answer")

    def _call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=400) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise Failed(json.load(error)["value"]["message"].splitlines()[0]) from None

    def open(self, url):
        """Opens a page and waits until all of it is there: the driver may answer before."""
        self._call("POST", self.session + "/url", {"url": url})
        for _ in range(600):
            if not self.script or self.run("return document.readyState") == "complete":
                return
            time.sleep(0.1)
        raise Failed(f"{url} is not loaded after a minute")

    def run(self, script, *args):
        """Runs JavaScript in the page and returns what it returns."""
        return self._call("POST", self.session + "/execute/sync", {"script": script, "args": list(args)})

    def run_async(self, script, *args):
        return self._call("POST", self.session + "/execute/async", {"script": script, "args": list(args)})

    def find(self, css):
        return self._call("POST", self.session + "/element", {"using": "css selector", "value": css})[ELEMENT]

    def click(self, css):
        """A real click: the element is scrolled to and must not be covered."""
        self._call("POST", f"{self.session}/element/{self.find(css)}/click", {})

    def type(self, css, text):
        self._call("POST", f"{self.session}/element/{self.find(css)}/value", {"text": text})

    def press(self, key):
        """A key for whatever has the focus."""
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self._call("POST", self.session + "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def resize(self, width, height):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def cdp(self, command, **params):
        return self._call("POST", self.session + "/goog/cdp/execute", {"cmd": command, "params": params})

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self._call("GET", self.session + "/screenshot")))

    def print(self):
        """The page as an A4 PDF, with the page's own margins."""
        made = self.cdp("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(made["data"])

    def log(self):
        return self._call("POST", self.session + "/se/log", {"type": "browser"})
