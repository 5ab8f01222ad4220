"""Clients of a server that work beside a test."""

import http.client
import threading

from daemon import ALICE, PATIENCE, ask


class Asking:
    """A request on its way."""

    def __init__(self, method, port, path, headers=ALICE):
        self._answer = []
        self._thread = threading.Thread(target=lambda: self._answer.append(ask(method, port, path, headers, patience=240)))
        self._thread.start()

    def answer(self):
        """Its answer's status and JSON body."""
        self._thread.join()
        return self._answer[0]


class Load:
    """Clients that ask all the time: half of them on a new connection each, half on one that they keep while it is kept for them."""

    def __init__(self, port, clients):
        self._port = port
        self._stopping = threading.Event()
        self.answered, self.failures = 0, []
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._ask, args=(number % 2 == 0,)) for number in range(clients)]
        for thread in self._threads:
            thread.start()

    def _ask(self, keeps):
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        used = False
        while not self._stopping.is_set():
            try:
                connection.request("GET", "/me", headers=ALICE)
                answer = connection.getresponse()
                body = answer.read()
                with self._lock:
                    self.answered += 1
                    if answer.status != 200:
                        self.failures.append(f"{answer.status} {body}")
                used = keeps
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError) as e:
                if not used:  # HTTP lets a server close a connection between two requests, and clients then take another one
                    self.failures.append(repr(e))
                used = False
            except OSError as e:
                self.failures.append(repr(e))
            if not used:
                connection.close()
        connection.close()

    def stop(self):
        self._stopping.set()
        for thread in self._threads:
            thread.join()
