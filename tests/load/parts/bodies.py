"""Big bodies: inputs of a run on the way in, and the same on the way out, by their size."""
import http.client
import json
import os
import random
import statistics
import time

from bench.processes import Failed, cpu, memory
from bench.report import Table
from bench.servers import TOKEN, Sandbox, Stub, Webhook

NEEDS = {"kit"}
SIZES = (1 << 10, 10 << 10, 100 << 10, 1 << 20, 10 << 20)
TASK = "/run-task/development/flytesnacks/bench.t?version=v1"
HEADERS = {"Authorization": TOKEN, "Content-Type": "application/json"}


def body(size, shape):
    """A JSON object of about that many bytes: one long text, or a list of numbers."""
    most = size - 64  # the biggest stays below [listener] max_body
    if shape == "text":
        letters = "".join(random.Random(1).choices("abcdefghijklmnop qrstuvwxyz\n", k=most))
        return json.dumps({"x": 1, "y": letters[:most - most // 27]})
    return json.dumps({"x": 1, "y": "", "weights": [round(random.Random(i).uniform(0.1, 1), 8) for i in range(most // 12)]})


class Caller:
    """One kept connection, one request after the other, so that none is under way when the CPU time is read."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)

    def ask(self, method, path, body_=None):
        self.connection.request(method, path, body_, HEADERS)
        answer = self.connection.getresponse()
        bytes_ = answer.read()
        if answer.status != 200:
            raise Failed(f"{method} {path} with {len(body_ or b'')} bytes: {answer.status} {bytes_[:300]}")
        return bytes_


def timed(suite, server, method, path, body_=None):
    """{requests, ms, cpu_us} of requests in a row for some seconds; three at least."""
    caller, taken = Caller(server), []
    caller.ask(method, path, body_)
    used, end = cpu(server.pid), time.monotonic() + max(2, suite.seconds)
    while len(taken) < 3 or time.monotonic() < end:
        begin = time.monotonic()
        caller.ask(method, path, body_)
        taken.append(time.monotonic() - begin)
    return {"requests": len(taken), "ms": statistics.median(taken) * 1e3, "cpu_us": (cpu(server.pid) - used) * 1e6 / len(taken)}


def told(part, title, found):
    """found: {shape: [(bytes, measured)]}"""
    rows = []
    for shape, seen in found.items():
        for size, r in seen:
            rows.append((shape, f"{size / 1024:,.0f} KiB", r["requests"], f"{r['ms']:.1f}", f"{r['cpu_us']:,.0f}", f"{size / 1e3 / r['ms']:.0f}",
                         f"{size / r['cpu_us']:.0f}"))
        # The fixed cost of a request weighs nothing in these two.
        (small, a), (big, b) = seen[-2:]
        part.at_most(f"{title}, {shape}: cost a byte at {big / 2**20:.0f} MiB against {small / 2**20:.0f} MiB", b["cpu_us"] / big / (a["cpu_us"] / small), 1.10, " x")
    part.tables.append(Table(title, ("body", "size", "requests", "ms", "CPU us/req", "MB/s, one client", "MB a CPU second"), rows))


def inward(suite, part):
    found = {}
    with Stub(suite) as stub, Webhook(suite, stub) as server:
        for shape in ("text", "numbers"):
            for size in SIZES:
                sent = body(size, shape).encode()
                found.setdefault(shape, []).append((len(sent), timed(suite, server, "POST", TASK, sent)))
        part.notes.append(f"In: {memory(server.pid):.0f} MiB resident afterwards, {memory(server.pid, 'VmHWM'):.0f} MiB at most.")
    told(part, "POST /run-task with big inputs", found)


def outward(suite, part):
    tasks = f"{suite.work}/tasks"
    os.makedirs(tasks, exist_ok=True)
    with open(f"{tasks}/bench.json", "w") as f:
        json.dump({"name": "bench.t", "inputs": {"x": "integer", "y": "string", "weights": {"type": "list of float", "default": []}}, "command": ["true"]}, f)
    found = {}
    with Sandbox(suite, tasks) as control_plane, Webhook(suite, control_plane) as server:
        for shape in ("text", "numbers"):
            for size in SIZES:
                caller = Caller(server)
                path = f"/run/{json.loads(caller.ask('POST', TASK, body(size, shape).encode()))['name']}/io"
                found.setdefault(shape, []).append((len(caller.ask("GET", path)), timed(suite, server, "GET", path)))
        part.notes.append(f"Out: {memory(server.pid):.0f} MiB resident afterwards, {memory(server.pid, 'VmHWM'):.0f} MiB at most. The control plane is the embedded one; "
                          "its own time is in the ms and MB/s, not in the CPU time.")
    told(part, "GET /run/{name}/io with big values", found)


def run(suite, part):
    inward(suite, part)
    outward(suite, part)
