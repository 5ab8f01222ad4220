"""A request that is wrong is answered with everything that is wrong, as clients of FastAPI know it."""

import http.client
import json
import os
import pathlib
import shutil
import sys
import tempfile
import types
import unittest

import daemon
from validation_table import AS_FASTAPI, OWN

KIT = pathlib.Path(os.environ.get("CONFORMANCE_KIT", pathlib.Path(__file__).resolve().parents[3] / "shared/conformance"))


def send(port, method, target, body, headers):
    """Status and JSON body of a request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.putrequest(method, target)
        for name, value in headers.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def ask(port, request, body):
    """What the request of a row is answered."""
    method, target = request.split(" ", 1)
    headers = dict(daemon.ALICE)
    if body is not None:
        body, kind = body if isinstance(body, tuple) else (body, "application/json")
        body = body if isinstance(body, bytes) else body.encode()
        headers |= {"Content-Type": kind} if kind else {}
    return send(port, method, target, body, headers)


def recorded():
    """The recorded cases with a refused request: {id: [(method, target, headers, body, answer)]}."""
    sys.path.insert(0, str(KIT))
    import run
    cases = {case.id: case for case in run.load(KIT / "cases")[0]}
    answers = json.loads((KIT / "golden/reference.json").read_text())
    return {id: [(step.method, step.path, step.headers, step.body, answer["body"])
                 for step, answer in zip(cases[id].steps, case.get("reference", [])) if answer["status"] == 422] for id, case in answers.items()}


class Validation(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="errors-test-"))
        cls.addClassCleanup(shutil.rmtree, folder)
        # Nobody listens there: what is wrong is told before anything is asked of the control plane.
        nowhere = types.SimpleNamespace(address="http://127.0.0.1:1")
        cls.port = cls.enterClassContext(daemon.Server(folder, nowhere)).port

    def check(self, rows):
        for request, body, told in rows:
            with self.subTest(request=request, body=body):
                self.assertEqual((422, {"detail": told}), ask(self.port, request, body))

    def test_mistakes_are_told_as_fastapi_tells_them(self):
        self.check(AS_FASTAPI)

    def test_what_only_this_server_has_is_told_likewise(self):
        self.check(OWN)

    def test_the_tables_have_each_endpoint_that_can_be_asked_wrongly(self):
        _, document = daemon.get(self.port, "/openapi.json")
        wanted = {(method.upper(), path) for path, item in document["paths"].items() for method, operation in item.items()
                  if "requestBody" in operation or any(p["schema"].get("type") in ("integer", "boolean") or p["required"]
                                                       for p in operation["parameters"] if p["in"] == "query")}
        asked = set()
        for request, _, _ in AS_FASTAPI + OWN:
            method, target = request.split(" ", 1)
            segments = target.split("?")[0].split("/")
            for path in document["paths"]:
                template = path.split("/")
                if len(template) == len(segments) and all(t.startswith("{") or t == s for t, s in zip(template, segments)):
                    asked.add((method, path))
        self.assertTrue(wanted)
        self.assertEqual(set(), wanted - asked)

    def test_each_name_in_a_path_is_checked(self):
        _, document = daemon.get(self.port, "/openapi.json")
        for path, item in document["paths"].items():
            for method, operation in item.items():
                names = [p["name"] for p in operation["parameters"] if p["in"] == "path"]
                target = path
                for name in names:
                    target = target.replace("{" + name + "}", "a%1Bb")
                if names:
                    status, body = send(self.port, method.upper(), target, None, daemon.ALICE)
                    told = [error["loc"] for error in body["detail"] if error["loc"][0] == "path"]
                    self.assertEqual((422, [["path", name] for name in names]), (status, told), f"{method} {target}")

    @unittest.skipUnless((KIT / "golden/reference.json").exists(), "the recorded answers of the reference are not there")
    def test_all_that_the_reference_was_recorded_to_refuse_is_refused_in_the_same_words(self):
        refused = {id: steps for id, steps in recorded().items() if steps}
        self.assertTrue(refused)
        for id, steps in refused.items():
            for method, target, headers, body, told in steps:
                with self.subTest(id):
                    self.assertEqual((422, told), send(self.port, method, target, body, headers))


if __name__ == "__main__":
    unittest.main()
