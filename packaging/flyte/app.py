"""The server as a Flyte app, with the options that FlyteWebhookAppEnvironment takes.

    import flyte
    from app import FlyteWebhookServer

    webhook = FlyteWebhookServer(
        name="my-webhook",
        image="registry.example.com/flyte-webhook:0.1.0",
        control_plane="dns:///acme.hosted.example.com",
        resources=flyte.Resources(cpu=1, memory="2Gi"),
        scaling=flyte.app.Scaling(replicas=(1, 4), metric=flyte.app.Scaling.Concurrency(256)),
        endpoint_groups=["core", "task", "run"],
        task_allowlist=["production/reports/nightly"],
    )

    if __name__ == "__main__":
        flyte.init_from_config()
        print(flyte.serve(webhook).url)

The image is made from packaging/container/Containerfile. No Python runs in it: the options become the server's command line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterator, Sequence

import rich.repr

import flyte
import flyte.app
from flyte.models import SerializationContext


@rich.repr.auto
@dataclass(kw_only=True, repr=True)
class FlyteWebhookServer(flyte.app.AppEnvironment):
    """
    The options are those of FlyteWebhookAppEnvironment and mean the same, save for uvicorn_config, which there is no use for. New or different:

    Args:
        image: The server's image, where the cluster can pull it. There is no default.
        control_plane: Where the control plane is, as seen from the cluster: dns:///host, https://host, http://host:port or host:port.
        requires_auth: False lets requests without credentials through the platform's door and the server's own.
        timeouts: The time of a request is the server's request_timeout, too.
        args: Further words of the server's command line, as in ["--set", "control_plane.protocol=connect"].
        command, parameters: Not to be given; the command line is made here.
    """

    image: str | flyte.Image = field()  # without it, the default of AppEnvironment, an image of Python, would be taken
    control_plane: str
    type: str = "FlyteWebhookApp"
    title: str | None = None
    endpoint_groups: Sequence[str] | None = None
    endpoints: Sequence[str] | None = None
    task_allowlist: list[str] | None = None
    app_allowlist: list[str] | None = None
    trigger_allowlist: list[str] | None = None

    def __post_init__(self):
        if self.endpoints is not None and self.endpoint_groups is not None:
            raise ValueError("Cannot specify both endpoints and endpoint_groups")
        for option in ("endpoints", "endpoint_groups"):
            if getattr(self, option) is not None and not getattr(self, option):
                raise ValueError(f"{option} names nothing, so the server would have no endpoint; leave it out to enable all")
        if self.command is not None or self.parameters:
            raise ValueError("command and parameters are not for this app: its command line is made of the other options, and args are added to it")
        super().__post_init__()
        documentation = flyte.app.Link(path="/docs", title="FastAPI OpenAPI Docs", is_relative=True)
        self.links = [documentation, *(link for link in self.links if link != documentation)]  # a clone has it already

    def settings(self, serialization_context: SerializationContext) -> Iterator[tuple[str, object]]:
        """The server's keys that are set, with their values; what is None keeps the server's default."""
        yield "webhook.name", self.name
        yield "webhook.title", self.title
        yield "webhook.description", self.description
        yield "webhook.org", serialization_context.org
        yield "webhook.project", serialization_context.project
        yield "webhook.domain", serialization_context.domain
        yield "webhook.endpoint_groups", self.endpoint_groups
        yield "webhook.endpoints", self.endpoints
        yield "listener.port", self.get_port().port
        yield "listener.request_timeout", self.timeouts.request and f"{int(self.timeouts.request.total_seconds() * 1000)}ms"
        yield "auth.required", "true" if self.requires_auth else "false"
        yield "allowlist.tasks", self.task_allowlist
        yield "allowlist.apps", self.app_allowlist
        yield "allowlist.triggers", self.trigger_allowlist
        yield "control_plane.endpoint", self.control_plane

    def container_cmd(self, serialize_context: SerializationContext, parameter_overrides=None) -> list[str]:
        words = ["/usr/bin/flyte-webhook"]
        for key, value in self.settings(serialize_context):
            if value is not None:
                text = str(value) if isinstance(value, (str, int)) else ",".join(value)
                # Kubernetes replaces $(NAME) in a command, and takes $$ for a $.
                words += ["--set", f"{key}={text}".replace("$", "$$")]
        return words

    def __rich_repr__(self) -> rich.repr.Result:
        yield "name", self.name
        yield "image", self.image
        yield "control_plane", self.control_plane
        for option in ("title", "endpoint_groups", "endpoints", "task_allowlist", "app_allowlist", "trigger_allowlist"):
            yield option, getattr(self, option), None
