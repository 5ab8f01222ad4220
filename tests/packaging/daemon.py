"""A server that a test starts and stops, and the sandbox's control plane beside it."""

import http.client
import json
import os
import pathlib
import random
import re
import signal
import socket
import subprocess
import time

BUILD = pathlib.Path(os.environ["BUILD"])
PATIENCE = 60
ALICE = {"Authorization": "Bearer alice"}


def free_port():
    """A port of 127.0.0.1 that nobody listens on, below those that outgoing connections take."""
    while True:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", random.randrange(20000, 32000)))
                return probe.getsockname()[1]
            except OSError:
                continue


def get(port, path, headers=None):
    """Status and JSON body of a GET."""
    return ask("GET", port, path, headers)


def ask(method, port, path, headers=None, patience=30):
    """Status and JSON body of a request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        connection.request(method, path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def wait_for(condition, what):
    """What the condition returns once that is true; fails with `what` when it does not come to be."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(what())


class Program:
    """A child that writes to a log. Ended with the `with` block, in which it must not end by itself."""

    def __init__(self, command, log, stderr=subprocess.STDOUT, **more):
        self._log = pathlib.Path(log)
        with self._log.open("w") as output:
            self._process = subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=output, stderr=stderr, **more)

    @property
    def pid(self):
        return self._process.pid

    def said(self):
        return self._log.read_text()

    def wait_until_said(self, pattern):
        def found():
            if self._process.poll() is not None:
                raise AssertionError(f"it ended with {self._process.returncode}:\n{self.said()}")
            return re.search(pattern, self.said())
        return wait_for(found, lambda: f"it did not say {pattern}:\n{self.said()}")

    def signal(self, number):
        self._process.send_signal(number)

    def stop(self):
        """SIGTERM; the exit status."""
        self.signal(signal.SIGTERM)
        return self.wait()

    def wait(self):
        """Its end; the exit status."""
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise AssertionError(f"it did not end:\n{self.said()}") from None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        code = self._process.poll()
        if code is None:
            code = self.stop()
        if code:
            raise AssertionError(f"it ended with {code}:\n{self.said()}")


class Server(Program):
    """A server in front of a control plane, on `port` and `admin`."""

    def __init__(self, folder, plane, **settings):
        self.port, self.admin = free_port(), free_port()
        sets = {"listener.address": "127.0.0.1", "listener.port": self.port, "admin.port": self.admin, "control_plane.endpoint": plane.address,
                **settings}
        words = [word for key, value in sets.items() for word in ("--set", f"{key}={value}")]
        super().__init__([BUILD / "flyte-webhook", *words], folder / f"{self.port}.log", env={"PATH": os.environ["PATH"]})
        self.wait_until_said("listening")

    def wait_until_ready(self):
        wait_for(lambda: get(self.admin, "/readyz")[0] == 200, lambda: f"not ready:\n{self.said()}")

    def post(self, path, body, headers=None):
        """Status and JSON body of a POST."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", path, json.dumps(body), {**(headers or ALICE), "Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


def sandbox(folder, *options):
    """The sandbox's control plane, with its address as `address`."""
    program = Program([BUILD / "flyte-webhook-sandbox", "--dir", folder / "sandbox", *options], folder / "sandbox.log")
    try:
        program.wait_until_said(r"(?m)^ready$")
    except BaseException:
        program.stop()
        raise
    program.address = "http://" + re.search(r"(?m)^grpc (\S+)$", program.said()).group(1)
    return program
