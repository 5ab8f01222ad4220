"""The Debian packages, from the build to the purge, in a Debian that has nothing but itself. Each step finds what the last one left."""

import gzip
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest

from clients import Asking
from daemon import ALICE, BUILD, Program, free_port, get, wait_for
from debian_system import PROJECT, System, changed, packed, run
from systemd import Manager

PACKAGES = ("flyte-webhook", "flyte-webhook-sandbox", "flyte-webhook-dev")
# What DynamicUser=, CapabilityBoundingSet= and NoNewPrivileges= of the unit come to.
AS_SERVICE = ("setpriv", "--reuid=61184", "--regid=61184", "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all")
SERVICE = "flyte-webhook.service"
SITE = "[admin]\nport = %d\n[listener]\nrequest_timeout = 4m\nshutdown_timeout = 4m\n"
# Starts when it is let go.
PATIENT = {"name": "patient",
           "command": ["sh", "-c", "touch /tmp/begun; while [ ! -e /tmp/release ]; do sleep 0.1; done; exec {{.sandbox}} --echo-app"]}

# Completes the last of the words, as the Tab key does.
COMPLETE = r"""
. /usr/share/bash-completion/bash_completion
_completion_loader "$1"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
"_${1//-/_}" 2>/dev/null # compopt knows that no key was pressed
printf '%s\n' "${COMPREPLY[@]}"
"""


class Log:
    """What the journal is to a service: the stream behind standard error, and the socket that takes entries."""

    def __init__(self, system):
        place = system.path / "run/systemd/journal/socket"
        place.parent.mkdir(parents=True)
        self._entries = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._entries.bind(str(place))
        place.chmod(0o666)
        self._entries.settimeout(30)
        self.stream, self._other = socket.socketpair()
        about = os.fstat(self.stream.fileno())
        self.environment = {"JOURNAL_STREAM": f"{about.st_dev}:{about.st_ino}"}

    def next(self):
        return dict(line.split("=", 1) for line in self._entries.recv(65536).decode().splitlines())

    def wait_for(self, **fields):
        while True:
            entry = self.next()
            if all(entry.get(name) == value for name, value in fields.items()):
                return entry

    def close(self):
        for end in (self._entries, self.stream, self._other):
            end.close()


@unittest.skipUnless(os.geteuid() == 0, "only root may make a system and enter it")
class Debian(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-debian-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.folder.chmod(0o755)
        quickly = {**os.environ, "DEB_BUILD_OPTIONS": "noautodbgsym"}
        run(PROJECT / "packaging/build-deb", "--from", BUILD, "--output", cls.folder, env=quickly)
        cls.packages = {name: next(cls.folder.glob(f"{name}_*.deb")) for name in PACKAGES}
        cls.system = System(cls.folder)
        cls.before = cls.system.files()
        cls.port, cls.admin = free_port(), free_port()
        cls.manager = Manager(cls.folder, cls.system.path / "run/notify", "/run/notify")
        cls.addClassCleanup(cls.manager.close)

    def start(self, setting="ExecStart", **more):
        """What the unit executes, as it does."""
        command, = self.system.unit()[setting]
        program, *arguments = self.system.command(*AS_SERVICE, *command.split())
        return self.manager.start(*arguments, program=program, **more)

    def configure(self, endpoint):
        """The one line, and what keeps a test to itself."""
        file = self.system.path / "etc/flyte-webhook/flyte-webhook.ini"
        text = file.read_text()
        for key, value in (("endpoint", endpoint), ("port", self.port), ("address", "127.0.0.1")):
            text = re.sub(rf"(?m)^(# )?{key} =.*$", f"{key} = {value}", text, count=1)
        file.write_text(text)
        (self.system.path / "etc/flyte-webhook/conf.d/site.ini").write_text(SITE % self.admin)

    def configuration(self):
        return (self.system.path / "etc/flyte-webhook/flyte-webhook.ini").read_text()

    def test_1_lintian_finds_no_error(self):
        said = run("lintian", "--allow-root", "--fail-on", "error", *self.packages.values())
        self.assertNotIn("E: ", said)

    def test_2_installing_starts_nothing_and_says_what_to_set(self):
        self.system.apt("install", "--no-install-recommends", *self.packages.values())
        asked = self.system.asked_of_systemd()
        self.assertIn(f"preset {SERVICE}", asked)  # it is enabled, if the machine has no other rule
        self.assertIn(f"start {SERVICE}", asked)
        self.assertEqual([line for line in asked if ".socket" in line], [])
        condition = self.start("ExecCondition")
        self.assertEqual(condition.wait(), 1)
        self.assertEqual(self.manager.wait_for("STATUS=")["STATUS"],
                         "Not configured: set endpoint in [control_plane] of /etc/flyte-webhook/flyte-webhook.ini,"
                         " or in a file of conf.d beside it")

    def test_3_systemd_finds_no_fault_in_the_units(self):
        tree = self.folder / "verified"
        run("dpkg-deb", "--extract", self.packages["flyte-webhook"], tree)
        units = tree / "lib/systemd/system"
        for target in pathlib.Path("/lib/systemd/system").glob("*.target"):
            shutil.copy(target, units)
        (tree / "bin").mkdir()
        shutil.copy("/bin/sh", tree / "bin")
        said = subprocess.run(["systemd-analyze", "verify", "--man=no", f"--root={tree}", SERVICE, "flyte-webhook.socket"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        self.assertEqual((said.returncode, said.stdout), (0, ""))

    def test_4_every_program_finds_its_libraries_pages_and_groups(self):
        self.assertRegex(self.system.run("flyte-webhook", "--version"), r"^flyte-webhook \d+\.\d+\.\d+ ")
        self.assertIn("flyte-webhook-sandbox", self.system.run("flyte-webhook-sandbox", "--help"))
        listed = self.system.run("flyte-webhook", "--list-plugins")
        for group in ("app", "build", "core", "prefetch", "run", "task", "trigger"):
            self.assertRegex(listed, rf"(?m)^\W*{group}\b")
        for page in ("man5/flyte-webhook.ini.5.gz", "man8/flyte-webhook.8.gz", "man1/flyte-webhook-sandbox.1.gz"):
            self.assertTrue((self.system.path / "usr/share/man" / page).is_file(), page)

    def test_4_bash_completes_options_and_keys(self):
        self.system.apt("install", "--no-install-recommends", "bash-completion")
        for words, completed in ((("flyte-webhook", "--list"), "--list-plugins"),
                                 (("flyte-webhook", "--set", "control_plane.endp"), "control_plane.endpoint="),
                                 (("flyte-webhook", "--set", "plugin.app.allow"), "plugin.app.allow_forwarding_to="),
                                 (("flyte-webhook-sandbox", "--max"), "--max-processes=")):
            self.assertEqual(self.system.run("bash", "-c", COMPLETE, "bash", *words).split(), [completed])

    def test_4_the_licences_of_what_it_carries_come_along(self):
        documents = self.system.path / "usr/share/doc"
        for package in PACKAGES:
            self.assertTrue((documents / package / "copyright").is_file(), package)
        told = (documents / "flyte-webhook/copyright").read_text()
        for name, folder in (("Swagger UI", "swagger-ui"), ("ReDoc", "redoc")):
            self.assertIn(name, told)
            files = [*(documents / "flyte-webhook/licenses" / folder).iterdir()]
            texts = [gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes() for file in files]
            self.assertIn(b"copyright", b"".join(texts).lower(), name)

    def test_5_a_plugin_is_built_with_what_pkg_config_says(self):
        tree = self.folder / "dev"
        run("dpkg-deb", "--extract", self.packages["flyte-webhook-dev"], tree)
        environment = {**os.environ, "PKG_CONFIG_PATH": str(tree / "usr/share/pkgconfig")}
        flags = run("pkg-config", "--cflags", "flyte-webhook", env=environment).split()
        plugins = run("pkg-config", "--variable=plugindir", "flyte-webhook", env=environment).strip()
        self.assertEqual(pathlib.Path(plugins).resolve(), (tree / "usr/lib/flyte-webhook/plugins").resolve())
        example = tree / "usr/share/doc/flyte-webhook-dev/examples/deadline/deadline.c"
        plugin = self.folder / "deadline.so"
        run("cc", "-shared", "-fPIC", "-fvisibility=hidden", *flags, example, "-o", plugin)
        self.assertIn("deadline", run(BUILD / "flyte-webhook", "--inspect-plugin", plugin))
        libraries = run("pkg-config", "--libs", "flyte-webhook-testing", env=environment)
        self.assertTrue((tree / "usr/lib/libflyte-webhook-testing.a").is_file())
        self.assertIn("-lflyte-webhook-testing", libraries)

    def test_5_the_messages_of_the_control_plane_come_along_whole(self):
        tree = self.folder / "messages"
        run("dpkg-deb", "--extract", self.packages["flyte-webhook-dev"], tree)
        idl = tree / "usr/share/flyte-webhook/idl"
        files = sorted(idl.rglob("*.proto"))
        self.assertIn(idl / "flyteidl2/workflow/run_service.proto", files)
        run("protoc", f"--proto_path={idl}", f"--descriptor_set_out={self.folder / 'descriptors'}", *files)

    def test_6_one_line_of_configuration_and_it_answers(self):
        with Sandbox(self.system) as plane:
            self.configure(plane.address)
            self.assertEqual(self.start("ExecCondition").wait(), 0)
            log = Log(self.system)
            try:
                with self.start(environment=log.environment, stderr=log.stream):
                    self.assertIn(f"http://127.0.0.1:{self.port};", self.manager.wait_for("READY=1")["STATUS"])
                    self.assertEqual(get(self.port, "/me", ALICE), (200, {"subject": "alice", "name": "alice"}))
                    entry = log.wait_for(FLYTE_WEBHOOK_ENDPOINT="me")
                    self.assertEqual((entry["PRIORITY"], entry["FLYTE_WEBHOOK_STATUS"]), ("6", "200"))
                    self.assertEqual(entry["SYSLOG_IDENTIFIER"], "flyte-webhook")
                    self.assertNotIn("Bearer", str(entry))
            finally:
                log.close()

    def test_7_an_upgrade_keeps_what_was_edited_and_drops_no_running_request(self):
        newer = changed(self.packages["flyte-webhook"], self.folder, "99", self.change_configuration)
        held = self.manager.listen()
        with Sandbox(self.system, "--apps", "/tmp/apps") as plane:
            self.configure(plane.address)
            edited = self.configuration()
            with self.start() as server:
                self.manager.wait_for("READY=1")
                running = Asking("POST", held, "/app/patient/activate?wait=true")
                wait_for((self.system.path / "tmp/begun").exists, lambda: f"the app is not started:\n{server.said()}")
                self.system.asked_of_systemd()
                self.system.apt("install", newer)
                asked = self.system.asked_of_systemd()
                self.assertIn(f"restart {SERVICE}", asked)
                self.assertEqual([line for line in asked if line.startswith("stop ")], [])  # the socket above all
                server.signal(signal.SIGTERM)  # systemd does that behind the socket that it holds
                self.manager.wait_for("STOPPING=1")
                late = Asking("GET", held, "/me")
                (self.system.path / "tmp/release").touch()
                status, body = running.answer()
                self.assertEqual(status, 200, body)
                self.assertEqual(server.wait(), 0)
            with self.start():
                self.assertEqual(late.answer()[0], 200)
        self.assertEqual(self.configuration(), edited)
        folder = self.system.path / "etc/flyte-webhook"
        self.assertIn("# of the next version", (folder / "flyte-webhook.ini.dpkg-dist").read_text())
        self.assertIn("# of the next version", (folder / "conf.d/app.ini").read_text())
        self.assertEqual((folder / "conf.d/site.ini").read_text(), SITE % self.admin)

    @staticmethod
    def change_configuration(tree):
        for name in ("flyte-webhook.ini", "conf.d/app.ini"):
            with (tree / "etc/flyte-webhook" / name).open("a") as file:
                file.write("# of the next version\n")

    def test_8_a_package_that_brings_a_drop_in_makes_the_server_reload(self):
        package = packed(self.folder, "dropin", {"etc/flyte-webhook/conf.d/dropin.ini": b"[webhook]\nproject = other\n"})
        for change in (("install", package), ("purge", "dropin")):
            self.system.asked_of_systemd()
            self.system.apt(*change)
            self.assertIn(f"try-reload-or-restart {SERVICE}", self.system.asked_of_systemd())
        later = packed(self.folder, "later", {"usr/lib/flyte-webhook/plugins/later.so": b""}, interface="1.99")
        with self.assertRaisesRegex(AssertionError, r"flyte-webhook-abi-1 \(>= 1\.99\)"):
            self.system.apt("install", later)
        reload = self.system.unit()["ExecReload"]
        self.assertEqual(reload, ["/bin/sh -c 'kill -HUP $MAINPID'"])

    def test_9_removing_keeps_the_configuration_and_purging_leaves_nothing(self):
        self.system.asked_of_systemd()
        self.system.apt("remove", "flyte-webhook")
        stopped = [line for line in self.system.asked_of_systemd() if line.startswith("stop ")]
        self.assertEqual(stopped, ["stop flyte-webhook.socket", f"stop {SERVICE}"])
        self.assertIn("endpoint = http", self.configuration())
        (self.system.path / "etc/flyte-webhook/a copy.ini ").touch()
        self.system.apt("purge", *PACKAGES)
        left = self.system.files() - self.before
        self.assertEqual([path for path in left if "flyte" in path or "systemd" in path], [])
        self.assertNotIn("flyte-webhook", self.system.run("dpkg-query", "--show"))


class Sandbox:
    """The installed control plane, with its address as `address`."""

    def __init__(self, system, *options):
        apps = system.path / "tmp/apps"
        apps.mkdir(exist_ok=True)
        (apps / "patient.json").write_text(json.dumps(PATIENT))
        self._program = Program(system.command(*AS_SERVICE, "flyte-webhook-sandbox", *options), system.path.parent / "sandbox.log")
        self._program.wait_until_said(r"(?m)^ready$")
        self.address = "http://" + re.search(r"(?m)^grpc (\S+)$", self._program.said()).group(1)

    def __enter__(self):
        self._program.__enter__()
        return self

    def __exit__(self, *exception):
        self._program.__exit__(*exception)


if __name__ == "__main__":
    unittest.main(failfast=True)  # a step needs those before it
