"""The manifests: rendered, held against Kubernetes' own schemas, against each other, and against the server that they run."""

import configparser
import copy
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import kubernetes_validate
import yaml

import kustomize
from daemon import BUILD, Program, free_port, get

PROJECT = pathlib.Path(__file__).resolve().parents[2]
KUBERNETES = PROJECT / "packaging/kubernetes"
EXAMPLE = KUBERNETES / "overlays/example"
VERSIONS = ("1.30", "1.37")  # the oldest that the base is made for, and the newest whose schemas are known


def seconds(text):
    number, unit = re.fullmatch(r"(\d+)(ms|s|m|h)", text).groups()
    return int(number) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600}[unit]


class Kubernetes(unittest.TestCase):
    def setUp(self):
        self.objects = kustomize.render(EXAMPLE)
        folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-kubernetes-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def one(self, kind):
        found = [o for o in self.objects if o["kind"] == kind]
        self.assertEqual(len(found), 1, kind)
        return found[0]

    def pod(self):
        return self.one("Deployment")["spec"]["template"]

    def container(self):
        containers = self.pod()["spec"]["containers"]
        self.assertEqual(len(containers), 1)
        return containers[0]

    def ports(self):
        return {port["name"]: port["containerPort"] for port in self.container()["ports"]}

    def etc(self):
        """/etc/flyte-webhook as the pod has it: the image's file, and the ConfigMap where it is mounted, in the way a kubelet lays it."""
        etc = self.folder / "etc"
        data = etc / "conf.d/..2026_01_01"
        data.mkdir(parents=True)
        shutil.copy(PROJECT / "conf/flyte-webhook.ini", etc)
        (etc / "conf.d/..data").symlink_to("..2026_01_01")
        for name, text in self.one("ConfigMap")["data"].items():
            (data / name).write_text(text)
            (etc / "conf.d" / name).symlink_to(f"..data/{name}")
        return etc / "flyte-webhook.ini"

    def configuration(self):
        """What the drop-ins say, {section: {key: value}}."""
        read = configparser.ConfigParser()
        for _, text in sorted(self.one("ConfigMap")["data"].items()):
            read.read_string(text)
        return read

    def default(self, key):
        """The seconds that the server takes where nothing says otherwise."""
        return seconds(re.search(rf"^# {key} = (\w+)$", (PROJECT / "conf/flyte-webhook.ini").read_text(), re.MULTILINE)[1])

    def test_every_object_has_the_form_that_kubernetes_demands(self):
        for version in VERSIONS:
            for found in self.objects + kustomize.render(KUBERNETES / "base"):
                with self.subTest(version=version, kind=found["kind"]):
                    kubernetes_validate.validate(found, version, strict=True)

    def test_a_word_that_kubernetes_does_not_know_is_noticed(self):
        wrong = copy.deepcopy(self.one("Deployment"))
        wrong["spec"]["template"]["spec"]["containers"][0]["readynessProbe"] = {}
        with self.assertRaises(kubernetes_validate.ValidationError):
            kubernetes_validate.validate(wrong, VERSIONS[-1], strict=True)

    @unittest.skipUnless(shutil.which("kustomize"), "kustomize is not installed; what is rendered here is not compared with it")
    def test_kustomize_renders_the_same(self):
        done = subprocess.run(["kustomize", "build", EXAMPLE], stdout=subprocess.PIPE, text=True, check=True, timeout=60)
        key = lambda o: (o["kind"], o["metadata"]["name"])
        self.assertEqual(sorted(yaml.safe_load_all(done.stdout), key=key), sorted(self.objects, key=key))

    def test_what_is_meant_by_label_is_the_pods(self):
        labels = self.pod()["metadata"]["labels"].items()
        for kind, selector in (("Service", self.one("Service")["spec"]["selector"]),
                               ("Deployment", self.one("Deployment")["spec"]["selector"]["matchLabels"]),
                               ("PodDisruptionBudget", self.one("PodDisruptionBudget")["spec"]["selector"]["matchLabels"]),
                               ("NetworkPolicy", self.one("NetworkPolicy")["spec"]["podSelector"]["matchLabels"]),
                               ("spread", self.pod()["spec"]["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"])):
            self.assertTrue(selector, kind)
            self.assertLessEqual(selector.items(), labels, kind)

    def test_what_is_meant_by_name_is_there(self):
        there = {(o["kind"], o["metadata"]["name"]) for o in self.objects}
        target = self.one("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]
        self.assertIn((target["kind"], target["name"]), there)
        self.assertIn(("ServiceAccount", self.pod()["spec"]["serviceAccountName"]), there)
        self.assertEqual([v["configMap"]["name"] for v in self.pod()["spec"]["volumes"]], [self.one("ConfigMap")["metadata"]["name"]])
        backend = self.one("Ingress")["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
        self.assertIn(("Service", backend["name"]), there)
        self.assertIn(backend["port"]["name"], [port["name"] for port in self.one("Service")["spec"]["ports"]])
        named = [self.container()[probe]["httpGet"]["port"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")]
        named += [port["targetPort"] for port in self.one("Service")["spec"]["ports"]]
        named += [port["port"] for rule in self.one("NetworkPolicy")["spec"]["ingress"] for port in rule["ports"]]
        self.assertLessEqual(set(named), self.ports().keys())
        self.assertEqual({o["metadata"].get("namespace") for o in self.objects if o["kind"] != "Namespace"}, {self.one("Namespace")["metadata"]["name"]})

    def test_ports_are_those_that_the_server_has_by_default(self):
        shipped = re.findall(r"(?m)^# port = (\d+)$", (PROJECT / "conf/flyte-webhook.ini").read_text())
        self.assertEqual([str(self.ports()[name]) for name in ("http", "admin")], shipped)
        self.assertEqual(self.pod()["metadata"]["annotations"]["prometheus.io/port"], shipped[1])
        self.assertEqual(self.configuration()["admin"]["address"], "0.0.0.0")  # the kubelet asks from outside

    def test_the_pod_is_restricted(self):
        pod, container = self.pod()["spec"], self.container()
        self.assertTrue(pod["securityContext"]["runAsNonRoot"])
        containerfile = (PROJECT / "packaging/container/Containerfile").read_text()
        self.assertIn(f"USER {pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}\n", containerfile)
        self.assertEqual(pod["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
        self.assertEqual(container["securityContext"],
                         {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}})
        self.assertFalse(pod["automountServiceAccountToken"])
        self.assertFalse(self.one("ServiceAccount")["automountServiceAccountToken"])
        self.assertEqual(self.one("Namespace")["metadata"]["labels"]["pod-security.kubernetes.io/enforce"], "restricted")

    def test_the_pod_has_time_to_drain(self):
        sleep = self.container()["lifecycle"]["preStop"]["sleep"]["seconds"]
        shutdown = seconds(self.configuration()["listener"]["shutdown_timeout"])
        plugins = self.default("start_timeout")  # for one that hangs at its end
        self.assertGreaterEqual(self.pod()["spec"]["terminationGracePeriodSeconds"], sleep + shutdown + plugins + 5)
        readiness = self.container()["readinessProbe"]
        self.assertGreater(sleep, readiness["periodSeconds"])

    def test_containers_are_told_to_wait_as_long(self):
        told = re.search(r"`docker stop -t (\d+)`", (PROJECT / "docs/containers.md").read_text())
        self.assertGreaterEqual(int(told[1]), self.default("shutdown_timeout") + self.default("start_timeout") + 5)

    def test_no_roll_out_or_eviction_takes_the_last_replica(self):
        update = self.one("Deployment")["spec"]["strategy"]["rollingUpdate"]
        self.assertEqual(update["maxUnavailable"], 0)
        self.assertNotIn("replicas", self.one("Deployment")["spec"])  # applying it again would undo what the autoscaler did
        least = self.one("HorizontalPodAutoscaler")["spec"]["minReplicas"]
        self.assertGreater(least, self.one("PodDisruptionBudget")["spec"]["maxUnavailable"])

    def test_another_configuration_is_another_config_map(self):
        there = self.one("ConfigMap")
        other = copy.deepcopy(there)
        other["data"]["60-site.ini"] += "\n"
        other["metadata"]["name"] = there["metadata"]["name"] = "flyte-webhook-conf"
        self.assertNotEqual(kustomize.hashed(other), kustomize.hashed(there))

    def check(self, *more, **environment):
        """--check-config in the pod's place: exit status and what it said."""
        done = subprocess.run([BUILD / "flyte-webhook", "--config", self.etc(), "--check-config", *more], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=60, env={"PATH": os.environ["PATH"], **environment})
        return done.returncode, done.stdout

    def test_the_server_takes_the_configuration(self):
        status, said = self.check()
        self.assertEqual(status, 0, said)

    def test_the_variables_of_a_service_of_its_name_are_no_configuration(self):
        status, said = self.check(FLYTE_WEBHOOK_PORT="tcp://10.0.0.1:80", FLYTE_WEBHOOK_SERVICE_HOST="10.0.0.1", FLYTE_WEBHOOK_PORT_80_TCP_PORT="80")
        self.assertEqual(status, 0, said)

    def test_the_probes_get_the_answers_that_they_are_for(self):
        """The server under the pod's configuration, save for a control plane that is not there."""
        port, admin = free_port(), free_port()
        changed = {"listener.address": "127.0.0.1", "listener.port": port, "admin.address": "127.0.0.1", "admin.port": admin,
                   "control_plane.endpoint": f"http://127.0.0.1:{free_port()}"}
        sets = [word for key, value in changed.items() for word in ("--set", f"{key}={value}")]
        probes = {name: self.container()[name]["httpGet"]["path"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
        with Program([BUILD / "flyte-webhook", "--config", self.etc(), *sets], self.folder / "log", env={"PATH": os.environ["PATH"]}) as server:
            server.wait_until_said("listening")
            self.assertEqual(get(admin, probes["startupProbe"])[0], 200)
            self.assertEqual(get(admin, probes["livenessProbe"])[0], 200)
            status, body = get(admin, probes["readinessProbe"])
            self.assertEqual((status, body["conditions"]["control_plane"]), (503, False))
            self.assertEqual(get(port, "/health")[0], 200)
            self.assertEqual(get(port, "/app/echo", {"Authorization": "Bearer a"})[0], 404)  # a group that is not enabled
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
