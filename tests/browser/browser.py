"""Scripts that use pages in a real browser, and the folder that they put their pictures into: with PICTURES=docs/pictures those of the
documentation are made anew, else they are thrown away."""

import os
import pathlib
import shutil

HERE = pathlib.Path(__file__).resolve().parent
NODE = pathlib.Path(os.environ["TOOLS"]) / "node"


def pictures(folder):
    return pathlib.Path(os.environ.get("PICTURES", folder)).resolve()


def command(folder, script, *arguments):
    """What runs the script, as arguments of subprocess.Popen. A module finds packages beside itself, so it is copied to the folder, with what
    lies beside it."""
    for file in (*script.parent.glob("*.mjs"), *HERE.glob("*.mjs")):
        shutil.copy(file, folder)
    (folder / "node_modules").symlink_to(NODE / "node_modules")
    return {"args": ["node", folder / script.name, *map(str, arguments)], "cwd": folder, "env": {**os.environ, "HOME": str(folder)},
            "text": True}
