"""The kit's own cases, without those of groups that are not built.

A group joins by itself as soon as its plugin lies among the built ones. A case that only asks that a path is closed (no credentials, not
enabled) is put to the server whether or not the path's group is built.
"""

import os
import pathlib
import sys

import run
from kit import Text, detail

PATHS = {"app": ("/app/",), "trigger": ("/trigger/",), "build": ("/build-image",), "prefetch": ("/prefetch/",)}
# Profiles whose configuration names endpoints or settings of a group.
PROFILES_OF = {"app": ("few",), "build": ("nobuilder",), "prefetch": ("nobuilder",)}


def built():
    plugins = pathlib.Path(os.environ["BUILT_PLUGINS"])
    return {file.stem for file in plugins.glob("*.so")}


def closed(step):
    return step.status == 401 or step.reply == {"detail": "Not Found"}


def over_connect(case):
    """The kit's Connect listener answers UNIMPLEMENTED as a server does that lacks the service: by HTTP status, without words."""
    if case.id == "error-unimplemented":
        case.steps[0].reply = detail(Text("the control plane does not offer this"))


def needs(case, group):
    asks = any(step.path.startswith(PATHS[group]) and not closed(step) for step in case.steps)
    return asks or case.profile in PROFILES_OF.get(group, ())


MISSING = [group for group in PATHS if group not in built()]
EVERY, PROFILES = run.load(pathlib.Path(run.__file__).parent / "cases")
CASES = [case for case in EVERY if not any(needs(case, group) for group in MISSING)]
if "connect" in sys.argv:
    for each in CASES:
        over_connect(each)
print(f"{len(CASES)} of {len(EVERY)} cases; not built: {', '.join(MISSING) or 'nothing'}", file=sys.stderr)
