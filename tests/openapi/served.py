"""A server in front of the sandbox, for a class of tests."""

import pathlib
import shutil
import tempfile
import unittest

import daemon


class Served(unittest.TestCase):
    settings = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="openapi-test-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        plane = cls.enterClassContext(daemon.sandbox(cls.folder))
        cls.server = cls.enterClassContext(daemon.Server(cls.folder, plane, **cls.settings))
        cls.url = f"http://127.0.0.1:{cls.server.port}"

    @classmethod
    def document(cls):
        status, document = daemon.get(cls.server.port, "/openapi.json")
        assert status == 200, document
        return document
