"""The pages in a real browser. With PICTURES=docs/pictures its pictures are kept there; else nobody does."""

import os
import pathlib
import shutil
import subprocess
import unittest

from served import Served

HERE = pathlib.Path(__file__).resolve().parent
NODE = pathlib.Path(os.environ["TOOLS"]) / "node"


class Pages(Served):
    def test_people_can_use_them(self):
        # A module finds packages beside itself.
        script = self.folder / "browser.mjs"
        shutil.copy(HERE / "browser.mjs", script)
        (self.folder / "node_modules").symlink_to(NODE / "node_modules")
        pictures = pathlib.Path(os.environ.get("PICTURES", self.folder)).resolve()
        ran = subprocess.run(["node", script, self.url, pictures], cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True, timeout=250, env={**os.environ, "HOME": str(self.folder)})
        self.assertEqual(ran.returncode, 0, ran.stdout)
        for name in ("docs", "docs-run", "front", "redoc"):
            self.assertTrue((pictures / f"{name}.png").exists(), name)


if __name__ == "__main__":
    unittest.main()
