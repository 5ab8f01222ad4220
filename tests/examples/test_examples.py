"""The installed SDK and the examples that are built against it, outside the tree."""

import os
import re
import shutil
import time
import unittest

from installation import CMAKE_EXAMPLES, EXAMPLES, PROJECT, Installation, run
from server import Server

WARNINGS = ("-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only")


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.installation = Installation()
        cls.addClassCleanup(cls.installation.close)

    def test_an_example_exports_its_entry_symbol_and_nothing_else(self):
        for example in EXAMPLES:
            symbols = run("nm", "-D", "--defined-only", self.installation.plugins / f"{example}.so")
            self.assertEqual([line.split()[-1] for line in symbols.splitlines()], ["flyte_webhook_plugin"], example)

    def test_an_example_is_short(self):
        folder = PROJECT / "sdk/examples"
        self.assertLessEqual(len((folder / "greet/greet.cpp").read_text().splitlines()), 40)
        for example in CMAKE_EXAMPLES:
            self.assertLessEqual(len((folder / example / "CMakeLists.txt").read_text().splitlines()), 5, example)

    def test_each_installed_header_compiles_alone(self):
        include = self.installation.prefix / "include"
        headers = sorted(include.rglob("*.h"))
        self.assertIn(include / "flyte_webhook/plugin.h", headers)
        for compiler in filter(shutil.which, ("g++", "clang++")):
            for header in headers:
                with self.subTest(compiler=compiler, header=str(header.relative_to(include))):
                    run(compiler, "-std=c++17", *WARNINGS, "-DRAPIDJSON_HAS_STDSTRING=1", "-I", include, "-x", "c++", "-include", header, "/dev/null")

    def test_the_binary_interface_is_plain_c(self):
        include = self.installation.prefix / "include"
        for compiler in filter(shutil.which, ("gcc", "clang")):
            with self.subTest(compiler=compiler):
                run(compiler, "-std=c11", *WARNINGS, "-x", "c", "-include", include / "flyte_webhook/abi.h", "/dev/null")

    def test_a_plugin_is_unit_tested_with_the_installed_fake_host(self):
        sanitize = f"-fsanitize={os.environ['SANITIZE']}" if os.environ.get("SANITIZE") else ""
        build = self.installation.build(PROJECT / "tests/examples/unit", f"-DCMAKE_CXX_FLAGS={sanitize}")
        self.assertEqual(run(build / "greet-test"), '200 {"text":"Moin, Zoe"}\n')

    def test_nothing_installed_is_searched_for_in_a_fixed_place(self):
        for file in [*self.installation.prefix.glob("bin/*"), *self.installation.plugins.glob("*.so")]:
            paths = re.findall(r"\((?:RPATH|RUNPATH)\).*\[(.*)\]", run("readelf", "-d", file))
            self.assertEqual([p for path in paths for p in path.split(":") if not p.startswith("$ORIGIN")], [], file)

    def test_a_host_serves_all_of_them(self):
        with Server(self.installation) as server:
            self.assertEqual(server.get("/greet/Ada%20L"), (200, {"text": "Good morning, Ada L"}))
            status, body = server.get("/deadline")
            self.assertEqual((status, list(body)), (200, ["milliseconds_left"]))
            self.assertTrue(0 < body["milliseconds_left"] <= 30_000, body)
            self.assertEqual(server.ask("GET", "/countdown?from=2&pace=1"), (200, "text/event-stream", "data: 2\n\ndata: 1\n\ndata: 0\n\n"))
            self.assertEqual(server.get("/countdown?from=3600&pace=60000")[0], 400)
            self.assertEqual(server.post("/checksum", b"123456789"), (200, {"crc32": "cbf43926", "bytes": 9}))
            self.sees_samples(server)

    def sees_samples(self, server):
        deadline = time.monotonic() + 30
        while server.get("/load")[1]["samples"] < 3:
            self.assertLess(time.monotonic(), deadline, "the background task takes no samples")
        taken = re.search(r"^flyte_webhook_plugin_samples_total.* (\d+)", server.metrics(), re.MULTILINE)
        self.assertTrue(taken and int(taken[1]) >= 3, taken)


if __name__ == "__main__":
    unittest.main()
