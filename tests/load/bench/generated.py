"""What is made for a measurement: a plugin with many endpoints, certificates, bodies."""
import os
import subprocess

from .processes import Failed

PLUGIN = """#include <flyte_webhook/abi.h>
#define TEXT(literal) {literal, sizeof(literal) - 1}
static const fw_host* host;
static fw_bool create(fw_plugin* p, void** instance, fw_bytes* why) { (void)p, (void)why; *instance = NULL; return 1; }
static void destroy(void* instance) { (void)instance; }
static void handle(void* instance, fw_plugin* p, fw_request* request, size_t endpoint)
{
    static const fw_bytes type = TEXT("application/json"), body = TEXT("{\\"status\\":\\"healthy\\"}");
    (void)instance, (void)p, (void)endpoint;
    host->reply(request, 200, type, body);
}
#define ENDPOINT(n) static const fw_endpoint e##n = {.size = sizeof(fw_endpoint), .id = TEXT("generated_" #n), .method = TEXT("GET"), \\
    .path = TEXT("/generated/" #n "/{name}"), .summary = TEXT("Generated"), .parameters = parameters, .parameter_count = 1};
static const fw_parameter name = {.size = sizeof name, .type = FW_STRING, .place = FW_PATH, .required = 1, .name = TEXT("name"), .help = TEXT("Any")};
static const fw_parameter* const parameters[] = {&name};
%(definitions)s
static const fw_endpoint* const endpoints[] = {%(list)s};
static const fw_plugin_table table = {.size = sizeof table, .major = FW_ABI_MAJOR, .minor = FW_ABI_MINOR, .name = TEXT("generated"), .version = TEXT("1.0.0"),
    .endpoints = endpoints, .endpoint_count = %(count)d, .create = create, .destroy = destroy, .handle = handle};
const fw_plugin_table* flyte_webhook_plugin(const fw_host* h, fw_const* why) { (void)why; host = h; return &table; }
"""


def command(*words):
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise Failed(f"{' '.join(words[:3])}: {done.stderr.strip()[-500:]}")


def plugin(suite, count):
    """The folder of a plugin with the endpoints GET /generated/0/{name} to /generated/COUNT-1/{name}, each with a constant answer."""
    folder = f"{suite.work}/generated-{count}"
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/generated.c", "w") as f:
        f.write(PLUGIN % {"definitions": "\n".join(f"ENDPOINT({n})" for n in range(count)), "list": ", ".join(f"&e{n}" for n in range(count)), "count": count})
    command("cc", "-std=c11", "-O2", "-shared", "-fPIC", f"-I{suite.root}/sdk/include", f"{folder}/generated.c", "-o", f"{folder}/generated.so")
    return folder


def certificate(suite, kind):
    """(certificate, key), self-signed for localhost; kind: `ec` (P-256) or `rsa` (2048 bits)."""
    certificate, key = f"{suite.work}/{kind}.crt", f"{suite.work}/{kind}.key"
    new = {"ec": ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"], "rsa": ["rsa:2048"]}[kind]
    command("openssl", "req", "-x509", "-nodes", "-days", "2", "-newkey", *new, "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", certificate, "-keyout", key)
    return certificate, key
