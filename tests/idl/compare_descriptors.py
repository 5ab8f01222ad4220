"""Compares our .proto files with the descriptors that the PyPI package `flyteidl2` brings, and tells each difference by its name.

    compare_descriptors.py PROTOC PROTO_DIR INCLUDE_DIR

Ours may leave out messages, fields, oneofs' members and methods; whatever it declares must be as the package has it. Enums must be whole.
A file flyte_webhook/view/NAME.proto holds narrow views of messages of the package flyteidl2.NAME, wherever that declares them.
"""

import copy
import importlib
import importlib.metadata
import pathlib
import subprocess
import sys
import tempfile

from google.protobuf import descriptor_pb2
from google.protobuf.descriptor_pb2 import FieldDescriptorProto

WANTED_VERSION = "2.0.42"
VIEWS = "flyte_webhook/view/"


def compiled(protoc, protos, include):
    files = sorted(str(p.relative_to(protos)) for p in protos.rglob("*.proto"))
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "set.pb"
        subprocess.run([protoc, f"-I{protos}", f"-I{include}", "--include_imports", f"--descriptor_set_out={out}", *files], check=True)
        found = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())
    return [without_views(file) for file in found.file]


def published(file):
    """The package's descriptor of the file of that name, or None; of a file of views, all files that these are views of in one."""
    return published_package(file) if file.startswith(VIEWS) else published_file(file)


def published_package(file):
    part = pathlib.PurePath(file).stem
    folder = pathlib.Path(importlib.import_module(f"flyteidl2.{part}").__path__[0])
    made = descriptor_pb2.FileDescriptorProto(name=file, package=f"flyteidl2.{part}", syntax="proto3")
    for module in sorted(folder.glob("*_pb2.py")):
        made.message_type.extend(published_file(f"flyteidl2/{part}/{module.name.removesuffix('_pb2.py')}.proto").message_type)
    return made


def without_views(file):
    """Ours with the views named as what they are views of."""
    made = copy.deepcopy(file)
    if made.name.startswith(VIEWS):
        made.package = made.package.replace("flyte_webhook.view.", "flyteidl2.")
        for message in made.message_type:
            for field in message.field:
                field.type_name = field.type_name.replace(".flyte_webhook.view.", ".flyteidl2.")
    return made


def published_file(file):
    module = file.removesuffix(".proto").replace("/", ".") + "_pb2"
    try:
        descriptor = importlib.import_module(module).DESCRIPTOR
    except ModuleNotFoundError:
        return None
    made = descriptor_pb2.FileDescriptorProto()
    descriptor.CopyToProto(made)
    return made


def by_name(items):
    return {item.name: item for item in items}


def differ(where, what, ours, theirs):
    return [] if ours == theirs else [f"{where}: {what} is {ours!r}, should be {theirs!r}"]


def compare_field(where, ours, theirs, our_oneofs, their_oneofs):
    type_name, label_name = FieldDescriptorProto.Type.Name, FieldDescriptorProto.Label.Name
    oneof = lambda field, oneofs: oneofs[field.oneof_index].name if field.HasField("oneof_index") else None
    return (differ(where, "number", ours.number, theirs.number)
            + differ(where, "type", type_name(ours.type), type_name(theirs.type))
            + differ(where, "type name", ours.type_name, theirs.type_name)
            + differ(where, "label", label_name(ours.label), label_name(theirs.label))
            + differ(where, "oneof", oneof(ours, our_oneofs), oneof(theirs, their_oneofs))
            + differ(where, "optional", ours.proto3_optional, theirs.proto3_optional)
            + differ(where, "JSON name", json_name(ours), json_name(theirs))
            + differ(where, "packed", ours.options.packed, theirs.options.packed))


def json_name(field):
    if field.HasField("json_name"):
        return field.json_name
    first, *rest = field.name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def compare_enum(where, ours, theirs):
    numbers = lambda enum: {value.name: value.number for value in enum.value}
    return differ(where, "set of values", numbers(ours), numbers(theirs))


def compare_message(where, ours, theirs):
    out = differ(where, "map entry", ours.options.map_entry, theirs.options.map_entry)
    out += compare_each(where, "field", ours.field, theirs.field,
                        lambda path, a, b: compare_field(path, a, b, ours.oneof_decl, theirs.oneof_decl))
    out += compare_each(where, "message", ours.nested_type, theirs.nested_type, compare_message)
    return out + compare_each(where, "enum", ours.enum_type, theirs.enum_type, compare_enum)


def compare_method(where, ours, theirs):
    return (differ(where, "request", ours.input_type, theirs.input_type)
            + differ(where, "answer", ours.output_type, theirs.output_type)
            + differ(where, "streaming of requests", ours.client_streaming, theirs.client_streaming)
            + differ(where, "streaming of answers", ours.server_streaming, theirs.server_streaming))


def compare_service(where, ours, theirs):
    return compare_each(where, "method", ours.method, theirs.method, compare_method)


def compare_each(where, kind, ours, theirs, compare):
    known = by_name(theirs)
    out = []
    for item in ours:
        path = f"{where}.{item.name}"
        out += compare(path, item, known[item.name]) if item.name in known else [f"{path}: no such {kind}"]
    return out


def compare_file(ours, theirs):
    if theirs is None:
        return [f"{ours.name}: no such file"]
    out = differ(ours.name, "package", ours.package, theirs.package)
    out += differ(ours.name, "syntax", ours.syntax, theirs.syntax)
    out += compare_each(ours.package, "message", ours.message_type, theirs.message_type, compare_message)
    out += compare_each(ours.package, "enum", ours.enum_type, theirs.enum_type, compare_enum)
    return out + compare_each(ours.package, "service", ours.service, theirs.service, compare_service)


def altered(file):
    """Copies of the file with one thing changed in each: what the comparison must notice."""
    for index in range(len(file.message_type)):
        for field in range(len(file.message_type[index].field)):
            for change in (lambda f: setattr(f, "number", f.number + 1000), lambda f: setattr(f, "name", f.name + "_x"),
                           lambda f: setattr(f, "type", FieldDescriptorProto.TYPE_SINT32), lambda f: setattr(f, "label", f.label % 3 + 1)):
                made = copy.deepcopy(file)
                change(made.message_type[index].field[field])
                yield made
    for index in range(len(file.enum_type)):
        made = copy.deepcopy(file)
        del made.enum_type[index].value[-1]
        yield made
    for service in range(len(file.service)):
        for method in range(len(file.service[service].method)):
            made = copy.deepcopy(file)
            made.service[service].method[method].server_streaming ^= True
            yield made


def main(protoc, protos, include):
    version = importlib.metadata.version("flyteidl2")
    if version != WANTED_VERSION:
        sys.exit(f"flyteidl2 {WANTED_VERSION} is wanted, {version} is installed")
    ours = compiled(protoc, pathlib.Path(protos), include)
    theirs = {file.name: published(file.name) for file in ours}
    differences = [line for file in ours for line in compare_file(file, theirs[file.name])]
    changed = [made for file in ours for made in altered(file)]
    unnoticed = [made.name for made in changed if not compare_file(made, theirs[made.name])]
    print("\n".join(differences + [f"{name}: a change went unnoticed" for name in unnoticed]))
    print(f"{len(ours)} files, {len(differences)} differences; {len(changed)} changes tried, {len(unnoticed)} unnoticed")
    sys.exit(1 if differences or unnoticed or not changed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
