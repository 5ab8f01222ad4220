"""packaging/flyte/app.py beside FlyteWebhookAppEnvironment of PyPI's flyte: the same options, the same app, and a command line that the server takes."""

import dataclasses
import os
import pathlib
import subprocess
import sys
import unittest
from datetime import timedelta

import flyte
import flyte.app
from flyte.app._runtime import translate_app_env_to_idl
from flyte.app.extras import FlyteWebhookAppEnvironment
from flyte.app.extras._webhook_app import ALL_WEBHOOK_ENDPOINT_GROUPS, ALL_WEBHOOK_ENDPOINTS, _resolve_endpoints
from flyte.models import SerializationContext

PROJECT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "packaging/flyte"))
from app import FlyteWebhookServer  # noqa: E402

SERVER = pathlib.Path(os.environ["BUILD"]) / "flyte-webhook"
CONTEXT = SerializationContext(version="1", project="reports", domain="production", org="acme", root_dir=PROJECT)
FURTHER = {"task": 1, "all": 1}  # endpoints that the reference has not: get_task_schema
OURS = {"image": "registry.example.com/flyte-webhook:0.1.0", "control_plane": "dns:///acme.hosted.example.com"}
# Every option that both take, each with something else than its default.
OPTIONS = {
    "name": "my-webhook",
    "title": "Reports, started by CI",
    "description": "Starts reports. Costs $5; not $(HOME).",
    "resources": flyte.Resources(cpu=1, memory="512Mi"),
    "requires_auth": False,
    "scaling": flyte.app.Scaling(replicas=(1, 4), metric=flyte.app.Scaling.Concurrency(256), scaledown_after=600),
    "endpoint_groups": ["core", "task", "run"],
    "task_allowlist": ["production/reports/nightly", "reports/weekly", "one.task"],
    "app_allowlist": ["echo", "another-app"],
    "trigger_allowlist": ["nightly/every-day", "hourly"],
    "port": 9000,
    "domain": flyte.app.Domain(subdomain="hooks"),
    "links": [flyte.app.Link(path="/health", title="Health", is_relative=True)],
    "timeouts": flyte.app.Timeouts(request=90),
    "env_vars": {"FLYTE_WEBHOOK_TELEMETRY_LOG_LEVEL": "debug"},
    "secrets": [flyte.Secret(key="token", as_env_var="TOKEN")],
    "cluster_pool": "small",
    "service_account": "hooks",
    "interruptible": True,
}


def options(kind):
    """{option: its field} of a class."""
    return {f.name: f for f in dataclasses.fields(kind) if f.init}


def default(field):
    return field.default if field.default_factory is dataclasses.MISSING else field.default_factory()


def as_kubernetes_does(words):
    """A command as it reaches the program: $$ stands for $, and no variable is named."""
    for word in words:
        if "$(" in word.replace("$$", ""):
            raise AssertionError(f"Kubernetes would look for a variable in {word}")
    return [word.replace("$$", "$") for word in words]


def check(app, *more):
    """--check-config under the app's command line and variables: exit status and what it said."""
    words = as_kubernetes_does([*app.container_cmd(CONTEXT), *app.container_args(CONTEXT)])
    environment = {"PATH": os.environ["PATH"], **(app.env_vars or {})}
    done = subprocess.run([SERVER, *words[1:], *more, "--check-config"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, env=environment)
    return done.returncode, done.stdout


def settings(app):
    """{key: text} of the app's command line."""
    words = as_kubernetes_does(app.container_cmd(CONTEXT))[1:]
    if words[::2] != ["--set"] * (len(words) // 2):
        raise AssertionError(words)
    return dict(word.split("=", 1) for word in words[1::2])


class Flyte(unittest.TestCase):
    def test_options_have_the_names_and_defaults_of_the_reference(self):
        ours, theirs = options(FlyteWebhookServer), options(FlyteWebhookAppEnvironment)
        self.assertEqual(theirs.keys() - ours.keys(), {"uvicorn_config"})
        self.assertEqual(ours.keys() - theirs.keys(), {"control_plane"})
        for name in ours.keys() & theirs.keys() - {"image"}:
            self.assertEqual(default(ours[name]), default(theirs[name]), name)

    def test_these_options_are_tried(self):
        self.assertLessEqual({"name", "title", "description", "resources", "requires_auth", "scaling", "endpoint_groups", "task_allowlist",
                              "app_allowlist", "trigger_allowlist"}, OPTIONS.keys())

    def test_it_is_the_app_that_the_reference_is_but_for_what_runs_in_it(self):
        ours = translate_app_env_to_idl(FlyteWebhookServer(**OPTIONS, **OURS), CONTEXT)
        theirs = translate_app_env_to_idl(FlyteWebhookAppEnvironment(**OPTIONS, image=OURS["image"]), CONTEXT)
        self.assertEqual(ours.spec.container.image, OURS["image"])
        self.assertEqual(ours.spec.container.command[0], "/usr/bin/flyte-webhook")
        self.assertNotEqual(ours, theirs)
        for app in (ours, theirs):
            del app.spec.container.command[:]
        self.assertEqual(ours, theirs)
        self.assertTrue(ours.spec.security_context.allow_anonymous)
        self.assertEqual((ours.spec.autoscaling.replicas.min, ours.spec.autoscaling.replicas.max), (1, 4))

    def test_each_option_reaches_the_server(self):
        self.assertEqual(settings(FlyteWebhookServer(**OPTIONS, **OURS)), {
            "webhook.name": "my-webhook", "webhook.title": "Reports, started by CI", "webhook.description": "Starts reports. Costs $5; not $(HOME).",
            "webhook.org": "acme", "webhook.project": "reports", "webhook.domain": "production", "webhook.endpoint_groups": "core,task,run",
            "listener.port": "9000", "listener.request_timeout": "90000ms", "auth.required": "false",
            "allowlist.tasks": "production/reports/nightly,reports/weekly,one.task", "allowlist.apps": "echo,another-app",
            "allowlist.triggers": "nightly/every-day,hourly", "control_plane.endpoint": "dns:///acme.hosted.example.com"})

    def test_what_is_not_given_keeps_the_server_s_default(self):
        self.assertEqual(settings(FlyteWebhookServer(name="a", **OURS)), {
            "webhook.name": "a", "webhook.org": "acme", "webhook.project": "reports", "webhook.domain": "production", "listener.port": "8080",
            "auth.required": "true", "control_plane.endpoint": "dns:///acme.hosted.example.com"})

    def test_an_empty_list_allows_nothing_and_none_everything(self):
        app = FlyteWebhookServer(name="a", task_allowlist=[], **OURS)
        self.assertEqual(settings(app)["allowlist.tasks"], "")
        self.assertNotIn("allowlist.apps", settings(app))
        self.assertEqual(check(app)[0], 0)

    def assertEnables(self, **selection):
        """The server enables as many endpoints as the reference does, and those of its groups that the reference has not."""
        groups = [] if "endpoints" in selection else selection.get("endpoint_groups", ["all"])
        further = sum(FURTHER.get(group, 0) for group in groups)
        expected = len(_resolve_endpoints(selection.get("endpoint_groups"), selection.get("endpoints"))) + further
        status, said = check(FlyteWebhookServer(name="a", **selection, **OURS))
        self.assertEqual(status, 0, said)
        self.assertRegex(said, rf"\b{expected} endpoints?\b", selection)

    def test_the_server_takes_the_command_line(self):
        status, said = check(FlyteWebhookServer(**OPTIONS, **OURS))
        self.assertEqual(status, 0, said)

    def test_the_server_knows_each_group_and_endpoint_of_the_reference(self):
        self.assertEnables()
        for group in ALL_WEBHOOK_ENDPOINT_GROUPS:
            self.assertEnables(endpoint_groups=(group,))
        for endpoint in ALL_WEBHOOK_ENDPOINTS:
            self.assertEnables(endpoints=[endpoint])

    def test_what_the_server_does_not_know_it_refuses(self):
        status, said = check(FlyteWebhookServer(name="a", endpoints=["no_such_endpoint"], **OURS))
        self.assertEqual(status, 1)
        self.assertIn("no_such_endpoint", said)

    def test_further_words_are_added_to_the_command_line(self):
        app = FlyteWebhookServer(name="a", args=["--set", "plugin.build.task=a/b/c"], **OURS)
        self.assertEqual(check(app)[0], 0)
        app.args = "--set plugin.build.no_such_key=1"
        self.assertEqual(check(app)[0], 1)

    def test_what_cannot_be_meant_is_refused(self):
        with self.assertRaisesRegex(ValueError, "both endpoints and endpoint_groups"):
            FlyteWebhookServer(name="a", endpoints=["health"], endpoint_groups=["core"], **OURS)
        with self.assertRaisesRegex(ValueError, "endpoint_groups names nothing"):
            FlyteWebhookServer(name="a", endpoint_groups=[], **OURS)
        with self.assertRaisesRegex(ValueError, "command"):
            FlyteWebhookServer(name="a", command="sleep 1", **OURS)
        with self.assertRaisesRegex(ValueError, "parameters"):
            FlyteWebhookServer(name="a", parameters=[flyte.app.Parameter(name="p", value="v")], **OURS)
        with self.assertRaisesRegex(TypeError, "control_plane"):
            FlyteWebhookServer(name="a", image=OURS["image"])
        with self.assertRaisesRegex(TypeError, "image"):
            FlyteWebhookServer(name="a", control_plane=OURS["control_plane"])

    def test_a_copy_keeps_the_options(self):
        app = FlyteWebhookServer(**OPTIONS, **OURS)
        copy = app.clone_with("other", timeouts=flyte.app.Timeouts(request=timedelta(seconds=5)))
        changed = {"webhook.name": "other", "listener.request_timeout": "5000ms"}
        self.assertEqual(settings(copy), {**settings(app), **changed})
        self.assertEqual(copy.links, app.links)


if __name__ == "__main__":
    unittest.main()
