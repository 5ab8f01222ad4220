"""A control plane that takes its time: it must not throttle the server."""
import threading
import time

from bench.crowd import Crowd
from bench.load import Load, drive
from bench.processes import cpu, memory, threads
from bench.report import Table
from bench.servers import Stub, Webhook

NEEDS = {"kit"}
RUN = "/run/r0123456789"
RUNNING, QUEUED = 1024, 4096  # [listener] threads and queue by default


class Watch:
    """The most threads that a process had while the `with` block ran."""

    def __init__(self, pid):
        self.pid, self.threads = pid, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def _look(self):
        while not self._over.wait(0.05):
            self.threads = max(self.threads, threads(self.pid))

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()


def sustained(suite, part):
    """1,000 connections on GET /run at 200 ms a call, and quick requests beside them."""
    seconds = max(5, suite.seconds)
    with Stub(suite, "200ms") as stub, Webhook(suite, stub) as server:
        alone = drive(server, "/health", 2, 2)
        with Watch(server.pid) as watch:
            begun = cpu(server.pid), time.monotonic()
            slow = Load(server.url(RUN), seconds + 1, 1000)
            time.sleep(1)  # until the load is what it shall be
            beside = [Load(server.url(path), seconds - 1, 2) for path in ("/health", "/nowhere")]
            quick = [b.result() for b in beside]
            r = slow.result()
            used = (cpu(server.pid) - begun[0]) / (time.monotonic() - begun[1])
        resident = memory(server.pid, "VmHWM")
    rows = [("/health alone", 2, *figures(alone)), (f"GET {RUN}", 1000, *figures(r)), ("/health meanwhile", 2, *figures(quick[0])),
            ("an unknown path meanwhile", 2, *figures(quick[1]))]
    part.tables.append(Table("200 ms a call, 1,000 connections on GET /run", ("requests", "connections", "req/s", "p50 ms", "p99 ms", "max ms", "errors"), rows))
    part.holds("GET /run a second at 200 ms a call", "at least 3000", f"{r['rps']:.0f}", r["rps"] >= 3000 and not r["errors"])
    part.at_most("resident memory meanwhile", resident, 250, " MiB", 0)
    part.at_most("p99 of /health meanwhile", quick[0]["p99_ms"], 50, " ms", 1)
    part.notes.append(f"{watch.threads} threads at most; {used:.2f} cores used by the server.")


def figures(r):
    unexpected = {k: v for k, v in r["errors"].items() if k != "status"} or (r["errors"] and f"{r['errors']['status']} x 4xx") or 0
    return f"{r['rps']:.0f}", f"{r['p50_ms']:.1f}", f"{r['p99_ms']:.1f}", f"{r['max_ms']:.1f}", unexpected


def at_once(suite, part, count, latency_ms, rows):
    """`count` requests within a tenth of a second, each held up for the latency."""
    with Stub(suite, f"{latency_ms}ms") as stub, Webhook(suite, stub) as server, Crowd(server.port) as crowd, Watch(server.pid) as watch:
        opened = crowd.open(count)
        a = crowd.ask(RUN, within=0.1)
        resident = memory(server.pid, "VmHWM")
        health = crowd.ask("/health", clients=crowd.clients[:10])
    answers = ", ".join(f"{n} x {s}" for s, n in sorted(a["statuses"].items()))
    rows.append((count, latency_ms, opened, answers, a["unanswered"], f"{a['p50_ms']:.0f}", f"{a['p99_ms']:.0f}", f"{a['max_ms']:.0f}", f"{resident:.0f}", watch.threads))
    return a, resident, health


def run(suite, part):
    sustained(suite, part)
    rows = []
    together, resident, _ = at_once(suite, part, 1000, 2000, rows)
    # In two turns they would take twice the latency.
    part.holds("1,000 requests at 2 s a call in flight at once", "all 200, p99 below 3 s", f"{together['statuses'].get(200, 0)} x 200, p99 {together['p99_ms']:.0f} ms",
               together["statuses"] == {200: 1000} and together["p99_ms"] < 3000)
    part.at_most("resident memory with 1,000 in flight", resident, 250, " MiB", 0)
    beyond, resident, _ = at_once(suite, part, 6000, 2000, rows)
    served, refused = RUNNING + QUEUED, 6000 - RUNNING - QUEUED
    part.holds("6,000 at once", f"{served} x 200, {refused} x 503", rows[-1][3], abs(beyond["statuses"].get(200, 0) - served) <= 30
               and beyond["statuses"].get(200, 0) + beyond["statuses"].get(503, 0) == 6000)
    part.at_most("resident memory with 6,000 at once", resident, 250, " MiB", 0)
    part.tables.append(Table("Requests at once", ("requests", "ms a call", "connections", "answers", "none", "p50 ms", "p99 ms", "max ms", "RSS MiB at most", "threads"), rows))
