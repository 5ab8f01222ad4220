"""Whether a request's cost grows with what the server holds: connections, allow-list entries, endpoints."""
import contextlib
import shutil

from bench.crowd import Crowd
from bench.generated import plugin
from bench.load import drive
from bench.report import Table
from bench.servers import Nginx, Stub, Webhook

NEEDS = {"kit", "cc"}
RUN = "/run/r0123456789"
TASK = "/task/development/flytesnacks/bench.t?version=v1"
MISSING_TASK = "/task/development/flytesnacks/missing.t"


def costs(suite, columns):
    """{name: [CPU us by size]} of {name: [(server, path, connections) by size]}. The sizes take turns, so that what else happens on the
    machine meets all alike, and the least of the rounds counts: others only add to it."""
    def cost(server, path, connections):
        return drive(server, path, max(2, suite.seconds // 2), connections, expect_errors="missing" in path)["cpu_us"]
    rounds = [{name: [cost(*load) for load in loads] for name, loads in columns.items()} for _ in range(suite.reps)]
    return {name: [min(of_size) for of_size in zip(*(taken[name] for taken in rounds))] for name in columns}


def most_growth(costs):
    """How much dearer a size is than the cheapest smaller one, at most."""
    return max((c / min(costs[:i]) for i, c in enumerate(costs) if i), default=1.0)


def told(part, title, what, sizes, columns):
    """columns: {name: [CPU us by size]}"""
    rows = [(f"{n:,}", *(f"{c[i]:.1f}" for c in columns.values())) for i, n in enumerate(sizes)]
    part.tables.append(Table(title, (what, *columns), rows))
    for name, taken in columns.items():
        part.at_most(f"{what}: growth of {name}", most_growth(taken), 1.10, " x")


def connections(suite, part, stub, sizes):
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(Webhook(suite, stub)) for _ in sizes]
        all_active = costs(suite, {"/health, all active": [(server, "/health", n) for server, n in zip(servers, sizes)]})
        for server, n in zip(servers, sizes):
            stack.enter_context(Crowd(server.port)).open(max(0, n - 32))
        beside = costs(suite, {f"{name}, 32 active": [(server, name.split()[-1], min(n, 32)) for server, n in zip(servers, sizes)]
                               for name in ("/health", f"GET {RUN}")})
    told(part, "CPU us a request by connections", "connections", sizes, {**all_active, **beside})
    if shutil.which("nginx"):
        with contextlib.ExitStack() as stack:
            taken = costs(suite, {"nginx": [(stack.enter_context(Nginx(suite)), "/health", n) for n in sizes]})["nginx"]
        part.notes.append("For comparison, nginx with all active: " + ", ".join(f"{n:,} {c:.1f} us" for n, c in zip(sizes, taken)) +
                          f", so a growth of {most_growth(taken):.2f} x that is the machine's.")


def allow_list(n):
    """All three forms of an entry; the one that permits is the last."""
    others = [("development/flytesnacks/other.t%d", "flytesnacks/other.t%d", "other.t%d")[i % 3] % i for i in range(n - 1)]
    return {"allowlist": {"tasks": ",".join([*others, "flytesnacks/bench.t"])}}


def allow_lists(suite, part, stub, sizes):
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(Webhook(suite, stub, allow_list(n))) for n in sizes]
        taken = costs(suite, {"a permitted get_task": [(server, TASK, 32) for server in servers],
                              "a refused one": [(server, MISSING_TASK, 32) for server in servers]})
    told(part, "CPU us a request by allow-list entries", "entries", sizes, taken)


def endpoints(suite, part, stub, sizes):
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(Webhook(suite, stub, plugins=[plugin(suite, n)])) for n in sizes]
        taken = costs(suite, {"/health": [(server, "/health", 32) for server in servers],
                              "the last endpoint": [(server, f"/generated/{n - 1}/x", 32) for server, n in zip(servers, sizes)],
                              "an unknown path": [(server, "/generated/missing/x", 32) for server in servers]})
        start = [server.start_seconds * 1000 for server in servers]
    told(part, "CPU us a request by endpoints", "endpoints", sizes, taken)
    part.notes.append("Start to the first answered /health with " + ", ".join(f"{n:,} endpoints {s:.0f} ms" for n, s in zip(sizes, start)) + ".")


def run(suite, part):
    with Stub(suite) as stub:
        connections(suite, part, stub, (1, 100, 1_000, 10_000))
        allow_lists(suite, part, stub, (1, 100, 10_000))
        endpoints(suite, part, stub, (1, 100, 1_000))
