"""Thousands of keep-alive connections in this process, in plain text or over TLS: opened, kept idle, asked all at once."""
import collections
import resource
import select
import socket
import ssl
import sys
import time

from .servers import TOKEN


def allow_files(n):
    """Raises the limit of open files of this process and of what it starts."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard != resource.RLIM_INFINITY and hard < n + 1000:
        sys.exit(f"at most {hard} open files are allowed here: too few for {n} connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (n + 5000 if hard == resource.RLIM_INFINITY else min(hard, n + 5000), hard))


def quantile(values, q):
    return sorted(values)[min(len(values) - 1, int(len(values) * q))] if values else float("nan")


class Client:
    """One connection. step() goes on with what it is at, and returns what it waits for: an epoll event, or 0 when it has done it."""

    def __init__(self, port, context):
        self.sock = socket.socket()
        self.sock.setblocking(False)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.context, self.secured = context, context is None
        self.sock.connect_ex(("127.0.0.1", port))
        self.out, self.answer, self.status = b"", b"", 0
        self.begun = self.taken = 0.0

    def connect(self):
        error = self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if error:
            raise OSError(error, "connect")
        if self.secured:
            return 0
        if not isinstance(self.sock, ssl.SSLSocket):
            self.sock = self.context.wrap_socket(self.sock, server_hostname="localhost", do_handshake_on_connect=False)
        try:
            self.sock.do_handshake()
        except ssl.SSLWantReadError:
            return select.EPOLLIN
        except ssl.SSLWantWriteError:
            return select.EPOLLOUT
        self.secured = True
        return 0

    def ask(self, request):
        self.out, self.answer, self.status = request, b"", 0
        self.begun = time.monotonic()

    def step(self):
        try:
            while self.out:
                self.out = self.out[self.sock.send(self.out):]
            while not self.complete():
                piece = self.sock.recv(65536)
                if not piece:
                    raise ConnectionError("closed")
                self.answer += piece
        except (BlockingIOError, ssl.SSLWantReadError):
            return select.EPOLLOUT if self.out else select.EPOLLIN
        except ssl.SSLWantWriteError:
            return select.EPOLLOUT
        self.taken = time.monotonic() - self.begun
        self.status = int(self.answer[9:12])
        return 0

    def complete(self):
        head, found, body = self.answer.partition(b"\r\n\r\n")
        if not found:
            return False
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                return len(body) >= int(line[15:])
        return True


class Crowd:
    def __init__(self, port, context=None):
        self.port, self.context, self.clients = port, context, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for c in self.clients:
            c.sock.close()

    def open(self, n, patience=120):
        """Connects n more; returns how many could be."""
        fresh, lost = [], []
        while len(fresh) < n:
            batch = [Client(self.port, self.context) for _ in range(min(400, n - len(fresh)))]
            lost += self._run(batch, Client.connect, select.EPOLLOUT, patience)
            fresh += batch
        gone = set(map(id, lost))
        self.clients += [c for c in fresh if id(c) not in gone]
        return n - len(lost)

    def ask(self, path, within=0.0, patience=90, clients=None, headers=""):
        """Each sends one request, spread evenly over `within` seconds, and waits for its answer.
        {statuses: {status: count}, unanswered, p50_ms, p99_ms, max_ms, seconds}"""
        asked = clients or self.clients
        request = f"GET {path} HTTP/1.1\r\nHost: load\r\nAuthorization: {TOKEN}\r\n{headers}\r\n".encode()
        begin = time.monotonic()
        lost = self._run(asked, Client.step, select.EPOLLIN, patience, lambda c: c.ask(request), within)
        seconds = time.monotonic() - begin
        statuses = collections.Counter(c.status for c in asked if c.status)
        taken = [c.taken * 1000 for c in asked if c.status == 200]
        return {"statuses": dict(statuses), "unanswered": len(lost), "p50_ms": quantile(taken, 0.5), "p99_ms": quantile(taken, 0.99),
                "max_ms": max(taken, default=float("nan")), "seconds": seconds}

    def alive(self):
        """How many of all still answer."""
        return self.ask("/health", within=len(self.clients) / 5000)["statuses"].get(200, 0)

    def _run(self, clients, step, first, patience, begin=None, within=0.0):
        """Steps every client until it is done. Returns those that failed, closed ones, and those for which the patience ended."""
        poll, waiting, lost = select.epoll(), {}, []
        start, due = time.monotonic(), 0
        while due < len(clients) or waiting:
            now = time.monotonic()
            if now - start > patience + within:
                return lost + list(waiting.values())
            while due < len(clients) and now - start >= within * due / len(clients):
                client = clients[due]
                due += 1
                if begin:
                    begin(client)
                    if self._stepped(client, step, lost) == 0:
                        continue
                waiting[client.sock.fileno()] = client
                poll.register(client.sock.fileno(), first)
            for fd, _ in poll.poll(0.001 if due < len(clients) else 0.2):
                client = waiting[fd]
                wanted = self._stepped(client, step, lost)
                if wanted:
                    poll.modify(fd, wanted)
                else:
                    poll.unregister(fd)
                    del waiting[fd]
        return lost

    def _stepped(self, client, step, lost):
        try:
            return step(client)
        except (OSError, ValueError):
            client.status = 0
            lost.append(client)
            return 0
