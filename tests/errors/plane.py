"""A control plane that does what it is told to, for what the sandbox's does not do by itself."""

import json

from connect_server import ConnectServer


def field(number, content):
    """A field of a message that holds bytes, fewer than 128."""
    return bytes([number << 3 | 2, len(content)]) + content


class Plane(ConnectServer):
    """Every call is refused with `refusal`, a code and a message; without one, each app that is asked for is there and has no address."""

    refusal = None

    def answer(self, path, headers, message):
        if self.refusal:
            code, words = self.refusal
            return 500, "application/json", json.dumps({"code": code, "message": words}).encode()
        # GetRequest.app_id becomes GetResponse.app.metadata.id.
        return 200, "application/proto", field(1, field(1, message))
