"""Load by wrk, and what it cost the server."""
import json
import os
import subprocess
import time

from .processes import Failed, cpu
from .servers import TOKEN

PAUSE = 0.3  # wrk breaks off what is under way at its end; the control plane may close a connection over that, which shall not fall into what comes next
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "wrk.lua")
ERRORS = ("connect", "read", "write", "status", "timeout")


class Load:
    """One run of wrk. Begins with the object; result() waits for its end."""

    def __init__(self, url, seconds, connections, method="GET", body=None, mix=None, close=False, timeout=30):
        env = {**os.environ, "LOAD_METHOD": method, "LOAD_TOKEN": TOKEN}
        if body:
            env["LOAD_BODY"] = body
        if mix:
            env["LOAD_MIX"] = mix
        if close:
            env["LOAD_CLOSE"] = "1"
        threads = "1" if connections < 64 else "2"
        command = ["wrk", "-t", threads, "-c", str(connections), "-d", f"{seconds}s", "--timeout", f"{timeout}s", "-s", SCRIPT, url]
        self.p = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def result(self):
        out, _ = self.p.communicate()
        time.sleep(PAUSE)
        for line in out.splitlines():
            if line.startswith("LOAD "):
                r = json.loads(line[5:])
                r["errors"] = {k: r[k] for k in ERRORS if r[k]}
                r["rps"] = r["requests"] / r["seconds"]
                return r
        raise Failed(f"wrk: {out[-500:].strip()}")


def drive(server, path, seconds, connections, expect_errors=False, warm=True, **more):
    """Load on one path of the server, with its CPU time: {requests, rps, p50_ms, p99_ms, max_ms, cpu_us, cores, errors}."""
    url = server.url(path)
    if warm:
        Load(url, 1, connections, **more).result()
    before = cpu(server.pid)
    r = Load(url, seconds, connections, **more).result()
    used = cpu(server.pid) - before
    if not r["requests"]:
        raise Failed(f"{path}: no request was answered with {connections} connections")
    if r["errors"] and not expect_errors:
        raise Failed(f"{path} with {connections} connections: {r['errors']} of {r['requests']} requests; {server.last_lines(300)}")
    return {**r, "cpu_us": used * 1e6 / r["requests"], "cores": used / r["seconds"]}
