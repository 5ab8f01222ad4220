"""What TLS on the listener costs beside plain text, and whether idle connections stay as cheap."""
import re
import ssl
import subprocess

from bench.generated import certificate
from bench.load import drive
from bench.processes import Failed, cpu
from bench.report import Table
from bench.servers import Stub, Webhook

from . import idle

NEEDS = {"kit", "openssl"}
PATHS = ("/health", "/run/r0123456789")


def secured(suite, kind):
    certificate_, key = certificate(suite, kind)
    return {"listener": {"tls_certificate": certificate_, "tls_key": key}}


def kept_alive(suite, part, stub):
    """The same load on kept connections, plain and over TLS."""
    rows, costs = [], {}
    for name, settings in (("plain text", {}), ("TLS", secured(suite, "ec"))):
        with Webhook(suite, stub, settings) as server:
            for path in PATHS:
                r = min((drive(server, path, suite.seconds, 32) for _ in range(suite.reps)), key=lambda r: r["cpu_us"])
                costs[name, path] = r["cpu_us"]
                against = r["cpu_us"] / costs["plain text", path]
                rows.append((path, name, f"{r['rps']:.0f}", f"{r['p99_ms']:.2f}", f"{r['cpu_us']:.1f}", f"{against:.2f}"))
    part.tables.append(Table("32 kept connections", ("path", "listener", "req/s", "p99 ms", "CPU us/req", "against plain text"), rows))


def handshakes(suite, part, stub):
    """A new connection a request: accepted alone, and with a full handshake (openssl s_time resumes none with -new)."""
    rows = []
    with Webhook(suite, stub) as server:
        r = drive(server, "/health", suite.seconds, 8, close=True)
        rows.append(("plain text", f"{r['rps']:.0f}", f"{r['cpu_us']:.0f}"))
    for kind, name in (("ec", "P-256"), ("rsa", "RSA 2048")):
        for version in ("-tls1_3", "-tls1_2"):
            with Webhook(suite, stub, secured(suite, kind)) as server:
                count, used = s_time(server, suite.seconds, version)
                rows.append((f"TLS {version[4:].replace('_', '.')}, {name}", f"{count / suite.seconds:.0f}", f"{used * 1e6 / count:.0f}"))
    part.tables.append(Table("A new connection a request, one client a core", ("listener", "connections/s", "CPU us each"), rows))


def s_time(server, seconds, version):
    """(connections, CPU seconds of the server) of two clients that do full handshakes and ask for /health."""
    command = ["openssl", "s_time", "-connect", f"127.0.0.1:{server.port}", "-new", "-time", str(seconds), "-www", "/health", version]
    before = cpu(server.pid)
    clients = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(2)]
    outs = [c.communicate()[0] for c in clients]
    used = cpu(server.pid) - before
    counts = [re.search(r"(\d+) connections in \d+ real seconds", out) for out in outs]
    if not all(counts) or not all(int(c[1]) for c in counts):
        raise Failed(f"openssl s_time: {outs[0][-300:]}")
    return sum(int(c[1]) for c in counts), used


def trusting():
    """A client's context that takes any certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def run(suite, part):
    with Stub(suite) as stub:
        kept_alive(suite, part, stub)
        handshakes(suite, part, stub)
        with Webhook(suite, stub, secured(suite, "ec")) as server:
            idle.measured(suite, part, server, PATHS, trusting())
