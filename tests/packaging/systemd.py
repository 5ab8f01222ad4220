"""What systemd is to a service: who hears how it does, holds its listening sockets and reads its log."""

import os
import select
import socket
import time

from daemon import BUILD, PATIENCE, Program

# LISTEN_PID must be the number of the process that the program becomes.
ENTER = 'export LISTEN_PID=$$; exec "$0" "$@"'


class Manager:
    """Starts a server as its unit does. Ends with the `with` block."""

    def __init__(self, folder, place=None, seen_at=None):
        """`place` is where it listens, `seen_at` how that is called where the server runs."""
        self._folder = folder
        self._notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        place = place or folder / "notify"
        self._seen_at = seen_at or place
        self._notify.bind(str(place))
        place.chmod(0o666)
        self._sockets = {}
        self._starts = 0

    def listen(self, name="listener", family=socket.AF_INET, kind=socket.SOCK_STREAM):
        """Holds a socket of that name for the server; returns its port."""
        held = socket.socket(family, kind)
        held.bind(("127.0.0.1", 0))
        if kind == socket.SOCK_STREAM:
            held.listen(4096)
        self._sockets[len(self._sockets)] = (name, held)
        return held.getsockname()[1]

    def start(self, *arguments, program=BUILD / "flyte-webhook", watchdog=None, environment=None, **more):
        """Starts the program; Program of it."""
        environment = {**os.environ, "NOTIFY_SOCKET": str(self._seen_at), **(environment or {})}
        if watchdog:
            environment["WATCHDOG_USEC"] = str(int(watchdog * 1_000_000))
        if self._sockets:
            environment.update(LISTEN_FDS=str(len(self._sockets)), LISTEN_FDNAMES=":".join(name for name, _ in self._sockets.values()))
        self._starts += 1
        sources = [held.fileno() for _, held in self._sockets.values()]

        def take_over():
            high = [os.dup2(source, 200 + number, inheritable=False) for number, source in enumerate(sources)]
            for number, source in enumerate(high):
                os.dup2(source, 3 + number)

        return Program(["sh", "-c", ENTER, program, *arguments], self._folder / f"log{self._starts}", env=environment,
                       close_fds=False, preexec_fn=take_over, **more)

    def hear(self, patience=PATIENCE):
        """The next message, as {name: value}; None when there is none in time."""
        if not select.select([self._notify], [], [], patience)[0]:
            return None
        return dict(line.split("=", 1) for line in self._notify.recv(65536).decode().splitlines())

    def wait_for(self, wanted, patience=PATIENCE):
        """The next message that has such a line, "NAME=" or "NAME=value"."""
        name, value = wanted.split("=", 1)
        deadline = time.monotonic() + patience
        heard = []
        while (message := self.hear(max(0.0, deadline - time.monotonic()))) is not None:
            heard.append(message)
            if message.get(name, "") != "" and value in ("", message[name]):
                return message
        raise AssertionError(f"{wanted} was not said; but {heard}")

    def drop_what_was_said(self):
        while self.hear(0) is not None:
            pass

    def close(self):
        for _, held in self._sockets.values():
            held.close()
        self._notify.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
