"""The server under a service manager: what it says, the sockets that it is passed, and restarts that nobody notices."""

import json
import os
import pathlib
import pty
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from clients import Load
from daemon import BUILD, get, sandbox, wait_for
from systemd import Manager
from threads import Stopped

UNITS = pathlib.Path(__file__).resolve().parents[2] / "packaging/systemd"
AS_ROOT = unittest.skipUnless(os.geteuid() == 0, "only root may stop threads of a process that lets nobody look into it")


class Systemd(unittest.TestCase):
    def setUp(self):
        self._folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-systemd-")
        self.addCleanup(self._folder.cleanup)
        self.folder = pathlib.Path(self._folder.name)
        self.config = self.folder / "flyte-webhook.ini"
        self.manager = Manager(self.folder)
        self.addCleanup(self.manager.close)
        self.configure()

    def configure(self, endpoint="http://127.0.0.1:1", **keys):
        self.config.write_text(f"[control_plane]\nendpoint = {endpoint}\n[listener]\naddress = 127.0.0.1\nport = {keys.get('port', 0)}\n"
                               f"shutdown_timeout = {keys.get('shutdown_timeout', '30s')}\n[admin]\nport = {keys.get('admin', 0)}\n"
                               f"[webhook]\nendpoint_groups = {keys.get('groups', 'all')}\n{keys.get('more', '')}")

    def start(self, **more):
        return self.manager.start("--config", self.config, **more)

    def waiting_plugin(self):
        """Configuration for a plugin that can be made to wait, and the pipe that it waits for."""
        folder = self.folder / "plugins"
        folder.mkdir()
        shutil.copy(BUILD / "tests/plugins/waiting.so", folder)
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        return f"[plugins]\ndirectories = {folder}\nstart_timeout = 60s\n", pipe

    def test_it_is_ready_once_it_listens_and_says_what_it_serves(self):
        with self.start():
            status = self.manager.wait_for("READY=1")["STATUS"]
            port = int(re.search(r"http://127\.0\.0\.1:(\d+)", status).group(1))
            self.assertEqual(get(port, "/health")[0], 200)
            self.assertRegex(status, r"\b\d+ endpoints of app, build, core, prefetch, run, task, trigger; 0 requests answered$")
            # As long as nothing changes nothing is said, and what changes is said within ten seconds.
            self.assertRegex(self.manager.wait_for("STATUS=", 30)["STATUS"], r"; 1 request answered$")

    def test_a_reload_is_told_from_its_begin_to_its_end(self):
        with self.start() as server:
            self.manager.wait_for("READY=1")
            before = time.monotonic()
            self.configure(groups="core")
            server.signal(signal.SIGHUP)
            begin = self.manager.wait_for("RELOADING=1")
            self.assertGreaterEqual(int(begin["MONOTONIC_USEC"]), before * 1_000_000)
            self.assertLessEqual(int(begin["MONOTONIC_USEC"]), time.monotonic() * 1_000_000)
            self.assertRegex(self.manager.wait_for("READY=1")["STATUS"], r"\b2 endpoints of core;")
            self.configure(groups="nonsense")
            server.signal(signal.SIGHUP)
            self.manager.wait_for("RELOADING=1")
            status = self.manager.wait_for("READY=1")["STATUS"]
            self.assertRegex(status, r"\b2 endpoints of core; 0 requests answered; the last reload was refused: .*'nonsense'")
            self.configure()
            server.signal(signal.SIGHUP)
            self.assertNotIn("refused", self.manager.wait_for("READY=1")["STATUS"])

    def test_its_end_is_told_with_the_time_that_it_may_take(self):
        self.configure(shutdown_timeout="70s")
        with self.start() as server:
            self.manager.wait_for("READY=1")
            server.signal(signal.SIGTERM)
            extended = int(self.manager.wait_for("STOPPING=1")["EXTEND_TIMEOUT_USEC"])
            self.assertEqual(extended, 90_000_000)  # with the 10 seconds of start_timeout, and some more

    def test_a_start_that_is_refused_says_why_in_the_status(self):
        self.configure(groups="nonsense")
        server = self.start()
        status = self.manager.wait_for("STATUS=")["STATUS"]
        self.assertIn("Not started: ", status)
        self.assertIn("'nonsense'", status)
        self.assertEqual(server.wait(), 1)

    def test_a_port_that_is_taken_is_told_in_the_status(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            self.configure(port=port)
            server = self.start()
            self.assertIn(f"Not serving: [listener] address, port: 127.0.0.1:{port}: ", self.manager.wait_for("STATUS=")["STATUS"])
            self.assertEqual(server.wait(), 1)

    def test_without_a_control_plane_the_check_of_the_unit_says_what_to_set(self):
        self.config.write_text("[control_plane]\n# endpoint =\n")
        check = self.manager.start("--config", self.config, "--is-configured")
        self.assertEqual(check.wait(), 1)
        self.assertIn(f"Not configured: set endpoint in [control_plane] of {self.config}", self.manager.wait_for("STATUS=")["STATUS"])
        for text in ("[control_plane]\nendpoint = dns:///acme.example.com\n", "[control_plane]\nendpoint = no such thing\n", "[webhook]\nnme = x\n"):
            self.config.write_text(text)  # right or wrong, somebody set something: then the start says what is wrong
            self.assertEqual(self.manager.start("--config", self.config, "--is-configured").wait(), 0, text)

    def test_a_server_that_serves_is_alive_for_the_watchdog(self):
        with self.start(watchdog=3):
            self.manager.wait_for("READY=1")
            for _ in range(3):
                self.manager.wait_for("WATCHDOG=1", 6)

    def test_a_server_that_waits_for_a_plugin_during_a_reload_is_alive(self):
        plugins, pipe = self.waiting_plugin()
        self.configure(more=plugins)
        with self.start(watchdog=3) as server:
            self.manager.wait_for("READY=1")
            self.configure(more=f"{plugins}[plugin.waiting]\nwaits_in = create\nuntil = {pipe}\n")
            server.signal(signal.SIGHUP)
            self.manager.wait_for("RELOADING=1")
            for _ in range(3):
                message = self.manager.hear()
                self.assertNotIn("READY", message)
                self.assertIn("WATCHDOG", message)
            pipe.write_bytes(b"")  # lets the plugin go
            self.manager.wait_for("READY=1")

    def test_a_server_that_waits_for_the_end_of_a_plugin_is_alive(self):
        plugins, pipe = self.waiting_plugin()
        self.configure(more=f"{plugins}[plugin.waiting]\nwaits_in = destroy\nuntil = {pipe}\n")
        with self.start(watchdog=3) as server:
            self.manager.wait_for("READY=1")
            self.configure(more=plugins)
            server.signal(signal.SIGHUP)
            self.manager.wait_for("RELOADING=1")
            self.manager.wait_for("READY=1")
            for _ in range(3):
                self.manager.wait_for("WATCHDOG=1", 6)
            pipe.write_bytes(b"")  # lets the plugin go: without one that waits for that, this would not come back

    @AS_ROOT
    def test_a_listener_that_hangs_is_not_alive_although_the_first_thread_is(self):
        with self.start(watchdog=3) as server:
            port = int(re.search(r":(\d+)", self.manager.wait_for("READY=1")["STATUS"]).group(1))
            self.manager.wait_for("WATCHDOG=1")
            with Stopped(server.pid):
                self.manager.drop_what_was_said()
                deadline = time.monotonic() + 6  # of an endless row of beats at least five
                beats = 0
                while (message := self.manager.hear(max(0.0, deadline - time.monotonic()))) is not None:
                    beats += "WATCHDOG" in message
                self.assertLessEqual(beats, 2)  # one that was under way, and one for what the listener did after that
            self.manager.wait_for("WATCHDOG=1")
            self.assertEqual(get(port, "/health")[0], 200)

    def test_without_a_watchdog_nothing_is_said_of_life(self):
        with self.start():
            self.manager.wait_for("READY=1")
            self.assertIsNone(self.manager.hear(3))

    def test_sockets_that_are_passed_are_listened_on(self):
        port, admin = self.manager.listen(), self.manager.listen("admin")
        self.configure(admin=9)  # nobody may have that one, so the passed one is used
        with self.start():
            self.assertIn(f"http://127.0.0.1:{port};", self.manager.wait_for("READY=1")["STATUS"])
            self.assertEqual(get(port, "/health")[0], 200)
            self.assertEqual(get(admin, "/healthz")[0], 200)

    def test_a_socket_for_the_admin_listener_is_answered_though_its_port_is_0(self):
        admin = self.manager.listen("admin")
        self.configure(admin=0)
        with self.start():
            self.manager.wait_for("READY=1")
            self.assertEqual(get(admin, "/healthz")[0], 200)

    def test_a_socket_that_was_given_no_name_is_the_listener(self):
        port = self.manager.listen("flyte-webhook.socket")
        with self.start():
            self.manager.wait_for("READY=1")
            self.assertEqual(get(port, "/health")[0], 200)

    def test_sockets_that_cannot_be_used_stop_the_start(self):
        for sockets, reason in ((["metrics"], "FileDescriptorName= of its unit must be listener or admin"),
                                (["listener", "listener"], "second one for the listener"), (["udp"], "does not listen for TCP")):
            with tempfile.TemporaryDirectory() as folder, Manager(pathlib.Path(folder)) as manager:
                for name in sockets:
                    manager.listen("listener" if name == "udp" else name, kind=socket.SOCK_DGRAM if name == "udp" else socket.SOCK_STREAM)
                server = manager.start("--config", self.config)
                self.assertEqual(server.wait(), 1)
                self.assertIn(reason, server.said())

    def test_log_lines_are_text_on_a_terminal_and_json_elsewhere(self):
        terminal, stream = pty.openpty()
        try:
            with self.start(stderr=stream):
                self.manager.wait_for("READY=1")
                self.assertRegex(os.read(terminal, 65536).decode(), r"(?m)^\d{4}-\S+Z INFO listening address=http://127\.0\.0\.1:\d+ ")
        finally:
            os.close(terminal)
            os.close(stream)
        with self.start() as server:
            self.manager.wait_for("READY=1")
            lines = [json.loads(line) for line in server.said().splitlines()]
            self.assertIn("listening", [line["message"] for line in lines])

    def test_twenty_restarts_behind_the_same_socket_cost_nobody_a_request(self):
        port = self.manager.listen()
        with sandbox(self.folder) as plane:
            self.configure(plane.address)
            server = self.start()
            self.manager.wait_for("READY=1")
            load = Load(port, 16)
            try:
                for _ in range(20):
                    answered = load.answered
                    wait_for(lambda: load.answered > answered + 20 or load.failures, lambda: f"nothing is answered: {server.said()}")
                    self.assertEqual(server.stop(), 0)
                    self.manager.drop_what_was_said()
                    server = self.start()
                    self.manager.wait_for("READY=1")
            finally:
                load.stop()
                server.stop()
            self.assertEqual(load.failures, [])
            print(f"20 restarts, {load.answered} requests answered, none failed", flush=True)


class Units(unittest.TestCase):
    def test_the_service_is_confined(self):
        said = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=15", UNITS / "flyte-webhook.service"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)
        self.assertEqual(said.returncode, 0, said.stdout)
        self.assertRegex(said.stdout, r"Overall exposure level for flyte-webhook.service: (0\.\d|1\.[0-5])\b")

    def test_options_of_pages_and_completion_are_those_of_the_programs(self):
        for program, page in (("flyte-webhook", "flyte-webhook.8"), ("flyte-webhook-sandbox", "flyte-webhook-sandbox.1")):
            said = subprocess.run([BUILD / program, "--help"], stdout=subprocess.PIPE, text=True, check=True).stdout
            options = set(re.findall(r"(?m)^(?:-\w\S*, )?--([a-z-]+)", said))
            self.assertIn("help", options)
            text = (UNITS.parent / "man" / page).read_text().replace("\\-", "-").replace(" ", "")
            self.assertEqual(set(re.findall(r'(?m)^\.BI?"?(?:-\w,)?--([a-z-]+)', text)), options)
            completion = (UNITS.parent / "completion" / program).read_text()
            self.assertEqual(set(re.findall(r"--([a-z-]+)", completion[completion.index('compgen -W "--'):])) - {""}, options)


if __name__ == "__main__":
    unittest.main()
