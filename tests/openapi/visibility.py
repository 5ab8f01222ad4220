"""A control plane in front of the sandbox's that hides tasks from one caller, and that can be away."""

import urllib.error
import urllib.request

from connect_server import ConnectServer


class Veil(ConnectServer):
    """Passes calls on to `address`, but for those of `caller` that speak of one of `hidden`: there is no such thing for them. With `away` set
    it takes none. It listens at `address` of its own."""

    def __init__(self, address, caller, hidden):
        super().__init__()
        self.away = False
        self._behind, self._caller, self._hidden = address, f"Bearer {caller}", [name.encode() for name in hidden]

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
