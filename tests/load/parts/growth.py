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
TASK = "/task/development/flytesnacks/%s"


@contextlib.contextmanager
def together(begun):
    """A list of what is begun one after the other, and ends with the `with` block."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(each) for each in begun]


def load(path, connections=32, **more):
    return {"path": path, "connections": connections, **more}


def costs(suite, servers, columns):
    """{name: [CPU us by size]} of {name: [load by size]}, with a server for each size. The sizes take turns, so that what else happens on
    the machine meets all alike, and the least of the rounds counts: others only add to it."""
    seconds = max(2, suite.seconds // 2)
    rounds = [{name: [drive(server, seconds=seconds, **each)["cpu_us"] for server, each in zip(servers, loads)] for name, loads in columns.items()}
              for _ in range(suite.reps)]
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
    all_active = {"/health, all active": [load("/health", n) for n in sizes]}
    some_active = {"/health, 32 active": [load("/health", min(n, 32)) for n in sizes],
                   f"GET {RUN}, 32 active": [load(RUN, min(n, 32)) for n in sizes]}
    with together(Webhook(suite, stub) for _ in sizes) as servers:
        taken = costs(suite, servers, all_active)
        with together(Crowd(server.port) for server in servers) as crowds:
            for crowd, n in zip(crowds, sizes):
                crowd.open(max(0, n - 32))
            taken.update(costs(suite, servers, some_active))
    told(part, "CPU us a request by connections", "connections", sizes, taken)
    if shutil.which("nginx"):
        with together(Nginx(suite) for _ in sizes) as servers:
            taken, = costs(suite, servers, all_active).values()
        part.notes.append("For comparison, nginx with all active: " + ", ".join(f"{n:,} {c:.1f} us" for n, c in zip(sizes, taken)) +
                          f", so a growth of {most_growth(taken):.2f} x that is the machine's.")


def allow_list(n):
    """All three forms of an entry; the one that permits is the last."""
    others = [("development/flytesnacks/other.t%d", "flytesnacks/other.t%d", "other.t%d")[i % 3] % i for i in range(n - 1)]
    return {"allowlist": {"tasks": ",".join([*others, "flytesnacks/bench.t"])}}


def allow_lists(suite, part, stub, sizes):
    with together(Webhook(suite, stub, allow_list(n)) for n in sizes) as servers:
        taken = costs(suite, servers, {"a permitted get_task": [load(TASK % "bench.t?version=v1")] * len(sizes),
                                       "a refused one": [load(TASK % "unlisted.t", expect_errors=True)] * len(sizes)})
    told(part, "CPU us a request by allow-list entries", "entries", sizes, taken)


def endpoints(suite, part, stub, sizes):
    with together(Webhook(suite, stub, plugins=[plugin(suite, n)]) for n in sizes) as servers:
        start = [server.start_seconds * 1000 for server in servers]
        taken = costs(suite, servers, {"/health": [load("/health")] * len(sizes),
                                       "the last endpoint": [load(f"/generated/{n - 1}/x") for n in sizes],
                                       "an unknown path": [load(f"/generated/{n}/x", expect_errors=True) for n in sizes]})
    told(part, "CPU us a request by endpoints", "endpoints", sizes, taken)
    part.notes.append("Start to the first answered /health with " + ", ".join(f"{n:,} endpoints {s:.0f} ms" for n, s in zip(sizes, start)) + ".")


def run(suite, part):
    with Stub(suite) as stub:
        connections(suite, part, stub, (1, 100, 1_000, 10_000))
        allow_lists(suite, part, stub, (1, 100, 10_000))
        endpoints(suite, part, stub, (1, 100, 1_000))
