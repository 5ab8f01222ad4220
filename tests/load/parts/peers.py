"""Our server beside its peers, by the bench kit, and the targets that compare them."""
import json
import os
import statistics
import subprocess
import sys

from bench.processes import Failed, free_port
from bench.report import Table

NEEDS = {"kit"}
PEERS = "ours,ours-connect,floor,floor:api=connect,reference,gateway,nginx"
# endpoint: how much of the floor's CPU time a request may take, with gRPC and with Connect
WANTED = {"health": (1.0, 1.0), "run": (1.1, 0.55), "run-task": (0.9, 0.4), "me": (1.1, 0.6), "trigger": (1.9, 1.0)}


def kit(suite, peers, connections):
    """The kit's rows and what it says of the peers, measured now."""
    out = f"{suite.work}/peers.json"
    command = [sys.executable, f"{suite.kit}/run.py", "--server", suite.server, "--plugins", suite.plugins, "--peers", peers, "--connections", connections,
               "--seconds", str(suite.seconds), "--reps", str(suite.reps), "--port", str(free_port()), "--backend-port", str(free_port()), "--json", out]
    done = subprocess.run(command, env={**os.environ, "BENCH_BUILD": suite.build}, stdout=subprocess.PIPE, text=True)
    if not os.path.exists(out):
        raise Failed(f"{' '.join(command[:2])} ended with status {done.returncode}: {done.stdout[-500:]}")
    with open(out) as f:
        found = json.load(f)
    return found["rows"], found["peers"]


def medians(rows):
    """{(endpoint, connections, peer): {cpu_us, rps, p50_ms, p99_ms, calls, least, most, errors}} of what was measured without failure."""
    groups = {}
    for r in rows:
        groups.setdefault((r["endpoint"], r["c"], r["peer"]), []).append(r)
    found = {}
    for key, rs in groups.items():
        failures = [r["failed"] for r in rs if "failed" in r]
        errors = failures or [f"{k} {v}" for r in rs for k, v in r["errors"].items()]
        found[key] = {"errors": "; ".join(map(str, errors))[:120]}
        if not failures:
            found[key].update({k: statistics.median(r[k] for r in rs) for k in ("cpu_us", "rps", "p50_ms", "p99_ms", "calls")})
            found[key].update(least=min(r["cpu_us"] for r in rs), most=max(r["cpu_us"] for r in rs))
    return found


def ratio(found, endpoint, connections, peer, other):
    mine, theirs = (found.get((endpoint, connections, p), {}).get("cpu_us") for p in (peer, other))
    return mine / theirs if mine and theirs else None


def table(part, found):
    rows = []
    order = list(WANTED)
    for (endpoint, c, peer), m in sorted(found.items(), key=lambda i: (order.index(i[0][0]), i[0][1])):
        against = [f"{r:.2f}" if (r := ratio(found, endpoint, c, peer, other)) else "-" for other in ("floor", "reference", "gateway")]
        figures = (f"{m['rps']:.0f}", f"{m['p50_ms']:.2f}", f"{m['p99_ms']:.2f}", f"{m['cpu_us']:.0f} ({m['least']:.0f}-{m['most']:.0f})", *against, f"{m['calls']:.1f}") \
            if "cpu_us" in m else ("-",) * 8
        rows.append((endpoint, c, peer, *figures, m["errors"] or 0))
    part.tables.append(Table("One machine, one run; medians", ("endpoint", "connections", "peer", "req/s", "p50 ms", "p99 ms", "CPU us/req (least-most)", "of the floor",
                                                             "of the reference", "of the gateway", "calls", "errors"), rows))


def targets(part, found):
    for endpoint, wanted in WANTED.items():
        for peer, most in zip(("ours", "ours-connect"), wanted):
            seen = ratio(found, endpoint, 32, peer, "floor")
            if seen:
                part.at_most(f"{endpoint}, {peer}, 32 connections, against the floor", seen, most, " x")
    for endpoint in ("me", "run"): # to activate a trigger ours makes two calls, the gateway one
        seen = ratio(found, endpoint, 32, "ours-connect", "gateway")
        if seen:
            part.at_most(f"{endpoint}, ours-connect, 32 connections, against grpc-gateway", seen, 1, " x")


def run(suite, part):
    rows, peers = kit(suite, suite.peers or PEERS, "32" if suite.quick else "1,32,256")
    found = medians(rows)
    table(part, found)
    part.tables.append(Table("", ("peer", "start-up ms", "RSS after start MiB", "RSS peak MiB"),
                             [(n, *(f"{i[k]:.0f}" for k in ("startup_ms", "rss_start_mb", "rss_peak_mb"))) for n, i in peers.items()]))
    targets(part, found)
    wrong = [f"{e} c{c} {p}: {m['errors']}" for (e, c, p), m in found.items() if p.startswith("ours") and m["errors"]]
    if wrong:
        part.error = "; ".join(wrong)
