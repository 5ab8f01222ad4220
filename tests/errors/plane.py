"""A control plane that does what it is told to, for what the sandbox's does not do by itself."""

import http.server
import json
import threading


def field(number, content):
    """A field of a message that holds bytes, fewer than 128."""
    return bytes([number << 3 | 2, len(content)]) + content


class Plane:
    """Speaks Connect at `address`. Every call is refused with `refusal`, a code and a message; without one, each app that is asked for is there
    and has no address. Ends with the `with` block."""

    def __init__(self):
        plane = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                message = self.rfile.read(int(self.headers["Content-Length"]))
                if plane.refusal:
                    code, words = plane.refusal
                    return self.answer(500, "application/json", json.dumps({"code": code, "message": words}).encode())
                # GetRequest.app_id becomes GetResponse.app.metadata.id.
                self.answer(200, "application/proto", field(1, field(1, message)))

            def answer(self, status, kind, body):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.refusal = None
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
