"""Whether a request's cost grows with what the server holds: connections, allow-list entries, endpoints."""
import shutil

from bench.crowd import Crowd
from bench.generated import plugin
from bench.load import drive
from bench.report import Table
from bench.servers import Nginx, Stub, Webhook

NEEDS = {"kit", "cc"}
RUN = "/run/r0123456789"
TASK = "/task/development/flytesnacks/bench.t?version=v1"


def cost(suite, server, path, connections=32, **more):
    """The least CPU us a request of some rounds: what others do on the machine only adds to it."""
    return min(drive(server, path, max(2, suite.seconds // 2), connections, **more)["cpu_us"] for _ in range(suite.reps))


def most_growth(costs):
    """How much dearer a size is than the cheapest smaller one, at most."""
    return max((c / min(costs[:i]) for i, c in enumerate(costs) if i), default=1.0)


def told(part, title, what, sizes, columns):
    """columns: {name: [CPU us by size]}"""
    rows = [(f"{n:,}", *(f"{c[i]:.1f}" if c[i] else "-" for c in columns.values())) for i, n in enumerate(sizes)]
    part.tables.append(Table(title, (what, *columns), rows))
    for name, costs in columns.items():
        part.at_most(f"{what}: growth of {name}", most_growth([c for c in costs if c]), 1.10, " x")


def connections(suite, part, stub, sizes):
    active, beside = [], {"/health": [], f"GET {RUN}": []}
    with Webhook(suite, stub) as server:
        for n in sizes:
            active.append(cost(suite, server, "/health", n))
        for n in sizes:
            with Crowd(server.port) as crowd:
                crowd.open(max(0, n - 32))
                for name, costs in beside.items():
                    costs.append(cost(suite, server, name.split()[-1], min(n, 32)))
    told(part, "CPU us a request by connections", "connections", sizes,
         {"/health, all active": active, **{f"{name}, 32 active": costs for name, costs in beside.items()}})
    if shutil.which("nginx"):
        with Nginx(suite) as nginx:
            costs = [cost(suite, nginx, "/health", n) for n in sizes]
        part.notes.append("For comparison, nginx with all active: " + ", ".join(f"{n:,} {c:.1f} us" for n, c in zip(sizes, costs)) +
                          f", so a growth of {most_growth(costs):.2f} x that is the machine's.")


def allow_list(suite, part, stub, sizes):
    permitted, refused = [], []
    for n in sizes:
        # All three forms of an entry; the one that permits is the last.
        entries = [("development/flytesnacks/other.t%d", "flytesnacks/other.t%d", "other.t%d")[i % 3] % i for i in range(n - 1)] + ["flytesnacks/bench.t"]
        with Webhook(suite, stub, {"allowlist": {"tasks": ",".join(entries)}}) as server:
            permitted.append(cost(suite, server, TASK))
            refused.append(cost(suite, server, "/task/development/flytesnacks/unlisted.t", expect_errors=True))
    told(part, "CPU us a request by allow-list entries", "entries", sizes, {"a permitted get_task": permitted, "a refused one": refused})


def endpoints(suite, part, stub, sizes):
    health, last, unknown, start = [], [], [], []
    for n in sizes:
        with Webhook(suite, stub, plugins=[plugin(suite, n)]) as server:
            start.append(server.start_seconds * 1000)
            health.append(cost(suite, server, "/health"))
            last.append(cost(suite, server, f"/generated/{n - 1}/x"))
            unknown.append(cost(suite, server, f"/generated/{n}/x", expect_errors=True))
    told(part, "CPU us a request by endpoints", "endpoints", sizes, {"/health": health, "the last endpoint": last, "an unknown path": unknown})
    part.notes.append("Start to the first answered /health with " + ", ".join(f"{n:,} endpoints {s:.0f} ms" for n, s in zip(sizes, start)) + ".")


def run(suite, part):
    with Stub(suite) as stub:
        connections(suite, part, stub, (1, 100, 1_000, 10_000))
        allow_list(suite, part, stub, (1, 100, 10_000))
        endpoints(suite, part, stub, (1, 100, 1_000))
