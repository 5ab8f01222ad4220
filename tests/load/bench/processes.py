"""Processes that the suite starts, and what /proc tells of them."""
import os
import socket
import subprocess
import time

TICK = os.sysconf("SC_CLK_TCK")


class Failed(Exception):
    """A measurement that could not be made, with the reason."""


def cpu(pid):
    """User + system seconds of a process, ended threads included."""
    with open(f"/proc/{pid}/stat") as f:
        text = f.read()
    return sum(map(int, text[text.rindex(")") + 2:].split()[11:13])) / TICK


def memory(pid, key="VmRSS"):
    """MiB: VmRSS now, VmHWM the most so far."""
    with open(f"/proc/{pid}/status") as f:
        return next(int(line.split()[1]) for line in f if line.startswith(key + ":")) / 1024


def threads(pid):
    return len(os.listdir(f"/proc/{pid}/task"))


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def machine_seconds():
    """(busy, stolen) seconds of all cores."""
    with open("/proc/stat") as f:
        t = [int(x) / TICK for x in f.readline().split()[1:9]]
    return sum(t) - t[3] - t[4] - t[7], t[7]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Process:
    """A started program and its log; ends with the `with` block. No configuration of ours comes to it by the environment."""

    def __init__(self, command, log, env=None):
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("FLYTE_WEBHOOK_")}
        self.log = log
        with open(log, "wb") as out:
            self.begun = time.monotonic()
            self.p = subprocess.Popen(command, env={**inherited, **(env or {})}, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
        self.pid = self.p.pid

    def ended(self):
        return self.p.poll() is not None

    def wait_until(self, ready, patience=60, pause=0.002):
        """Waits until ready() says so; returns the seconds since the start."""
        while not ready():
            if self.ended() or time.monotonic() - self.begun > patience:
                self.stop()
                raise Failed(f"{self.p.args[0]} did not start (status {self.p.returncode}): {self.last_lines()}")
            time.sleep(pause)
        return time.monotonic() - self.begun

    def last_lines(self, size=1500):
        with open(self.log, errors="replace") as f:
            return f.read()[-size:].strip()

    def stop(self):
        if self.ended():
            return
        self.p.terminate()
        try:
            self.p.wait(40)
        except subprocess.TimeoutExpired:
            self.p.kill()
            self.p.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
