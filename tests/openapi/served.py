"""A server in front of the sandbox, for a class of tests."""

import json
import pathlib
import shutil
import tempfile
import unittest

import daemon

SHIPPED = pathlib.Path(__file__).resolve().parents[2] / "conf/sandbox/tasks"
# A task with inputs that are hard to describe.
ODD = {
    "name": "odd.types", "description": "Takes what is odd.", "command": ["true"], "outputs": {},
    "inputs": {
        "point": {"type": {"struct": {"title": "Point", "type": "object", "required": ["x", "next"], "additionalProperties": False,
                                      "properties": {"x": {"type": "integer", "minimum": 3}, "any": True, "none": False,
                                                     "next": {"anyOf": [{"$ref": "#/$defs/Next"}, {"type": "null"}]}},
                                      "$defs": {"Next": {"type": "object", "properties": {"more": {"$ref": "#/$defs/Next"}}}}}}},
        "moment": "datetime | duration", "place": "file | dataset", "table": "dataset(parquet)", "gaps": "list of (integer | none)",
        "by_key": "map of enum(A, B)", "maybe": "optional datetime", "bytes": "binary",
    },
}


def nested(depth):
    """A schema of so many objects within each other."""
    schema = {"type": "integer"}
    for _ in range(depth):
        schema = {"type": "object", "properties": {"inside": schema}}
    return schema


# One whose message is nested deeper than messages are read.
DEEP = {"name": "deep.types", "command": ["true"], "inputs": {"x": {"type": {"struct": nested(30)}}}, "outputs": {}}


def tasks_with(folder, *more):
    """The tasks that are shipped and some more, as a folder for the sandbox."""
    tasks = folder / "tasks"
    shutil.copytree(SHIPPED, tasks)
    for task in more:
        (tasks / f"{task['name']}.json").write_text(json.dumps(task))
    return tasks


class Served(unittest.TestCase):
    settings = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="openapi-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        plane = cls.control_plane()
        cls.server = cls.enterClassContext(daemon.Server(cls.folder, plane, **cls.settings))
        cls.url = f"http://127.0.0.1:{cls.server.port}"

    @classmethod
    def control_plane(cls):
        return cls.enterClassContext(daemon.sandbox(cls.folder))

    @classmethod
    def document(cls):
        status, document = daemon.get(cls.server.port, "/openapi.json")
        assert status == 200, document
        return document
