"""A control plane in front of the sandbox's that hides tasks from one caller, and that can be away."""

import http.server
import threading
import urllib.error
import urllib.request


class Veil:
    """Passes calls on to `address`, but for those of `caller` that speak of one of `hidden`: there is no such thing for them. With `away` set
    it takes none. It listens at `address` of its own."""

    def __init__(self, address, caller, hidden):
        self.away = False
        self._behind, self._caller, self._hidden = address, f"Bearer {caller}", [name.encode() for name in hidden]
        veil = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                message = self.rfile.read(int(self.headers["Content-Length"]))
                status, kind, body = veil.answer(self.path, self.headers, message)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, path, headers, message):
        if self.away:
            return 503, "application/json", b'{"code": "unavailable", "message": "away"}'
        if headers["Authorization"] == self._caller and any(name in message for name in self._hidden):
            return 404, "application/json", b'{"code": "not_found", "message": "no such task"}'
        passed = {name: value for name, value in headers.items() if name.lower() not in ("host", "content-length", "connection")}
        try:
            with urllib.request.urlopen(urllib.request.Request(self._behind + path, message, passed), timeout=30) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers["Content-Type"], error.read()

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
