"""The document is what OpenAPI 3.1 asks for, its examples are what its schemas say, and it has all that the reference's document has."""

import json
import os
import pathlib
import unittest

import openapi_spec_validator
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from served import Served

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = pathlib.Path(os.environ.get("CONFORMANCE_KIT", HERE.parents[2] / "shared/conformance")) / "golden/reference.json"


def shape(document):
    """The operations of a document: {(path, method): operation}."""
    return {(path, method): operation for path, item in document["paths"].items() for method, operation in item.items()}


def parameters(operation):
    return {(each["name"], each["in"]): each for each in operation.get("parameters", [])}


class Document(Served):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_api = cls.document()
        cls.registry = Registry().with_resource("urn:document", Resource.from_contents(cls.open_api, default_specification=DRAFT202012))

    def validator(self, schema):
        """A validator of a named schema of the document."""
        return Draft202012Validator({"$ref": "urn:document" + schema["$ref"]}, registry=self.registry)

    def resolved(self, schema):
        while "$ref" in schema:
            schema = self.open_api["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def media(self):
        """Each body of the document: where it stands, and its media type object."""
        for (path, method), operation in shape(self.open_api).items():
            bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
            for where, body in bodies.items():
                for kind, media in body.get("content", {}).items():
                    yield f"{method} {path} {where} {kind}", media

    def test_it_is_valid(self):
        openapi_spec_validator.validate(self.open_api)

    def test_every_schema_is_one(self):
        for schema in self.open_api["components"]["schemas"].values():
            Draft202012Validator.check_schema(schema)

    def test_every_example_is_what_its_schema_says(self):
        for where, media in self.media():
            schema = media["schema"].get("anyOf", [media["schema"]])[0]  # behind the named one of a body stand a bare list and null
            examples = [*self.resolved(schema).get("examples", []), *([media["example"]] if "example" in media else [])]
            for example in examples:
                self.assertEqual([error.message for error in self.validator(schema).iter_errors(example)], [], where)

    def test_every_answer_has_an_example_and_a_named_schema(self):
        for where, media in self.media():
            if "request" not in where:
                self.assertTrue("example" in media or "examples" in self.resolved(media["schema"]), where)
                self.assertIn("$ref", media["schema"], where)

    def test_every_parameter_and_tag_has_help(self):
        for operation in shape(self.open_api).values():
            self.assertTrue(operation["summary"])
            for parameter in operation["parameters"]:
                self.assertTrue(parameter["description"], (operation["operationId"], parameter["name"]))
        self.assertTrue(all(tag["description"] for tag in self.open_api["tags"]))

    def compare(self, operation, other, where):
        """Whether all of `other` is in `operation`."""
        for key, parameter in parameters(other).items():
            ours = parameters(operation).get(key)
            self.assertIsNotNone(ours, f"{where}: no {key}")
            self.assertEqual(ours["required"], parameter["required"], f"{where}: {key}")
            self.assertEqual(ours["schema"].get("default"), parameter["schema"].get("default"), f"{where}: {key}")
        self.assertLessEqual(set(other["responses"]), set(operation["responses"]), where)

    def test_it_has_what_the_reference_tells(self):
        ours = shape(self.open_api)
        told = json.loads((HERE / "reference.json").read_text())
        for row in told:
            where = f"{row['method']} {row['path']}"
            operation = ours[row["path"], row["method"]]
            listed = [{**each, "schema": {"default": each["default"]} if "default" in each else {}} for each in row["parameters"]]
            self.compare(operation, {"parameters": listed, "responses": row["statuses"]}, where)
            if "body" in row:
                body = operation["requestBody"]
                self.assertEqual(body.get("required", False), row["body"]["required"], where)
                schema = body["content"]["application/json"]["schema"]
                keys = self.resolved(schema.get("anyOf", [schema])[0]).get("properties", {})
                self.assertLessEqual(set(row["body"]["keys"]), set(keys), where)
        self.assertEqual({(row["path"], row["method"]) for row in told}, set(ours))

    @unittest.skipUnless(GOLDEN.exists(), "the recorded answers of the reference are not there")
    def test_it_has_what_the_reference_was_recorded_to_tell(self):
        recorded = [step["body"] for case, answer in json.loads(GOLDEN.read_text()).items() if "openapi" in case
                    for step in answer.get("reference", []) if isinstance(step["body"], dict)]
        self.assertTrue(recorded)
        ours = shape(self.open_api)
        for document in recorded:
            self.assertEqual(document["info"]["version"], self.open_api["info"]["version"])
            for (path, method), operation in shape(document).items():
                self.compare(ours[path, method], operation, f"{method} {path}")
            shared = {"HTTPValidationError", "ValidationError"} & set(document["components"]["schemas"])
            self.assertLessEqual(shared, set(self.open_api["components"]["schemas"]))


if __name__ == "__main__":
    unittest.main()
