"""Replicas side by side, as docs/scaling.md promises: they share nothing, and are replaced without a failed request."""

import collections
import http.client
import pathlib
import tempfile
import threading
import unittest

from daemon import ALICE, Server, get, sandbox, wait_for


class Caller(threading.Thread):
    """Asks one after the other of the replicas that are in the rotation when it asks, over kept connections."""

    def __init__(self, number, rotation):
        super().__init__()
        self.number, self.rotation, self.seen = number, rotation, ()
        self.answers, self.failures, self.over = collections.Counter(), [], threading.Event()

    def run(self):
        connections = {}
        turn = self.number
        while not self.over.is_set() and not self.failures:
            ports = self.rotation[:]
            for gone in connections.keys() - set(ports):
                connections.pop(gone).close()
            self.seen = ports
            port = ports[turn % len(ports)]
            turn += 1
            try:
                self.ask(connections.setdefault(port, http.client.HTTPConnection("127.0.0.1", port, timeout=30)), port)
            except (OSError, http.client.HTTPException) as e:
                self.failures.append(f"{port}: {e!r}")
        for connection in connections.values():
            connection.close()

    def ask(self, connection, port):
        connection.request("GET", "/me", headers=ALICE)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            self.failures.append(f"{port}: {answer.status} {body}")
        self.answers[port] += 1


class Replicas(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-replicas-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.plane = self.enterContext(sandbox(self.folder))

    def replica(self):
        return self.enterContext(Server(self.folder, self.plane))

    def test_what_one_began_another_goes_on_with(self):
        one, other = self.replica(), self.replica()
        status, run = one.post("/run-task/development/flytesnacks/hello", {"name": "Ada"})
        self.assertEqual(status, 200, run)
        wait_for(lambda: get(other.port, f"/run/{run['name']}", ALICE)[1].get("done"), lambda: f"{run} does not end")
        for replica in (one, other):
            status, io = get(replica.port, f"/run/{run['name']}/io", ALICE)
            self.assertEqual((status, io["outputs"]), (200, {"greeting": "Hello, Ada!"}))

    def test_no_request_fails_while_every_replica_is_replaced_under_load(self):
        replicas = [self.replica(), self.replica()]
        rotation = [replica.port for replica in replicas]
        callers = [Caller(n, rotation) for n in range(8)]
        try:
            for caller in callers:
                caller.start()
            for _ in range(4):
                replicas.append(self.replica())
                replicas[-1].wait_until_ready()
                rotation.append(replicas[-1].port)
                old = replicas.pop(0)
                rotation.remove(old.port)
                # What preStop's sleep is for: until then somebody may be on the way to it.
                wait_for(lambda: all(old.port not in c.seen for c in callers) or any(c.failures for c in callers), lambda: "callers stay")
                self.assertEqual(old.stop(), 0, old.said())
                had = [sum(c.answers.values()) for c in callers]
                wait_for(lambda: all(sum(c.answers.values()) > n + 10 for c, n in zip(callers, had)) or any(c.failures for c in callers),
                         lambda: "callers get no answers")
        finally:
            for caller in callers:
                caller.over.set()
            for caller in callers:
                caller.join()
        self.assertEqual([failure for c in callers for failure in c.failures], [])
        self.assertEqual(len(sum((c.answers for c in callers), collections.Counter())), 6)  # every replica had its share


if __name__ == "__main__":
    unittest.main()
