"""An app of the sandbox that misbehaves: / never answers, /away leads elsewhere, and of nothing else it knows."""

import http.server
import os


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/":
            self.rfile.read(1)  # until the client goes
        elif self.path == "/away":
            self.answer(302, ("Location", "https://example.com/"))
        else:
            self.answer(404, ("Content-Type", "text/plain"), b"no such model")

    def answer(self, status, header, body=b""):
        self.send_response(status)
        self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
