"""Thousands of idle keep-alive connections beside active ones, and all of them active within a second."""
from bench.crowd import Crowd
from bench.load import drive
from bench.processes import descriptors, memory, threads
from bench.report import Table
from bench.servers import Stub, Webhook

NEEDS = set()
HEAD = ("idle", "path", "req/s", "p50 ms", "p99 ms", "max ms", "CPU us/req", "RSS MiB", "threads")


def rounds(suite, server, paths, idle):
    """Active load on each path: {path: the round with the median p99}, and rows."""
    found, rows = {}, []
    for path in paths:
        all_ = sorted((drive(server, path, suite.seconds, 32) for _ in range(suite.reps)), key=lambda r: r["p99_ms"])
        r = found[path] = all_[len(all_) // 2]
        rows.append((idle, path, f"{r['rps']:.0f}", f"{r['p50_ms']:.2f}", f"{r['p99_ms']:.2f}", f"{r['max_ms']:.1f}", f"{r['cpu_us']:.1f}",
                     f"{memory(server.pid):.1f}", threads(server.pid)))
    return found, rows


def measured(suite, part, server, paths, context=None, most=10_000):
    """The same for plain text and for TLS."""
    before, rows = rounds(suite, server, paths, 0)
    without, files = memory(server.pid), descriptors(server.pid)
    counted = threads(server.pid)
    with Crowd(server.port, context) as crowd:
        opened = crowd.open(most)
        asked = crowd.alive()
        held = memory(server.pid)
        idle_threads = threads(server.pid)
        after, more = rounds(suite, server, paths, len(crowd.clients))
        alive = crowd.alive()
        bursts = [(path, crowd.ask(path, within=1)) for path in paths]
        most_held = memory(server.pid, "VmHWM")
    part.tables.append(Table(f"32 active connections beside idle ones{' over TLS' if context else ''}", HEAD, rows + more))
    burst_rows = [(path, most, ", ".join(f"{n} x {s}" for s, n in sorted(b["statuses"].items())), b["unanswered"], f"{b['p50_ms']:.0f}", f"{b['p99_ms']:.0f}",
                   f"{b['max_ms']:.0f}") for path, b in bursts]
    part.tables.append(Table("Every connection sends a request within a second", ("path", "requests", "answers", "none", "p50 ms", "p99 ms", "max ms"), burst_rows))
    part.holds(f"idle connections that were opened and answered, of {most}", most, min(opened, asked), min(opened, asked) == most)
    if context:
        part.notes.append(f"They take {held - without:.1f} MiB, {(held - without) * 1024 / most:.1f} KiB each: what OpenSSL keeps of a connection.")
    else:
        part.at_most("resident memory that they take", held - without, 40, " MiB", 1)
    for path in paths:
        part.at_most(f"p99 of {path} beside them, against without", after[path]["p99_ms"] / before[path]["p99_ms"], 1.5, " x")
    part.holds("threads that they take", 0, idle_threads - counted, idle_threads <= counted)
    part.holds("alive after all that", most, alive, alive == most)
    for path, b in bursts:
        part.holds(f"answered with 200 when all ask {path} within a second", most, b["statuses"].get(200, 0), b["statuses"].get(200, 0) == most)
    part.notes.append(f"Resident memory: {without:.1f} MiB after load without idle connections, {held:.1f} MiB with them, {most_held:.1f} MiB at most. "
                      f"Descriptors beside them: {files}.")


def run(suite, part):
    if suite.has_kit:
        with Stub(suite) as stub, Webhook(suite, stub) as server:
            measured(suite, part, server, ("/health", "/run/r0123456789"))
    else:
        with Webhook(suite) as server:
            measured(suite, part, server, ("/health",))
