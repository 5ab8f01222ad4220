"""The installed service under a systemd that really runs: what the units come to."""

import json
import os
import pathlib
import re
import shutil
import tempfile
import unittest

from booted_system import Booted, control_groups
from daemon import BUILD, wait_for
from debian_system import APT_OPTIONS, PROJECT, System, changed, run

SITE = """[control_plane]
endpoint = http://127.0.0.1:1
[listener]
address = 127.0.0.1
tls_certificate = /run/credentials/flyte-webhook.service/flyte-webhook.certificate
tls_key = /run/credentials/flyte-webhook.service/flyte-webhook.key
"""


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

    def health(self, *more):
        return self.booted.ask("curl", "-sk", "--max-time", "20", *more, "https://127.0.0.1:8080/health")

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

    def make_certificate(self, certificate, key, name="localhost"):
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={name}",
            "-keyout", key, "-out", certificate)

    def test_03_a_key_in_the_credential_store_reaches_the_service_alone(self):
        store = self.system.path / "etc/credstore"
        store.mkdir(exist_ok=True)
        self.make_certificate(store / "flyte-webhook.certificate", store / "flyte-webhook.key")
        (store / "flyte-webhook.key").chmod(0o600)
        (self.system.path / "etc/flyte-webhook/conf.d/site.ini").write_text(SITE)
        self.booted.run("systemctl", "start", "flyte-webhook")
        self.assertIn("Serving at https://127.0.0.1:8080; ", self.show("StatusText"))
        self.assertEqual(self.health(), (0, '{"status":"healthy"}'))

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

    def test_06_a_certificate_in_a_folder_of_a_group_is_renewed_by_a_reload(self):
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
            self.make_certificate(self.system.path / "root/certificate.pem", self.system.path / "root/key.pem", name)
            self.booted.run("install", "-g", "flyte-webhook-tls", "-m", "640", "/root/certificate.pem", "/root/key.pem", "/etc/ssl/flyte-webhook")
            self.booted.run("systemctl", verb, "flyte-webhook")
            wait_for(lambda: f"CN={name}" in self.booted.ask("curl", "-skv", "https://127.0.0.1:8080/health")[1], lambda: self.show("StatusText"))
            pid = pid or self.show("MainPID")
        self.assertEqual(self.show("MainPID"), pid)

    def test_07_the_journal_finds_requests_by_their_fields(self):
        self.health()
        found = self.booted.run("journalctl", "--no-pager", "-o", "json", "-n", "1", "-u", "flyte-webhook", "FLYTE_WEBHOOK_ENDPOINT=health")
        entry = json.loads(found)
        self.assertEqual((entry["FLYTE_WEBHOOK_STATUS"], entry["PRIORITY"], entry["SYSLOG_IDENTIFIER"]), ("200", "6", "flyte-webhook"))

    def test_08_an_upgrade_behind_the_socket_unit_refuses_nobody(self):
        self.booted.run("systemctl", "stop", "flyte-webhook")
        self.booted.run("systemctl", "start", "flyte-webhook.socket")
        self.assertEqual(self.health()[0], 0)  # which started the service
        before = self.show("MainPID")
        apt = " ".join(f"-o{option}" for option in APT_OPTIONS)
        self.refuses_nobody_during(f"apt-get -q -y {apt} install /root/newer.deb")
        self.assertNotEqual(self.show("MainPID"), before)
        self.assertEqual(self.booted.run("dpkg-query", "--show", "--showformat=${Version}", "flyte-webhook"), "99")

    def test_09_twenty_restarts_behind_the_socket_unit_refuse_nobody(self):
        self.refuses_nobody_during("for i in $(seq 20); do systemctl restart flyte-webhook; done")

    def refuses_nobody_during(self, command):
        """Runs it while one client after the other asks; each of them must be answered."""
        ask = "curl -sfk --max-time 20 https://127.0.0.1:8080/health >/dev/null || echo failed: $?; asked=$((asked + 1))"
        said = self.booted.run("sh", "-c", f"asked=0; rm -f /root/done; (({command}) >/root/log 2>&1; echo $? >/root/done) &"
                                           f" until [ -e /root/done ]; do {ask}; done; {ask}; cat /root/done; echo asked $asked")
        log = (self.system.path / "root/log").read_text()
        self.assertRegex(said, r"^0\nasked [1-9]\d+$", log)

    def last_beat(self):
        """When the service last said that it lives, in seconds."""
        return int(self.show("WatchdogTimestampMonotonic")) / 1_000_000

    def test_10_a_service_that_stands_still_is_started_again(self):
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

    def test_11_purging_takes_the_service_away(self):
        self.booted.run("apt-get", "-q", "-y", "purge", "flyte-webhook")
        self.assertNotEqual(self.booted.ask("systemctl", "is-active", "flyte-webhook.service")[0], 0)
        self.assertNotEqual(self.health("--retry", "0")[0], 0)
        self.assertFalse((self.system.path / "etc/flyte-webhook").exists())


if __name__ == "__main__":
    unittest.main(failfast=True)  # a step needs those before it
