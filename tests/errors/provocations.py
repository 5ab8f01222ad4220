"""How a client comes to each kind of error: requests to real servers, in front of the sandbox's control plane and of one that refuses."""

import contextlib
import functools
import json
import pathlib
import select
import shutil
import sys
import tempfile
import types

import daemon
from certificate import make_certificate
from plane import Plane
from talk import answer_on, ask, connect, say

HERE = pathlib.Path(__file__).resolve().parent
HELLO = "/run-task/development/flytesnacks/hello"
REQUEST = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
CALL = b"POST /app/wayward/call?path=/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer alice\r\nContent-Length: 0\r\n\r\n"

# (kind, the words in which it is told): what no request of a test can bring about, since it takes a gigabyte of requests.
OUT_OF_REACH = {"too_much_in_memory": "The server holds too many big requests and answers at the moment"}


class Servers(contextlib.ExitStack):
    """Servers, each started when it is first asked, and all ended with the `with` block; then `log` is what they logged.
    Each property is a port."""

    def __enter__(self):
        super().__enter__()
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="errors-test-"))
        self.callback(shutil.rmtree, self._folder)
        self.callback(self._read_logs)  # when the servers have ended
        return self

    def _read_logs(self):
        self.log = "".join(file.read_text() for file in self._folder.glob("*.log"))

    def _server(self, plane, **settings):
        return self.enter_context(daemon.Server(self._folder, plane, **{key.replace("__", "."): value for key, value in settings.items()})).port

    @functools.cached_property
    def _sandbox(self):
        apps = self._folder / "apps"
        apps.mkdir()
        (apps / "wayward.json").write_text(json.dumps({"name": "wayward", "command": [sys.executable, str(HERE / "app.py")]}))
        return self.enter_context(daemon.sandbox(self._folder, "--apps", apps))

    @functools.cached_property
    def ordinary(self):
        port = self._server(self._sandbox)
        assert ask(port, "POST", "/app/wayward/activate?wait=true").status == 200
        return port

    @functools.cached_property
    def hasty(self):
        return self._server(self._sandbox, listener__header_timeout="3s")  # within which the begin of a request must come

    @functools.cached_property
    def impatient(self):
        return self._server(self._sandbox, listener__request_timeout="4s")  # within which the control plane must tell where the app is

    @functools.cached_property
    def strict(self):
        return self._server(self._sandbox, allowlist__tasks="flytesnacks/hello", plugin__prefetch__task="system/production/missing")

    @functools.cached_property
    def secure(self):
        key, certificate = self._folder / "key.pem", self._folder / "certificate.pem"
        make_certificate(certificate, key)
        return self._server(self._sandbox, listener__tls_certificate=certificate, listener__tls_key=key)

    @functools.cached_property
    def busy(self):
        return self._server(self._sandbox, listener__threads=1, listener__queue=0)

    @functools.cached_property
    def narrow(self):
        return self._server(self._sandbox, listener__max_connections=1)

    @functools.cached_property
    def plane(self):
        return self.enter_context(Plane())

    @functools.cached_property
    def behind_plane(self):
        return self._server(self.plane, control_plane__protocol="connect")

    def failing(self, plugin):
        """One with a plugin that has faults."""
        folder = self._folder / plugin
        folder.mkdir()
        shutil.copy(daemon.BUILD / f"tests/plugins/{plugin}.so", folder)
        return self._server(types.SimpleNamespace(address="http://127.0.0.1:1"), plugins__directories=folder)


def refused_with(code, message):
    def provoke(servers):
        servers.plane.refusal = code, message
        return ask(servers.behind_plane, "GET", "/run/run-7")
    return provoke


def without_address(servers):
    servers.plane.refusal = None
    return ask(servers.behind_plane, "POST", "/app/echo/call?path=/")


def late(servers):
    with connect(servers.hasty) as connection:
        connection.sendall(REQUEST[:10])
        return answer_on(connection)


def one_too_many(servers):
    """The second of two connections, when one is the most. The first has been taken when it is answered."""
    with connect(servers.narrow) as first:
        first.sendall(REQUEST)
        assert answer_on(first).status == 200
        with connect(servers.narrow) as second:
            return answer_on(second)


def overloaded(servers):
    """One of two calls of an app that does not answer, when one is the most."""
    assert servers.ordinary  # the app is active
    with connect(servers.busy) as first, connect(servers.busy) as second:
        first.sendall(CALL)
        second.sendall(CALL)
        answered, _, _ = select.select([first, second], [], [])
        return answer_on(answered[0])


def timed_out(servers):
    assert servers.ordinary  # the app is active
    return say(servers.impatient, CALL.decode())


PROVOCATIONS = {
    "malformed_request": lambda s: say(s.ordinary, "GET /me HTTP/1.1\r\n\r\n"),
    "plain_http": lambda s: say(s.secure, REQUEST.decode()),
    "no_credentials": lambda s: ask(s.ordinary, "GET", "/me", credentials=False),
    "self": lambda s: ask(s.ordinary, "POST", "/app/flyte-webhook/deactivate"),
    "not_in_allowlist": lambda s: ask(s.strict, "GET", "/task/development/flytesnacks/slow.count"),
    "no_such_path": lambda s: ask(s.ordinary, "GET", "/runs"),
    "method_not_allowed": lambda s: ask(s.ordinary, "GET", HELLO),
    "request_timeout": late,
    "body_too_large": lambda s: ask(s.ordinary, "POST", HELLO, headers=["Content-Length: 1000000000"]),
    "encoded_body": lambda s: ask(s.ordinary, "POST", HELLO, "{}", ["Content-Encoding: gzip"]),
    "invalid_request": lambda s: ask(s.ordinary, "POST", "/build-image?pre=perhaps", '{"pip_packages": "numpy"}'),
    "header_too_large": lambda s: ask(s.ordinary, "GET", "/me", headers=["X-Large: " + "x" * 70000]),
    "unknown_transfer_coding": lambda s: ask(s.ordinary, "POST", HELLO, headers=["Transfer-Encoding: gzip"]),
    "unknown_http_version": lambda s: say(s.ordinary, "GET /me HTTP/2.0\r\nHost: localhost\r\n\r\n"),
    "overloaded": overloaded,
    "too_many_connections": one_too_many,
    "server_failed": lambda s: ask(s.failing("throws-in-handle"), "GET", "/throwing"),
    "handler_failed": lambda s: ask(s.failing("probe"), "GET", "/go-wrong/exception"),
    "no_answer": lambda s: ask(s.failing("good"), "GET", "/silent"),
    "invalid_argument": lambda s: ask(s.ordinary, "POST", HELLO, '{"nam": "Ada"}'),
    "out_of_range": refused_with("out_of_range", "there are no actions behind the last one"),
    "unauthenticated": lambda s: ask(s.ordinary, "GET", "/me", headers=["Authorization: Bearer bad"], credentials=False),
    "permission_denied": refused_with("permission_denied", "alice may not look at runs of flytesnacks"),
    "not_found": lambda s: ask(s.ordinary, "GET", "/run/run-77"),
    "already_exists": refused_with("already_exists", "there is a run of that name"),
    "conflict": without_address,
    "failed_precondition": refused_with("failed_precondition", "the project is archived"),
    "aborted": refused_with("aborted", "the run was changed at the same time"),
    "resource_exhausted": refused_with("resource_exhausted", "alice asks too often"),
    "unimplemented": lambda s: ask(s.strict, "POST", "/prefetch/hf-model?repo=sandbox-models/tiny-greeter"),
    "upstream_error": lambda s: ask(s.ordinary, "POST", "/app/wayward/call?path=/predict"),
    "bad_gateway": lambda s: ask(s.ordinary, "POST", "/app/wayward/call?path=/away"),
    "cancelled": refused_with("canceled", "the run service is being restarted"),
    "unknown": refused_with("unknown", "something went wrong"),
    "internal": refused_with("internal", "the database cannot be read"),
    "data_loss": refused_with("data_loss", "the run's record is damaged"),
    "unavailable": refused_with("unavailable", "the run service is starting"),
    "deadline_exceeded": refused_with("deadline_exceeded", "the database did not answer in time"),
    "gateway_timeout": timed_out,
}
