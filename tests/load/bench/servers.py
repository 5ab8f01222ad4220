"""Our server and the control planes in front of which it is measured."""
import json
import os
import socket

from .processes import Failed, Process, free_port, memory

TOKEN = "Bearer load-token-0123456789abcdef0123456789abcdef"
REQUEST = b"GET %s HTTP/1.1\r\nHost: load\r\nAuthorization: " + TOKEN.encode() + b"\r\nConnection: close\r\n\r\n"


def answers(port, path=b"/health", timeout=5):
    """The whole answer to one plain-text request; empty when there is none."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=timeout) as s:
            s.sendall(REQUEST % path)
            whole = b""
            while piece := s.recv(65536):
                whole += piece
            return whole
    except OSError:
        return b""


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
        return True
    except OSError:
        return False


class Stub(Process):
    """The bench kit's control plane: constant answers, each after `latency`."""

    def __init__(self, suite, latency="0s"):
        self.port = free_port()
        super().__init__([suite.stub, "--listen", f"127.0.0.1:{self.port}", "--latency", latency, "--gzip=false"], f"{suite.work}/stub.log")
        self.wait_until(lambda: answers(self.port, b"/__stats").startswith(b"HTTP/1.1 200"))

    def calls(self):
        """How many calls came so far."""
        body = answers(self.port, b"/__stats").partition(b"\r\n\r\n")[2]
        return sum(v for k, v in json.loads(body).items() if k.startswith("/"))


class Sandbox(Process):
    """The embedded control plane, with the tasks of a folder."""

    def __init__(self, suite, tasks):
        self.port = free_port()
        apps = f"{suite.work}/apps"
        os.makedirs(apps, exist_ok=True)
        program = os.path.join(os.path.dirname(suite.server), "flyte-webhook-sandbox")
        if not os.access(program, os.X_OK):
            raise Failed(f"{program} is not there")
        super().__init__([program, "--tasks", tasks, "--apps", apps, "--grpc-port", str(self.port)], f"{suite.work}/sandbox.log")
        self.wait_until(lambda: listens(self.port))


class Webhook(Process):
    """Our server, with the defaults but for what `settings` ({section: {key: value}}) says. Its log lines go to a file. Its environment is
    that of the packages' unit and container."""

    def __init__(self, suite, control_plane=None, settings=None, plugins=(), server=None, wait=True):
        self.port = free_port()
        sections = {
            "webhook": {"name": "load-webhook", "org": "org"},
            "listener": {"address": "127.0.0.1", "port": self.port, "keep_alive_timeout": "600s"},
            "admin": {"port": 0},
            "control_plane": {"endpoint": f"http://127.0.0.1:{control_plane.port if control_plane else 9}"},
            "plugins": {"directories": ",".join([suite.plugins if server is None else f"{os.path.dirname(server)}/plugins", *plugins])},
        }
        if suite.protocol:
            sections["control_plane"]["protocol"] = suite.protocol
        for section, keys in (settings or {}).items():
            sections.setdefault(section, {}).update(keys)
        self.tls = "tls_certificate" in sections["listener"]
        ini = f"{suite.work}/webhook-{self.port}.ini"
        with open(ini, "w") as f:
            for section, keys in sections.items():
                f.write(f"[{section}]\n" + "".join(f"{k} = {v}\n" for k, v in keys.items()) + "\n")
        super().__init__([server or suite.server, "--config", ini], f"{suite.work}/webhook-{self.port}.log", {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"})
        if wait:
            self.start_seconds = self.wait_until(self.answers_health)
            self.start_memory = memory(self.pid)

    def answers_health(self):
        return listens(self.port) if self.tls else answers(self.port).startswith(b"HTTP/1.1 200")

    def url(self, path):
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}{path}"


class Nginx(Process):
    """nginx with one worker and a constant answer to /health, as a measure of what the machine itself takes. Started by root it gives its
    temporary folders to another user, so it has a folder of its own."""

    CONFIGURATION = """daemon off; master_process off; pid {work}/nginx.pid; worker_rlimit_nofile 30000;
events {{ worker_connections 20000; }}
http {{
    access_log off; keepalive_requests 1000000000;
    client_body_temp_path {work}; proxy_temp_path {work}; fastcgi_temp_path {work}; uwsgi_temp_path {work}; scgi_temp_path {work};
    server {{ listen 127.0.0.1:{port} backlog=4096; location = /health {{ default_type application/json; return 200 '{{"status":"healthy"}}'; }} }}
}}
"""

    def __init__(self, suite):
        self.port = free_port()
        work = f"{suite.work}/nginx-{self.port}"
        os.makedirs(work, exist_ok=True)
        with open(f"{work}/nginx.conf", "w") as f:
            f.write(self.CONFIGURATION.format(work=work, port=self.port))
        super().__init__(["nginx", "-c", f"{work}/nginx.conf", "-p", work, "-e", f"{work}/error.log"], f"{work}/nginx.log")
        self.wait_until(lambda: answers(self.port).startswith(b"HTTP/1.1 200"))

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"
