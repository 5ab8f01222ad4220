"""Greets Ada with the client that was made of the document: greet.py URL TOKEN"""

import sys
import time

from flyte_webhook_client import AuthenticatedClient
from flyte_webhook_client.api.run import get_run, get_run_io
from flyte_webhook_client.api.task import run_task
from flyte_webhook_client.models import GetRunIoReply, GetRunReply, Run, RunTaskBody


def greet(client: AuthenticatedClient, name: str) -> object:
    inputs = RunTaskBody()
    inputs["name"] = name
    run = run_task.sync("development", "flytesnacks", "hello", client=client, body=inputs)
    assert isinstance(run, Run), run
    await_end(client, run.name)
    io = get_run_io.sync(run.name, client=client)
    assert isinstance(io, GetRunIoReply) and io.outputs, io
    return io.outputs["greeting"]


def await_end(client: AuthenticatedClient, run: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        state = get_run.sync(run, client=client)
        assert isinstance(state, GetRunReply), state
        if state.done:
            return
        time.sleep(0.05)
    raise AssertionError(f"{run} does not end")


print(greet(AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2]), "Ada"))
