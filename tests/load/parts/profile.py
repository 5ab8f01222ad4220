"""Where the server's time goes, by step: samples of its CPU time (perf), each counted for the innermost step that its stack names."""
import collections
import re
import subprocess
import time

from bench.load import Load
from bench.processes import Failed, cpu
from bench.report import Table
from bench.servers import Stub, Webhook

NEEDS = {"kit", "perf"}
REQUESTS = (("GET /run/{name}", "/run/r0123456789", "GET", None),
            ("POST /run-task", "/run-task/development/flytesnacks/bench.t", "POST", '{"x": 42, "y": "hello", "weights": [1.5, 2.5, 3.25]}'))

# From the innermost frame outwards, the first that fits names the step.
STEPS = [(step, re.compile(pattern)) for step, pattern in (
    ("log", r"host::(Log|AccessLog|.*LineText)|line_text"),
    ("control-plane call", r"^grpc|^grpc_|GrpcControlPlane|UnaryCall|GrpcStream|CallMetadata|Channels::|CallOperations|ConnectControlPlane|host::Connect|host::Outgoing|control_plane|libgrpc|libgpr"),
    ("authentication", r"host::(Credentials|Secret|CallerDigest)|EVP_|HMAC|SHA256"),
    ("convert", r"flyte::.*(Literal|Value|Read|Write|Json)|rapidjson|google::protobuf|flyteidl2|flyte_webhook::flyte::|libprotobuf"),
    ("parse", r"host::(RequestReader|HeadScanner|ChunkedDecoder|InputBuffer|Framing|framing|readHead)"),
    ("reply", r"host::(ReplyHead|OutgoingPieces|HttpExchange|ReplyWriter|PluginReply)|ClientSocket::(send|write)|replyHead"),
    ("dispatch", r"host::(Pipeline|Routing|Router|Binder|BodyBinder|QueryBinder|Guard|AllowLists|RequestId|Endpoint|Validat|ParameterValues|RequestContext|.*Authentication|.*Step)"),
    ("plugin", r"flyte_webhook::(run|task|core|app|trigger|build|prefetch)::|plugins/\w+\.so|host::(PluginRequest|PluginInstance|PluginMetrics)|hostTable|host_table"),
    ("listener", r"host::(HttpServer|ConnectionDriver|ConnectionKeeper|ConnectionTable|Connection|Acceptor|Poller|WorkerPool|ClientSocket|ClientWatch|Activity|RequestQueue|Timer|Thread)"),
)]
OTHER = "other"


def step_of(frames):
    for symbol, library in frames:
        for step, pattern in STEPS:
            if pattern.search(symbol) or pattern.search(library):
                return step
    return OTHER


def stacks(file):
    """[(symbol, library), ...] of each sample of a recording, the innermost frame first."""
    out = subprocess.run(["perf", "script", "-i", file, "--no-inline", "-F", "ip,sym,dso"], capture_output=True, text=True, errors="replace")
    if out.returncode:
        raise Failed(f"perf script: {out.stderr[-300:]}")
    for block in out.stdout.split("\n\n"):
        frames = [re.match(r"\s+[0-9a-f]+ (.*) \((.*)\)$", line) for line in block.splitlines()]
        if any(frames):
            yield [(f[1], f[2]) for f in frames if f]


def folded(file):
    """{(step, in the kernel): samples}, and {what the samples were in: samples}."""
    steps, functions = collections.Counter(), collections.Counter()
    for frames in stacks(file):
        program = [f for f in frames if "[kernel" not in f[1]]
        kernel = len(program) < len(frames)
        step = step_of(program)
        steps[step, kernel] += 1
        functions[step, system_call(frames) if kernel else short(frames[0][0])] += 1
    return steps, functions


def system_call(frames):
    """What the program asked of the kernel, "futex()"; else what else brought it there."""
    return next((f"{f[0][len('__x64_sys_'):]}()" for f in frames if f[0].startswith("__x64_sys_")), "kernel: " + short(frames[0][0]))


def short(symbol):
    """A function's name without arguments."""
    return re.sub(r"\(.*|<.*|@.*", "", symbol)[:60] or symbol[:60]


def recorded(suite, server, path, method, body):
    """The file of a recording under load, and the CPU us a request."""
    file, seconds = f"{suite.work}/perf.data", max(4, suite.seconds)
    load = Load(server.url(path), seconds + 2, 32, method=method, body=body)
    time.sleep(1)
    done = subprocess.run(["perf", "record", "-q", "-e", "cpu-clock", "-F", "499", "--call-graph", "dwarf,32768", "-p", str(server.pid), "-o", file, "--", "sleep", str(seconds)],
                          capture_output=True, text=True)
    r = load.result()
    if done.returncode or r["errors"]:
        raise Failed(f"perf record: {done.stderr[-300:]} {r['errors']}")
    return file


def run(suite, part):
    for name, path, method, text in REQUESTS:
        body = None
        if text:
            body = f"{suite.work}/small.json"
            with open(body, "w") as f:
                f.write(text)
        with Stub(suite) as stub, Webhook(suite, stub) as server:
            before = cpu(server.pid)
            plain = Load(server.url(path), suite.seconds, 32, method=method, body=body).result()
            per_request = (cpu(server.pid) - before) * 1e6 / plain["requests"]
            steps, functions = folded(recorded(suite, server, path, method, body))
        total = sum(steps.values())
        share = lambda n: f"{100 * n / total:.0f} % ({per_request * n / total:.1f})"
        order = sorted({s for s, _ in steps}, key=lambda s: -(steps[s, False] + steps[s, True]))
        rows = [(s, share(steps[s, False] + steps[s, True]), share(steps[s, False]), share(steps[s, True])) for s in order]
        rows.append(("all", share(total), share(sum(n for (_, k), n in steps.items() if not k)), share(sum(n for (_, k), n in steps.items() if k))))
        part.tables.append(Table(f"{name}: {per_request:.0f} us a request, share and (us)", ("step", "all", "in the program", "in the kernel for it"), rows))
        part.tables.append(Table(f"{name}: the heaviest of {total} samples by where they were", ("step", "function", "share and (us)"),
                                 [(step, function, share(n)) for (step, function), n in functions.most_common(15)]))
