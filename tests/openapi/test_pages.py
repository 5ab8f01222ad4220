"""The pages in a real browser."""

import pathlib
import subprocess
import unittest

import browser
from served import Served

HERE = pathlib.Path(__file__).resolve().parent


class Pages(Served):
    def test_people_can_use_them(self):
        pictures = browser.pictures(self.folder)
        ran = subprocess.run(**browser.command(self.folder, HERE / "docs.mjs", self.url, pictures), stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=250)
        self.assertEqual(ran.returncode, 0, ran.stdout)
        for name in ("docs", "docs-run", "front", "redoc"):
            self.assertTrue((pictures / f"{name}.png").exists(), name)


if __name__ == "__main__":
    unittest.main()
