"""The list of metrics, the alert rules and the dashboard agree with each other, and Prometheus takes them."""

import contextlib
import json
import pathlib
import re
import shutil
import ssl
import subprocess
import tempfile
import types
import unittest
import urllib.error
import urllib.request

import yaml
from prometheus_client.openmetrics.parser import text_string_to_metric_families

import metrics
import promql
from certificate import make_certificate
from daemon import ALICE, Server, free_port
from metrics import PROJECT, PROMETHEUS

OF_PROMETHEUS = {"up"}  # not ours: it makes this one itself for each target
OF_THE_SCRAPE = {"job", "instance"}


def rules():
    return [rule for group in yaml.safe_load((PROMETHEUS / "rules.yaml").read_text())["groups"] for rule in group["rules"]]


def dashboard():
    return json.loads((PROJECT / "packaging/grafana/flyte-webhook.json").read_text())


def queries():
    """The expressions of the dashboard by panel, as Prometheus gets them from Grafana."""
    for panel in dashboard()["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"].replace("$__rate_interval", "1m").replace("$instance", ".*")


def promtool(*arguments, **more):
    tool = shutil.which("promtool")
    if not tool:
        raise AssertionError("promtool is not there; 'packaging/install-build-deps --test' installs it")
    return subprocess.run([tool, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, **more)


class Prometheus(unittest.TestCase):
    def assertNamesOnlyWhatIsListed(self, expression, where):
        series = metrics.series()
        used = promql.names(expression)
        self.assertTrue(used, f"{where} names no metric")
        self.assertEqual(used - series.keys() - OF_PROMETHEUS, set(), f"{where} uses what metrics.txt does not have")
        known = OF_THE_SCRAPE.union(*(series.get(name, set()) for name in used))
        self.assertEqual(promql.labels(expression) - known, set(), f"{where} uses labels that its metrics do not have")

    def test_names_and_labels_are_found_in_an_expression(self):
        expression = 'sum by (a, b) (rate(x_total{c="not_me{}", d!~"y"}[5m])) / on (e) group_left z:y and time() - w > 0.5e3 or vector(0)'
        self.assertEqual(promql.names(expression), {"x_total", "z:y", "w"})
        self.assertEqual(promql.labels(expression), {"a", "b", "c", "d", "e"})

    def test_each_metric_is_listed_once_with_a_type_and_a_sentence(self):
        listed = metrics.listed()
        self.assertEqual(len({m.name for m in listed}), len(listed))
        for metric in listed:
            self.assertIn(metric.type, ("gauge", "counter", "histogram"), metric.name)
            self.assertRegex(metric.help, r"^[A-Z].*\.$", metric.name)

    def test_promtool_is_content_with_the_metrics(self):
        done = promtool("check", "metrics", input=metrics.exposition())
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_the_page_is_openmetrics_for_a_scraper_that_asks_for_it(self):
        nobody = types.SimpleNamespace(address=f"http://127.0.0.1:{free_port()}")
        with contextlib.ExitStack() as stack:
            folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="flyte-webhook-metrics-")))
            certificate, key = folder / "certificate.pem", folder / "key.pem"
            make_certificate(certificate, key)
            server = stack.enter_context(Server(folder, nobody, **{"listener.tls_certificate": certificate, "listener.tls_key": key}))
            me = urllib.request.Request(f"https://localhost:{server.port}/me", headers=ALICE)
            with self.assertRaisesRegex(urllib.error.HTTPError, "503"):
                urllib.request.urlopen(me, timeout=30, context=ssl.create_default_context(cafile=certificate))
            scrape = urllib.request.Request(f"http://127.0.0.1:{server.admin}/metrics", headers={"Accept": "application/openmetrics-text"})
            with urllib.request.urlopen(scrape, timeout=30) as answer:
                self.assertRegex(answer.headers["Content-Type"], "^application/openmetrics-text; version=1.0.0")
                families = {family.name: family for family in text_string_to_metric_families(answer.read().decode())}
        for metric in metrics.listed():
            family = families[metric.name.removesuffix("_total")]
            self.assertEqual((family.type, family.documentation), (metric.type, metric.help), metric.name)
            self.assertLessEqual({sample.name for sample in family.samples}, metric.series().keys())

    def test_alerts_name_only_what_is_listed(self):
        for rule in rules():
            self.assertNamesOnlyWhatIsListed(rule["expr"], rule["alert"])

    def test_the_dashboard_names_only_what_is_listed(self):
        for title, expression in queries():
            self.assertNamesOnlyWhatIsListed(expression, title)

    def test_the_dashboard_shows_every_metric(self):
        shown = set().union(*(promql.names(expression) for _, expression in queries()))
        hidden = [m.name for m in metrics.listed() if not shown & m.series().keys()]
        self.assertEqual(hidden, [])

    def test_the_rules_do_what_their_tests_say(self):
        for arguments in (("check", "rules", "--lint-fatal", "rules.yaml"), ("test", "rules", "rules_test.yaml")):
            done = promtool(*arguments, cwd=PROMETHEUS)
            self.assertEqual(done.returncode, 0, done.stdout)

    def test_each_alert_is_tried_when_it_fires_and_when_it_does_not(self):
        tried = {}
        for test in yaml.safe_load((PROMETHEUS / "rules_test.yaml").read_text())["tests"]:
            for case in test["alert_rule_test"]:
                tried.setdefault(case["alertname"], set()).add(bool(case["exp_alerts"]))
        self.assertEqual(tried, {rule["alert"]: {True, False} for rule in rules()})

    def test_each_alert_says_how_urgent_it_is_and_what_to_do(self):
        for rule in rules():
            self.assertIn(rule["labels"]["severity"], ("page", "ticket"), rule["alert"])
            self.assertEqual(set(rule["annotations"]), {"summary", "description"}, rule["alert"])

    def test_prometheus_parses_what_the_dashboard_asks(self):
        asked = [{"record": f"asked:{n}", "expr": expression} for n, (_, expression) in enumerate(queries())]
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            yaml.safe_dump({"groups": [{"name": "dashboard", "rules": asked}]}, file)
            file.flush()
            done = promtool("check", "rules", file.name)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_the_dashboard_asks_the_chosen_source_for_the_chosen_replicas(self):
        self.assertEqual([v["name"] for v in dashboard()["templating"]["list"]], ["datasource", "instance"])
        for panel in dashboard()["panels"]:
            for target in panel.get("targets", []):
                self.assertEqual(target["datasource"]["uid"], "${datasource}", panel["title"])
                self.assertIn('instance=~"$instance"', target["expr"], panel["title"])

    def test_legends_name_labels_that_their_series_have(self):
        for panel in dashboard()["panels"]:
            for target in panel.get("targets", []):
                known = OF_THE_SCRAPE.union(*(metrics.series()[name] for name in promql.names(target["expr"].replace("$__rate_interval", "1m"))))
                self.assertEqual(set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"])) - known, set(), panel["title"])

    def test_panels_have_places_of_their_own(self):
        taken = {}
        for panel in dashboard()["panels"]:
            place = panel["gridPos"]
            self.assertLessEqual(place["x"] + place["w"], 24, panel["title"])
            for cell in ((x, y) for x in range(place["x"], place["x"] + place["w"]) for y in range(place["y"], place["y"] + place["h"])):
                self.assertNotIn(cell, taken, f"{panel['title']} lies over {taken.get(cell)}")
                taken[cell] = panel["title"]
        self.assertEqual(len({panel["id"] for panel in dashboard()["panels"]}), len(dashboard()["panels"]))


if __name__ == "__main__":
    unittest.main()
