"""Renders the part of kustomize that packaging/kubernetes uses; anything else in a kustomization is an error."""

import copy
import hashlib
import json
import pathlib

import yaml

KNOWN = {"apiVersion", "kind", "namespace", "resources", "images", "configMapGenerator", "patches"}
CLUSTER_WIDE = {"Namespace"}
# Characters of a digest that could make a name rude or look like another are replaced.
READABLE = str.maketrans("013ae", "ghkmt")


def render(folder):
    """The objects of a kustomization, as `kustomize build` prints them."""
    objects = accumulate(pathlib.Path(folder))
    generated = {o["metadata"]["name"]: hashed(o) for o in objects if o.pop("generated", False)}
    for found in objects:
        rename(found, generated)
    return objects


def accumulate(folder):
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
    unknown = kustomization.keys() - KNOWN
    if unknown:
        raise ValueError(f"{folder}: this renderer does not know {', '.join(sorted(unknown))}")
    objects = []
    for name in kustomization.get("resources", []):
        path = folder / name
        objects += accumulate(path) if path.is_dir() else list(yaml.safe_load_all(path.read_text()))
    for generator in kustomization.get("configMapGenerator", []):
        generate(objects, generator, folder)
    for entry in kustomization.get("patches", []):
        patch(objects, entry)
    for entry in kustomization.get("images", []):
        replace_image(objects, entry)
    if "namespace" in kustomization:
        for found in objects:
            if found["kind"] not in CLUSTER_WIDE:
                found["metadata"]["namespace"] = kustomization["namespace"]
    return objects


def generate(objects, generator, folder):
    data = {pathlib.PurePath(file).name: (folder / file).read_text() for file in generator["files"]}
    if generator.get("behavior") == "merge":
        only(objects, "ConfigMap", generator["name"])["data"].update(data)
    else:
        objects.append({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": generator["name"]}, "data": data, "generated": True})


def only(objects, kind, name):
    found = [o for o in objects if o["kind"] == kind and o["metadata"]["name"] == name]
    if len(found) != 1:
        raise ValueError(f"there are {len(found)} objects {kind}/{name}, and one is meant")
    return found[0]


def patch(objects, entry):
    """A JSON patch (RFC 6902) without `from`."""
    target = only(objects, entry["target"]["kind"], entry["target"]["name"])
    for step in yaml.safe_load(entry["patch"]):
        *way, last = [part.replace("~1", "/").replace("~0", "~") for part in step["path"].split("/")[1:]]
        place = target
        for part in way:
            place = place[int(part) if isinstance(place, list) else part]
        apply(place, last, step)


def apply(place, last, step):
    if isinstance(place, list) and step["op"] == "add":
        place.insert(len(place) if last == "-" else int(last), copy.deepcopy(step["value"]))
        return
    key = int(last) if isinstance(place, list) else last
    if step["op"] != "add":
        place[key]  # it must be there
    if step["op"] == "remove":
        del place[key]
    else:
        place[key] = copy.deepcopy(step["value"])


def replace_image(objects, entry):
    for found in objects:
        pod = found.get("spec", {}).get("template", {}).get("spec", {})
        for container in pod.get("containers", []) + pod.get("initContainers", []):
            if container["image"].split(":")[0] == entry["name"]:
                container["image"] = f"{entry.get('newName', entry['name'])}:{entry['newTag']}"


def hashed(config_map):
    """Its name with the suffix that changes with its content (as kustomize makes it: the name itself does not count)."""
    content = json.dumps({"data": config_map["data"], "kind": "ConfigMap", "name": ""}, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    for character in "<>&":
        content = content.replace(character, f"\\u{ord(character):04x}")
    digest = hashlib.sha256(content.encode()).hexdigest()[:10]
    return f"{config_map['metadata']['name']}-{digest.translate(READABLE)}"


def rename(found, generated):
    if found["kind"] == "ConfigMap":
        found["metadata"]["name"] = generated.get(found["metadata"]["name"], found["metadata"]["name"])
    for volume in found.get("spec", {}).get("template", {}).get("spec", {}).get("volumes", []):
        if "configMap" in volume:
            volume["configMap"]["name"] = generated.get(volume["configMap"]["name"], volume["configMap"]["name"])
