"""Requests that follow from the document, right ones and wrong ones, get answers that it tells."""

import pathlib
import subprocess
import sys
import unittest

from served import Served

HERE = pathlib.Path(__file__).resolve().parent


class Requests(Served):
    def test_every_check_of_schemathesis_passes(self):
        command = [pathlib.Path(sys.executable).parent / "schemathesis", "--config-file", HERE / "schemathesis.toml", "run",
                   f"{self.url}/openapi.json", "--header", "Authorization: Bearer alice", "--checks", "all",
                   "--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "25", "--generation-allow-x00", "false",
                   "--generation-database", "none", "--seed", "1", "--continue-on-failure", "--no-color"]
        ran = subprocess.run(command, cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=250)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        self.assertIn("No issues found", ran.stdout)


if __name__ == "__main__":
    unittest.main()
