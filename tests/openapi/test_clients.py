"""Clients that are generated from the document are well typed and run a task."""

import os
import pathlib
import shutil
import subprocess
import sys
import unittest

from served import Served

HERE = pathlib.Path(__file__).resolve().parent
VENV = pathlib.Path(sys.executable).parent
NODE = pathlib.Path(os.environ["TOOLS"]) / "node"


class Clients(Served):
    def run_here(self, *command, **more):
        ran = subprocess.run([str(word) for word in command], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, timeout=120, **more)
        self.assertEqual(ran.returncode, 0, f"{command}:\n{ran.stdout}")
        return ran.stdout

    def test_python(self):
        package = self.folder / "flyte_webhook_client"
        said = self.run_here(VENV / "openapi-python-client", "generate", "--url", f"{self.url}/openapi.json", "--meta", "none",
                             "--output-path", package, env={**os.environ, "PATH": f"{VENV}:{os.environ['PATH']}"})
        self.assertNotRegex(said, "(?i)warning|unable|unsupported")
        for name in ("greet.py", "mypy.ini"):
            shutil.copy(HERE / "clients" / name, self.folder)
        self.run_here(VENV / "mypy", "greet.py")
        self.assertEqual(self.run_here(VENV / "python", "greet.py", self.url, "alice"), "Hello, Ada!\n")

    def test_typescript(self):
        project = self.folder / "typescript"
        shutil.copytree(HERE / "clients", project)
        (project / "package.json").write_text('{"type": "module"}')
        modules = NODE / "node_modules"
        (project / "node_modules").symlink_to(modules)
        self.run_here("node", modules / "openapi-typescript/bin/cli.js", f"{self.url}/openapi.json", "--output", project / "api.ts")
        self.run_here("node", modules / "typescript/bin/tsc", "--project", project)
        self.assertEqual(self.run_here("node", project / "built/greet.js", self.url, "alice"), "Hello, Ada!\n")


if __name__ == "__main__":
    unittest.main()
