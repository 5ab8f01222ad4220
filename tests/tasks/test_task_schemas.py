"""The schema that a task's inputs have is the truth: what it accepts can be run, and what it does not accept is refused."""

import json
import pathlib
import tempfile
import unittest

import hypothesis
import hypothesis.strategies as st
from hypothesis_jsonschema import from_schema
from jsonschema import Draft202012Validator

from carried import CARRIED, LIMITS, loosened
from daemon import ALICE, Server, get, sandbox, wait_for

POINT = {"title": "Point", "type": "object", "required": ["x", "y"], "additionalProperties": False,
         "properties": {"x": {"type": "integer"}, "y": {"type": "number"}, "label": {"type": "string", "default": "here"}}}
TREE = {"$defs": {"Node": {"type": "object", "required": ["value"], "additionalProperties": False,
                           "properties": {"value": {"type": "integer"}, "next": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]}}}},
        "title": "Tree", "type": "object", "required": ["root"], "additionalProperties": False, "properties": {"root": {"$ref": "#/$defs/Node"}}}
CHAIN = {"title": "Chain", "type": ["object", "null"], "additionalProperties": False,
         "properties": {"value": {"allOf": [{"type": "number"}, {"minimum": 0}]}, "next": {"$ref": "#"}}}
ALMOST = {"required": "x", "properties": {"x": {"type": ["integer", "null"], "minimum": "five"}, "y": None, "label": {"items": {"type": "integer"}}}}
TYPES = {
    "integer": "integer", "float": "float", "boolean": "boolean", "string": "string", "datetime": "datetime", "duration": "duration",
    "none": "none", "struct": "struct", "binary": "binary", "enum": "enum(RED, GREEN, BLUE)", "file": "file(csv)", "folder": "folder",
    "dataset": "dataset(parquet)", "schema": "schema", "list": "list of integer", "nested-list": "list of list of float",
    "map": "map of duration", "optional": "optional integer", "optional-datetime": "optional datetime", "union": "integer | boolean | list of string",
    "numbers": "integer | float", "moments": "datetime | duration", "moment-or-text": "datetime | string", "places": "file | dataset",
    "bytes-or-file": "binary | file | none", "point": {"struct": POINT}, "points": {"list": {"struct": POINT}},
    "point-or-text": {"union": [{"struct": POINT}, "string"]}, "tree": {"struct": TREE}, "map-of-trees": {"map": {"struct": TREE}},
    "chain": {"struct": CHAIN},
    "gaps": "list of (integer | none)", "enum-or-number": "enum(A, B) | float", "almost-a-schema": {"struct": ALMOST},
    **{name: {"struct": schema} for name, schema in CARRIED.items()}, "optional-limits": {"union": [{"struct": LIMITS}, "none"]},
}
RECURSIVE = {"tree", "map-of-trees", "chain"}  # the maker of values does not follow them
WITHOUT_EXAMPLE = {"combined"}  # none is found where several parts of a schema speak of one member
EXAMPLES = 30
NEAR = 8
TEXTS = ["", "A", "RED", "90s", "PT1M30S", "P1DT", "1,5s", "P1.5DT2H", "2026-03-04", "2026-02-29", "2024-02-29T23:59:59.5+01:00",
         "2026-03-04T05:06:07", "2026-03-04 05:06:07z", "0000-01-01", "AAECAw==", "AAE", "s3://bucket/key"]


def anything():
    """JSON that may or may not be of some type."""
    scalars = (st.none() | st.booleans() | st.integers(-2**70, 2**70) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5)
               | st.sampled_from(TEXTS))
    places = st.fixed_dictionaries({}, optional={key: st.none() | st.sampled_from(["", "a", "SINGLE", "MULTIPART"])
                                                 for key in ("uri", "path", "format", "hash", "dimensionality")})
    points = st.fixed_dictionaries({}, optional={"x": scalars, "y": scalars, "label": scalars, "z": scalars})
    return st.recursive(scalars | places | points, lambda inner: st.lists(inner, max_size=3)
                        | st.dictionaries(st.sampled_from(["x", "y", "uri", "root", "value", "next"]), inner, max_size=3), max_leaves=6)


def is_exact(value):
    """Whether each number means the same to a reader of JSON schema and to one of 64 bits: beyond 2**53 what is written as a float is no
    integer of anybody's."""
    if isinstance(value, float):
        return abs(value) < 2**53 or value != int(value)
    if isinstance(value, int):
        return abs(value) < 2**63
    if isinstance(value, dict):
        return all(map(is_exact, value.values()))
    return not isinstance(value, list) or all(map(is_exact, value))


def is_one_place(value):
    """A schema cannot say that two members are equal, which a uri beside a path must be."""
    if isinstance(value, dict):
        twice = value.get("uri") and value.get("path") and value["uri"] != value["path"]
        return not twice and all(map(is_one_place, value.values()))
    return not isinstance(value, list) or all(map(is_one_place, value))


class Schemas(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-schemas-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        tasks = cls.folder / "tasks"
        tasks.mkdir()
        for name, kind in TYPES.items():
            task = {"name": f"types.{name}", "description": "Takes it.", "inputs": {"x": {"type": kind, "description": f"the {name}"}},
                    "outputs": {}, "command": ["true"]}
            (tasks / f"{name}.json").write_text(json.dumps(task))
        cls.plane = cls.enterClassContext(sandbox(cls.folder, "--tasks", tasks))
        cls.server = cls.enterClassContext(Server(cls.folder, cls.plane))

    def schemas(self, name):
        status, answer = get(self.server.port, f"/task/development/flytesnacks/{name}/schema", ALICE)
        self.assertEqual(200, status, answer)
        for schema in (answer["inputs"], answer["outputs"]):
            Draft202012Validator.check_schema(schema)
        return answer

    def dry_run(self, name, inputs):
        return self.server.post(f"/run-task/development/flytesnacks/{name}?dry_run=true&version=v1", inputs)

    @staticmethod
    def inputs_of(answer):
        status, body = answer
        return status, body.get("inputs", {}).get("x")

    def check(self, strategy, test, examples=EXAMPLES):
        settings = hypothesis.settings(max_examples=examples, derandomize=True, database=None, deadline=None,
                                       suppress_health_check=list(hypothesis.HealthCheck))
        settings(hypothesis.given(strategy)(test))()

    def test_what_a_schema_accepts_can_be_run(self):
        for name in TYPES.keys() - RECURSIVE:
            schema = self.schemas(f"types.{name}")["inputs"]

            def accepted(inputs):
                status, answer = self.dry_run(f"types.{name}", inputs)
                self.assertEqual(200, status, (inputs, answer))
            with self.subTest(name):
                self.check(from_schema(schema).filter(is_one_place), accepted)

    def test_a_schema_that_holds_itself_can_be_run(self):
        tree = {"value": 1, "next": {"value": 2, "next": {"value": 3, "next": None}}}
        for name, value in (("tree", {"root": tree}), ("map-of-trees", {"a": {"root": tree}, "b": {"root": {"value": 4}}})):
            Draft202012Validator(self.schemas(f"types.{name}")["inputs"]).validate({"x": value})
            self.assertEqual((200, value), self.inputs_of(self.dry_run(f"types.{name}", {"x": value})))
            tree["next"]["next"]["value"] = "three"
            self.assertFalse(Draft202012Validator(self.schemas(f"types.{name}")["inputs"]).is_valid({"x": value}))
            self.assertEqual(400, self.dry_run(f"types.{name}", {"x": value})[0])
            tree["next"]["next"]["value"] = 3
        value = {"value": 1, "next": {"next": None}}
        Draft202012Validator(self.schemas("types.chain")["inputs"]).validate({"x": value})
        self.assertEqual((200, value), self.inputs_of(self.dry_run("types.chain", {"x": value})))
        self.assertEqual(400, self.dry_run("types.chain", {"x": None})[0])

    def test_a_schema_and_a_run_agree_about_anything(self):
        for name in TYPES:
            validator = Draft202012Validator(self.schemas(f"types.{name}")["inputs"])

            def agreed(value):
                inputs = {"x": value}
                status, answer = self.dry_run(f"types.{name}", inputs)
                expected = [error.message for error in validator.iter_errors(inputs)]
                self.assertEqual(400 if expected else 200, status, (inputs, answer, expected))
            with self.subTest(name):
                self.check(anything().filter(is_exact).filter(is_one_place), agreed)

    def test_what_nearly_fits_a_carried_schema_is_taken_where_the_schema_takes_it(self):
        for name in [*CARRIED, "point"]:
            schema = self.schemas(f"types.{name}")["inputs"]
            validator = Draft202012Validator(schema)
            refused = []
            for looser in loosened(schema["properties"]["x"]):
                def agreed(inputs):
                    status, answer = self.dry_run(f"types.{name}", inputs)
                    expected = [error.message for error in validator.iter_errors(inputs)]
                    self.assertEqual(400 if expected else 200, status, (inputs, answer, expected))
                    refused.extend(expected)
                with self.subTest(name, looser=looser):
                    self.check(from_schema({**schema, "properties": {"x": looser}}).filter(is_exact), agreed, NEAR)
            self.assertNotEqual([], refused, name)

    def test_what_is_not_checked_is_not_shown(self):
        x = self.schemas("types.unchecked")["inputs"]["properties"]["x"]
        integer = {"type": "integer", "minimum": -2**63, "maximum": 2**64 - 1}
        self.assertEqual({"a": {"type": "string"}, "b": {"type": "array"}, "c": integer, "d": {"anyOf": [integer, {"type": "number"}]}},
                         x["properties"])
        self.assertEqual({"description", "properties", "type"}, x.keys())

    def test_names_are_held_to_the_schema(self):
        for inputs in ({}, {"x": 1, "y": 2}, {"y": 1}):
            self.assertEqual(400, self.dry_run("types.integer", inputs)[0])
            self.assertFalse(Draft202012Validator(self.schemas("types.integer")["inputs"]).is_valid(inputs))

    def test_each_schema_shows_an_example_that_can_be_run(self):
        for name in TYPES.keys() - WITHOUT_EXAMPLE:
            with self.subTest(name):
                schema = self.schemas(f"types.{name}")["inputs"]
                [example] = schema["examples"]
                Draft202012Validator(schema).validate(example)
                status, answer = self.dry_run(f"types.{name}", example)
                self.assertEqual(200, status, (example, answer))

    def test_what_the_task_says_is_carried_over(self):
        answer = self.schemas("types.datetime")
        self.assertEqual("Takes it.", answer["description"])
        self.assertEqual("the datetime", answer["inputs"]["properties"]["x"]["description"])

    def test_a_task_that_is_not_there_is_a_404(self):
        self.assertEqual(404, get(self.server.port, "/task/development/flytesnacks/types.other/schema", ALICE)[0])


class Runs(unittest.TestCase):
    """Values of every type go through runs of the shipped task, whose outputs are of the schema of the outputs."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="flyte-webhook-schemas-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.server = self.enterContext(Server(self.folder, self.enterContext(sandbox(self.folder))))

    def outputs(self, name):
        def ended():
            status, run = get(self.server.port, f"/run/{name}", ALICE)
            self.assertEqual(200, status, run)
            return run if run["done"] else None
        run = wait_for(ended, lambda: f"{name} has not ended")
        status, io = get(self.server.port, f"/run/{name}/io", ALICE)
        self.assertEqual(200, status, (run, io))
        return io

    def test_inputs_of_the_schema_give_outputs_of_the_schema(self):
        _, schemas = get(self.server.port, "/task/development/flytesnacks/values.every_type/schema", ALICE)
        self.assertEqual([], schemas["inputs"]["required"])
        values = from_schema(schemas["inputs"]).filter(is_one_place)
        settings = hypothesis.settings(max_examples=5, derandomize=True, database=None, deadline=None,
                                       suppress_health_check=list(hypothesis.HealthCheck))

        def ran(inputs):
            status, run = self.server.post("/run-task/development/flytesnacks/values.every_type", inputs)
            self.assertEqual(200, status, (inputs, run))
            io = self.outputs(run["name"])
            Draft202012Validator(schemas["outputs"]).validate(io["outputs"])
        settings(hypothesis.given(values)(ran))()


if __name__ == "__main__":
    unittest.main()
