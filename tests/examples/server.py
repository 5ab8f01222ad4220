"""A host started from an installation on a free port, with the drop-ins of the examples that have settings beside its configuration."""

import http.client
import json
import shutil
import subprocess
import time
import urllib.request

from daemon import free_port
from installation import PROJECT

CONFIGURATION = """
[listener]
address = 127.0.0.1
port = 0
request_timeout = 30s
[admin]
port = {admin_port}
[control_plane]
endpoint = 127.0.0.1:1
insecure = true
[webhook]
endpoints = {endpoints}
"""


ENDPOINTS = ("greet", "deadline", "countdown", "load", "checksum")


class Server:
    def __init__(self, installation):
        folder = installation.folder / "etc"
        (folder / "conf.d").mkdir(parents=True)
        config = folder / "flyte-webhook.ini"
        self.admin_port = free_port()
        config.write_text(CONFIGURATION.format(endpoints=", ".join(ENDPOINTS), admin_port=self.admin_port))
        for dropin in (PROJECT / "sdk/examples").glob("*/*.ini"):
            shutil.copy(dropin, folder / "conf.d")
        self._port_file = folder / "port"
        self._log = folder / "log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen([installation.prefix / "bin/flyte-webhook", "--config", config, "--port-file", self._port_file],
                                             stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        self.port = None

    def __enter__(self):
        deadline = time.monotonic() + 30
        while not (self._port_file.exists() and self._port_file.read_text().strip()):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self._end()
                raise AssertionError(f"the host did not start:\n{self._log.read_text()}")
            time.sleep(0.01)
        self.port = int(self._port_file.read_text())
        return self

    def __exit__(self, *_):
        code = self._end()
        if code:
            raise AssertionError(f"the host ended with {code}:\n{self._log.read_text()}")

    def get(self, path):
        status, _, body = self.ask("GET", path)
        return status, json.loads(body)

    def post(self, path, body):
        status, _, answer = self.ask("POST", path, body)
        return status, json.loads(answer)

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers={"Authorization": "Bearer somebody"})
        answer = connection.getresponse()
        got = answer.status, answer.headers.get("Content-Type"), answer.read().decode()
        connection.close()
        return got

    def metrics(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}/metrics", timeout=30) as answer:
            return answer.read().decode()

    def _end(self):
        self._process.terminate()
        try:
            return self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
