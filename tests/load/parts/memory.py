"""Resident memory after ten thousand and after ten million requests, /health and GET /run mixed."""
import time

from bench.load import Load
from bench.processes import Failed, descriptors, memory, threads
from bench.report import Table
from bench.servers import Stub, Webhook

NEEDS = set()
MANY = 10_000_000
MIX = "/health=9,/run/r0123456789=1"
HEAD = ("requests", "RSS MiB", "threads", "descriptors")


def slice_of(server, seconds, mix):
    r = Load(server.url("/health"), seconds, 32, mix=mix).result()
    if r["errors"]:
        raise Failed(f"{r['errors']} of {r['requests']} requests; {server.last_lines(300)}")
    return r["requests"]


def series(suite, server, mix):
    """[(requests so far, MiB, threads, descriptors)] after about ten thousand requests, then every ten seconds."""
    limit = None if suite.whole else 20 if suite.quick else 280
    made, seen, begin = 0, [], time.monotonic()
    while made < MANY and (limit is None or time.monotonic() - begin < limit):
        made += slice_of(server, 1 if made < 10_000 else 10, mix)
        seen.append((made, memory(server.pid), threads(server.pid), descriptors(server.pid)))
    return seen


def run(suite, part):
    if suite.has_kit:
        with Stub(suite) as stub, Webhook(suite, stub) as server:
            seen = series(suite, server, MIX)
    else:
        with Webhook(suite) as server:
            seen = series(suite, server, "/health=1")
    first, last = seen[0], seen[-1]
    step = max(1, len(seen) // 8)
    chosen = seen[:-1:step] + [last]
    part.tables.append(Table("32 connections, nine /health to one GET /run" if suite.has_kit else "32 connections, /health", HEAD,
                             [(f"{n:,}", f"{m:.1f}", t, d) for n, m, t, d in chosen]))
    part.at_most(f"resident memory after {last[0]:,} requests, against after {first[0]:,}", last[1] / first[1], 1.15, " x", 3)
    if last[0] < MANY:
        part.notes.append(f"Bounded in time: {last[0]:,} requests were made; `--whole` makes ten million.")
