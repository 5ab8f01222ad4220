"""The installed service under a systemd that really runs: what the units come to."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import tempfile
import threading
import unittest
from concurrent.futures import ThreadPoolExecutor

from booted_system import Booted, control_groups
from certificate import make_certificate
from clients import Asking, Load
from connect_server import ConnectServer
from daemon import BUILD, PATIENCE, wait_for
from debian_system import APT_OPTIONS, PROJECT, System, changed, packed, run

SITE = """[control_plane]
endpoint = http://127.0.0.1:1
[listener]
address = 127.0.0.1
tls_certificate = /run/credentials/flyte-webhook.service/flyte-webhook.certificate
tls_key = /run/credentials/flyte-webhook.service/flyte-webhook.key
"""
# Without TLS, which would cost the clients of the load most of their time, and with time for a request that waits for a test.
LOADED_SITE = """[control_plane]
endpoint = {address}
call_timeout = 4m
[listener]
address = 127.0.0.1
request_timeout = 4m
shutdown_timeout = 4m
"""
PORT = 8080  # of the socket unit


class Plane(ConnectServer):
    """A control plane that takes everybody for alice, and `slow` for her only when that is let go."""

    def __init__(self):
        super().__init__()
        self.asked_slowly, self.let_go = threading.Event(), threading.Event()

    def answer(self, path, headers, message):
        if headers["Authorization"] == "Bearer slow":
            self.asked_slowly.set()
            self.let_go.wait(PATIENCE)
        return 200, "application/proto", b"\x0a\x05alice"  # UserInfoResponse.subject


@unittest.skipUnless(os.geteuid() == 0 and control_groups(), "only root may start a systemd, and it needs control groups of the second version")
class UnderSystemd(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-booted-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.folder.chmod(0o755)
        quickly = {**os.environ, "DEB_BUILD_OPTIONS": "noautodbgsym"}
        run(PROJECT / "packaging/build-deb", "--from", BUILD, "--output", cls.folder, env=quickly)
        cls.package = next(cls.folder.glob("flyte-webhook_*.deb"))
        cls.system = System(cls.folder, has_systemd=True)
        cls.system.apt("install", "--no-install-recommends", "systemd", "dbus", "curl", cls.package)
        newer = changed(cls.package, cls.folder, "99", lambda tree: None)
        shutil.copy(newer, cls.system.path / "root/newer.deb")
        cls.booted = Booted(cls.system)
        cls.booted.__enter__()
        cls.addClassCleanup(cls.booted.__exit__)

    def show(self, name, unit="flyte-webhook.service"):
        return self.booted.run("systemctl", "show", "--value", f"--property={name}", unit)

    def health(self, *more, scheme="http"):
        return self.booted.ask("curl", "-sk", "--max-time", "20", *more, f"{scheme}://127.0.0.1:{PORT}/health")

    def test_01_what_is_not_configured_is_not_started_and_not_failed(self):
        self.assertEqual(self.show("ActiveState"), "inactive")
        self.assertEqual(self.show("Result"), "exec-condition")
        self.assertIn("Not configured: set endpoint in [control_plane]", self.show("StatusText"))
        self.assertIn("Not configured: ", self.booted.ask("systemctl", "status", "--no-pager", "flyte-webhook")[1])

    def test_02_who_asks_at_the_socket_of_what_is_not_configured_fails_it_until_that_is_reset(self):
        socket = "flyte-webhook.socket"
        dropin = self.system.path / f"etc/systemd/system/{socket}.d/limit.conf"
        dropin.parent.mkdir()
        dropin.write_text("[Socket]\nTriggerLimitIntervalSec=300\nTriggerLimitBurst=3\n")  # on a slow machine, too
        self.booted.run("systemctl", "daemon-reload")
        self.booted.run("systemctl", "start", socket)
        self.assertNotEqual(self.health()[0], 0)
        wait_for(lambda: self.show("Result", socket) == "trigger-limit-hit", lambda: self.show("Result", socket))
        self.assertEqual(self.show("ActiveState", socket), "failed")
        self.booted.run("systemctl", "reset-failed", socket)
        self.assertEqual(self.show("ActiveState", socket), "inactive")
        dropin.unlink()
        self.booted.run("systemctl", "daemon-reload")

    def test_03_a_key_in_the_credential_store_reaches_the_service_alone(self):
        store = self.system.path / "etc/credstore"
        store.mkdir(exist_ok=True)
        make_certificate(store / "flyte-webhook.certificate", store / "flyte-webhook.key")
        (store / "flyte-webhook.key").chmod(0o600)
        (self.system.path / "etc/flyte-webhook/conf.d/site.ini").write_text(SITE)
        self.booted.run("systemctl", "start", "flyte-webhook")
        self.assertIn("Serving at https://127.0.0.1:8080; ", self.show("StatusText"))
        self.assertEqual(self.health(scheme="https"), (0, '{"status":"healthy"}'))

    def test_04_it_runs_without_rights(self):
        status = self.booted.run("cat", f"/proc/{self.show('MainPID')}/status")
        self.assertNotIn("0", re.search(r"(?m)^Uid:\t(.*)$", status).group(1).split())
        for name, value in (("CapEff", "0" * 16), ("CapBnd", "0" * 16), ("NoNewPrivs", "1"), ("Seccomp", "2")):
            self.assertEqual(re.search(rf"(?m)^{name}:\t(.*)$", status).group(1), value, name)

    def until_status_has(self, text):
        wait_for(lambda: text in self.show("StatusText"), lambda: self.show("StatusText"))

    def test_05_a_reload_takes_effect_or_changes_nothing_and_says_why(self):
        dropin = self.system.path / "etc/flyte-webhook/conf.d/groups.ini"
        pid = self.show("MainPID")
        for text, said in (("[webhook]\nendpoint_groups = core\n", "of core;"), ("[webhook]\nendpoint_groups = nonsense\n", "'nonsense'"),
                           ("", "of app, build, core,")):
            dropin.write_text(text)
            self.booted.run("systemctl", "reload", "flyte-webhook")
            self.until_status_has(said)
            self.assertEqual(self.show("ActiveState"), "active")
        dropin.unlink()
        self.assertEqual(self.show("MainPID"), pid)

    def apt(self, *arguments):
        return self.booted.run("apt-get", "-q", "-y", *(f"-o{option}" for option in APT_OPTIONS), *arguments)

    def test_06_the_package_of_a_plugin_adds_its_group_without_a_restart(self):
        package = packed(self.folder, "good", {"usr/lib/flyte-webhook/plugins/good.so": (BUILD / "tests/plugins/good.so").read_bytes(),
                                               "etc/flyte-webhook/conf.d/good.ini": b"[plugin.good]\n"})
        shutil.copy(package, self.system.path / "root")
        pid = self.show("MainPID")
        for change, groups, status in ((("install", f"/root/{package.name}"), "core, good, prefetch,", "500"),
                                       (("purge", "good"), "core, prefetch,", "404")):
            self.apt(*change)
            self.until_status_has(groups)
            asked = self.booted.run("curl", "-sk", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Authorization: Bearer you",
                                    f"https://127.0.0.1:{PORT}/silent")
            self.assertEqual(asked, status)  # 500: it is there, and gives no answer
        self.assertEqual(self.show("MainPID"), pid)

    def test_07_a_certificate_in_a_folder_of_a_group_is_renewed_by_a_reload(self):
        self.booted.run("groupadd", "--system", "flyte-webhook-tls")
        self.booted.run("install", "-d", "-g", "flyte-webhook-tls", "-m", "750", "/etc/ssl/flyte-webhook")
        unit = self.system.path / "etc/systemd/system/flyte-webhook.service.d/tls.conf"
        unit.parent.mkdir(exist_ok=True)
        unit.write_text("[Service]\nSupplementaryGroups=flyte-webhook-tls\n")
        dropin = self.system.path / "etc/flyte-webhook/conf.d/tls.ini"
        dropin.write_text("[listener]\ntls_certificate = /etc/ssl/flyte-webhook/certificate.pem\ntls_key = /etc/ssl/flyte-webhook/key.pem\n")
        self.booted.run("systemctl", "daemon-reload")
        pid = None
        for name, verb in (("first", "restart"), ("renewed", "reload")):
            make_certificate(self.system.path / "root/certificate.pem", self.system.path / "root/key.pem", name)
            self.booted.run("install", "-g", "flyte-webhook-tls", "-m", "640", "/root/certificate.pem", "/root/key.pem", "/etc/ssl/flyte-webhook")
            self.booted.run("systemctl", verb, "flyte-webhook")
            wait_for(lambda: f"CN={name}" in self.booted.ask("curl", "-skv", "https://127.0.0.1:8080/health")[1], lambda: self.show("StatusText"))
            pid = pid or self.show("MainPID")
        self.assertEqual(self.show("MainPID"), pid)

    def test_08_the_journal_finds_requests_by_their_fields(self):
        self.health(scheme="https")
        found = self.booted.run("journalctl", "--no-pager", "-o", "json", "-n", "1", "-u", "flyte-webhook", "FLYTE_WEBHOOK_ENDPOINT=health")
        entry = json.loads(found)
        self.assertEqual((entry["FLYTE_WEBHOOK_STATUS"], entry["PRIORITY"], entry["SYSLOG_IDENTIFIER"]), ("200", "6", "flyte-webhook"))

    @contextlib.contextmanager
    def under_load(self):
        """The service behind its socket unit, and clients that ask it all the time, each of whose requests is answered well. Comes to its
        control plane and the clients."""
        with self.booted.network():
            plane = Plane()
        with plane:
            (self.system.path / "etc/flyte-webhook/conf.d/site.ini").write_text(LOADED_SITE.format(address=plane.address))
            (self.system.path / "etc/flyte-webhook/conf.d/tls.ini").unlink(missing_ok=True)
            self.booted.run("systemctl", "stop", "flyte-webhook")
            self.booted.run("systemctl", "start", "flyte-webhook.socket")
            with self.booted.network():
                load = Load(PORT, 16)
            try:
                self.until_answered(load)  # the first of them starts the service
                yield plane, load
                self.until_answered(load)
            finally:
                load.stop()
            self.assertEqual(load.failures, [])

    def until_answered(self, load):
        """Until the clients got some more answers."""
        enough = load.answered + 50
        wait_for(lambda: load.answered > enough or load.failures, lambda: f"nothing is answered: {self.show('StatusText')}")

    def test_09_an_upgrade_behind_the_socket_unit_costs_nobody_a_request(self):
        with self.under_load() as (plane, load), ThreadPoolExecutor(1) as pool:
            before = self.show("MainPID")
            with self.booted.network():
                running = Asking("GET", PORT, "/me", {"Authorization": "Bearer slow"})
            self.assertTrue(plane.asked_slowly.wait(PATIENCE))
            upgrade = pool.submit(self.apt, "install", "/root/newer.deb")
            wait_for(lambda: self.show("ActiveState") == "deactivating" or upgrade.done(), lambda: "the service is not restarted")
            self.assertFalse(upgrade.done())  # it waits for the request
            plane.let_go.set()
            self.assertEqual(running.answer(), (200, {"subject": "alice", "name": ""}))
            upgrade.result()
        self.assertNotEqual(self.show("MainPID"), before)
        self.assertEqual(self.booted.run("dpkg-query", "--show", "--showformat=${Version}", "flyte-webhook"), "99")
        print(f"an upgrade, {load.answered} requests answered, none failed", flush=True)

    def test_10_twenty_restarts_behind_the_socket_unit_cost_nobody_a_request(self):
        with self.under_load() as (_, load):
            for _ in range(20):
                self.until_answered(load)
                self.booted.run("systemctl", "restart", "flyte-webhook")
        print(f"20 restarts, {load.answered} requests answered, none failed", flush=True)

    def last_beat(self):
        """When the service last said that it lives, in seconds."""
        return int(self.show("WatchdogTimestampMonotonic")) / 1_000_000

    def test_11_a_service_that_stands_still_is_started_again(self):
        dropin = self.system.path / "etc/systemd/system/flyte-webhook.service.d/watchdog.conf"
        dropin.parent.mkdir(exist_ok=True)
        dropin.write_text("[Service]\nWatchdogSec=10\nTimeoutAbortSec=1\n")
        self.booted.run("systemctl", "daemon-reload")
        self.booted.run("systemctl", "restart", "flyte-webhook")
        before, begin = self.show("MainPID"), self.last_beat()
        wait_for(lambda: self.last_beat() > begin + 20, lambda: "it does not say that it lives")  # for twice the time that the watchdog allows
        self.assertEqual(self.show("MainPID"), before)
        self.booted.run("sh", "-c", f"kill -STOP {before}")
        wait_for(lambda: self.show("MainPID") not in (before, "0"), lambda: "it is not started again")
        self.assertEqual(self.health()[0], 0)
        self.assertIn("Watchdog timeout", self.booted.run("journalctl", "--no-pager", "-u", "flyte-webhook"))

    def test_12_purging_takes_the_service_away(self):
        self.booted.run("apt-get", "-q", "-y", "purge", "flyte-webhook")
        self.assertNotEqual(self.booted.ask("systemctl", "is-active", "flyte-webhook.service")[0], 0)
        self.assertNotEqual(self.health("--retry", "0")[0], 0)
        self.assertFalse((self.system.path / "etc/flyte-webhook").exists())


if __name__ == "__main__":
    unittest.main(failfast=True)  # a step needs those before it
