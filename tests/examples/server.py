"""A host started from an installation on a free port, with the examples' own drop-ins beside its configuration."""

import http.client
import json
import shutil
import subprocess
import time

from installation import EXAMPLES, PROJECT

CONFIGURATION = """
[listener]
address = 127.0.0.1
port = 0
[admin]
port = 0
[control_plane]
endpoint = 127.0.0.1:1
insecure = true
[webhook]
endpoints = {endpoints}
"""


class Server:
    def __init__(self, installation):
        folder = installation.folder / "etc"
        (folder / "conf.d").mkdir(parents=True)
        config = folder / "flyte-webhook.ini"
        config.write_text(CONFIGURATION.format(endpoints=", ".join(EXAMPLES)))
        for example in EXAMPLES:
            shutil.copy(PROJECT / "sdk/examples" / example / f"{example}.ini", folder / "conf.d")
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
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={"Authorization": "Bearer somebody"})
        answer = connection.getresponse()
        body = json.loads(answer.read())
        connection.close()
        return answer.status, body

    def _end(self):
        self._process.terminate()
        try:
            return self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
