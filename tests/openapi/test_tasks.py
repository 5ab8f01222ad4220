"""Tasks that the operator names exactly have operations of their own in the document that a caller reads: typed, with an example that runs."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

import openapi_spec_validator
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

import daemon
from daemon import ALICE
from served import DEEP, ODD, Served, tasks_with
from visibility import Veil

HERE = pathlib.Path(__file__).resolve().parent
VENV = pathlib.Path(sys.executable).parent
NODE = pathlib.Path(os.environ["TOOLS"]) / "node"
BOB = {"Authorization": "Bearer bob"}
NAMES = ["hello", "text.word_statistics", "values.every_type", "failing.fails", "odd.types"]


def typed(document):
    """The operations on single tasks: {path: operation}."""
    return {path: item["post"] for path, item in document["paths"].items() if path.startswith("/run-task/") and "{" not in path}


class Tasks(Served):
    @classmethod
    def control_plane(cls):
        behind = cls.enterClassContext(daemon.sandbox(cls.folder, "--tasks", tasks_with(cls.folder, ODD, DEEP)))
        cls.veil = cls.enterClassContext(Veil(behind.address, "bob", ["text.word_statistics"]))
        names = [f"development/flytesnacks/{name}" for name in NAMES]
        cls.settings = {"allowlist.tasks": ",".join([*names, "development/flytesnacks/not.there",
                                                   "development/flytesnacks/deep.types", "flytesnacks/slow.count"])}
        return cls.veil

    def own(self, headers=None):
        status, document = daemon.get(self.server.port, "/openapi.json?tasks=true", headers or ALICE)
        self.assertEqual(status, 200, document)
        return document

    def schema_of(self, document, operation):
        registry = Registry().with_resource("urn:document", Resource.from_contents(document, default_specification=DRAFT202012))
        reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        schema = document["components"]["schemas"][reference.rsplit("/", 1)[1]]
        return schema, Draft202012Validator({"$ref": f"urn:document{reference}"}, registry=registry)

    def test_each_has_an_operation_of_its_own(self):
        document = self.own()
        operations = typed(document)
        self.assertEqual([f"/run-task/development/flytesnacks/{name}" for name in NAMES], list(operations))
        hello = operations["/run-task/development/flytesnacks/hello"]
        self.assertEqual(hello["operationId"], "run_task_development_flytesnacks_hello")
        self.assertEqual(hello["description"], "Greets somebody.")
        self.assertEqual([each["name"] for each in hello["parameters"]], ["version", "dry_run"])
        schema, _ = self.schema_of(document, hello)
        self.assertEqual({name: each["type"] for name, each in schema["properties"].items()}, {"name": "string", "times": "integer"})
        self.assertEqual(document, self.own())

    def test_the_document_is_valid(self):
        document = self.own()
        openapi_spec_validator.validate(document)
        for schema in document["components"]["schemas"].values():
            Draft202012Validator.check_schema(schema)

    def test_it_is_the_document_for_everybody_and_these(self):
        own, plain = self.own(), self.document()
        for path in typed(own):
            del own["paths"][path]
        self.assertEqual(own["paths"], plain["paths"])
        self.assertEqual({**own["components"]["schemas"], **plain["components"]["schemas"]}, own["components"]["schemas"])
        self.assertNotIn("slow.count", json.dumps(self.own()["paths"]))

    def test_every_example_is_of_its_schema_and_runs(self):
        document = self.own()
        for path, operation in typed(document).items():
            with self.subTest(path):
                schema, validator = self.schema_of(document, operation)
                [example] = schema["examples"]
                validator.validate(example)
                status, run = self.server.post(path, example)
                self.assertEqual(status, 200, (example, run))
                phase = daemon.wait_for(lambda: self.ended(run["name"]), lambda: f"{run} has not ended")
                self.assertEqual(phase, "failed" if path.endswith("fails") else "succeeded", run)

    def ended(self, name):
        status, run = daemon.get(self.server.port, f"/run/{name}", ALICE)
        self.assertEqual(status, 200, run)
        return run["phase"] if run["done"] else None

    def test_nobody_sees_a_task_that_they_may_not(self):
        hidden = "/run-task/development/flytesnacks/text.word_statistics"
        document = self.own(BOB)
        self.assertEqual(list(typed(document)), [path for path in typed(self.own()) if path != hidden])
        self.assertNotIn("word_statistics", json.dumps(document["paths"]))
        self.assertNotIn("WordStatistics", json.dumps(document))
        self.assertEqual(daemon.get(self.server.port, "/openapi.json?tasks=true")[0], 401)

    def test_one_that_cannot_be_read_hides_no_other(self):
        [tag] = [tag["description"] for tag in self.own()["tags"] if tag["name"] == "task"]
        self.assertRegex(tag, "cannot be read: `development/flytesnacks/deep.types`$")
        self.assertEqual(daemon.get(self.server.port, "/task/development/flytesnacks/deep.types/schema", ALICE)[0], 502)

    def test_a_control_plane_that_is_away_is_an_error(self):
        self.veil.away = True
        self.addCleanup(setattr, self.veil, "away", False)
        status, answer = daemon.get(self.server.port, "/openapi.json?tasks=true", BOB)
        self.assertEqual(status, 503, answer)
        self.assertRegex(answer["detail"], "^Reading the types: the control plane cannot be reached")
        self.assertEqual(daemon.get(self.server.port, "/openapi.json")[0], 200)

    def run_here(self, *command, **more):
        return subprocess.run([str(word) for word in command], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=250, **more)

    def test_what_the_types_accept_is_taken(self):
        saved = self.folder / "openapi.json"
        saved.write_text(json.dumps(self.own()))
        ran = self.run_here(VENV / "schemathesis", "run", saved, "--url", self.url, "--header", "Authorization: Bearer alice", "--checks", "all",
                            "--include-path-regex", "^/run-task/development/flytesnacks/(hello|text)", "--phases", "examples,coverage,fuzzing",
                            "--max-examples", "25", "--generation-database", "none", "--seed", "1", "--continue-on-failure", "--no-color")
        self.assertEqual(ran.returncode, 0, ran.stdout)
        self.assertIn("No issues found", ran.stdout)

    def test_a_client_in_python_is_typed_by_them(self):
        saved = self.folder / "for-python.json"
        saved.write_text(json.dumps(self.own()))
        made = self.run_here(VENV / "openapi-python-client", "generate", "--path", saved, "--meta", "none", "--output-path", "typed_client",
                             env={**os.environ, "PATH": f"{VENV}:{os.environ['PATH']}"})
        self.assertEqual(made.returncode, 0, made.stdout)
        self.assertNotRegex(made.stdout, "(?i)warning|unable|unsupported")
        (self.folder / "order.py").write_text(
            "from typed_client.models.run_task_development_flytesnacks_odd_types_body_next import \\\n"
            "    RunTaskDevelopmentFlytesnacksOddTypesBodyNext as Next\n"
            "next = Next(more=Next())\nassert next.to_dict() == {'more': {}}\n")
        ran = self.run_here(VENV / "python", "order.py")
        self.assertEqual(ran.returncode, 0, ran.stdout)

    def test_a_client_is_typed_by_them(self):
        project = self.folder / "typed"
        project.mkdir()
        (project / "openapi.json").write_text(json.dumps(self.own()))
        (project / "package.json").write_text('{"type": "module"}')
        shutil.copy(HERE / "clients/tsconfig.json", project)
        modules = NODE / "node_modules"
        (project / "node_modules").symlink_to(modules)
        made = self.run_here("node", modules / "openapi-typescript/bin/cli.js", project / "openapi.json", "--output", project / "api.ts")
        self.assertEqual(made.returncode, 0, made.stdout)
        odd = "moment: 1, place: 's3://a', table: 's3://b', gaps: [1], by_key: { k: 'A' }, bytes: 'AAEC'"
        for task, body, error in (("hello", "{ name: 'Ada', times: 2 }", None), ("hello", "{ times: 'two' }", "TS2322"),
                                  ("hello", "{ nobody: 1 }", "TS2353"),
                                  ("odd.types", f"{{ {odd}, point: {{ x: 3, next: {{ more: {{ more: {{}} }} }}, any: [1] }} }}", None),
                                  ("odd.types", f"{{ {odd}, point: {{ x: 3, next: {{ mor: {{}} }} }} }}", "TS2561")):
            (project / "greet.ts").write_text(
                "import createClient from 'openapi-fetch';\nimport type { paths } from './api.js';\n"
                f"await createClient<paths>({{}}).POST('/run-task/development/flytesnacks/{task}', {{ body: {body} }});\n")
            compiled = self.run_here("node", modules / "typescript/bin/tsc", "--project", project)
            self.assertEqual(compiled.returncode != 0, error is not None, compiled.stdout)
            self.assertIn(error or "", compiled.stdout)


if __name__ == "__main__":
    unittest.main()
