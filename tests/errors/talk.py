"""Bytes to a server and its answer: what an HTTP library would not send."""

import http.client
import json
import socket
import typing

PATIENCE = 60


class Answer(typing.NamedTuple):
    status: int
    kind: str | None  # X-Error-Kind
    body: dict


def answer_on(connection):
    """The next answer that comes on a socket."""
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    return Answer(answer.status, answer.getheader("X-Error-Kind"), json.loads(answer.read()))


def connect(port):
    return socket.create_connection(("127.0.0.1", port), PATIENCE)


def say(port, text):
    """The answer to these bytes."""
    with connect(port) as connection:
        connection.sendall(text.encode("latin-1"))
        return answer_on(connection)


def ask(port, method, target, body=None, headers=(), credentials=True):
    """The answer to a request."""
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", *(["Authorization: Bearer alice"] if credentials else []), *headers]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return say(port, "\r\n".join(lines) + "\r\n\r\n" + (body or ""))
