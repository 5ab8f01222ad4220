"""docs/errors.md, from the kinds that the code has and what real servers answered: BUILD=build/dev tests/errors/write-page"""

import json
import pathlib

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/errors.md"

TEXT = """\
# Errors

An error is a JSON object with one key, `detail`: a sentence for people, or with 422 a list of all that is wrong. What kind of error it is
tells a word that never changes, in the header `X-Error-Kind` of the answer and as `error` in the log's line of the request:

    $ curl -si -H 'Authorization: Bearer alice' http://127.0.0.1:8080/run/run-77
    HTTP/1.1 404 Not Found
    X-Error-Kind: not_found
    ...
    {not_found}

Programs should go by status and kind, not by the words of `detail`. With 503 comes `Retry-After`, with 401 `WWW-Authenticate`, with 405
`Allow`. What the client is not told, such as the address of what failed, stands in the log as `cause`: in the request's own line, or for
a called app and an upload in one of its own before that. The request's `X-Request-Id` leads to both.

Every path but the open ones (`/health`, `/openapi.json` and the pages) needs credentials before anything else is looked at: without them a
path that does not exist is 401 `no_credentials` as well. A header of credentials that holds anything but printable ASCII counts as none: it
cannot travel to the control plane.

A `too_much_in_memory` without `Retry-After` is that of an answer: the request itself was carried out, `detail` says so, and only its big
answer found no room. Asking again would do it again; ask for what became of it instead.

## Kinds

Each example is what a server really answered; but that of `too_much_in_memory`, which takes a gigabyte of requests to come about, is what
the code says. A plugin of another's may have kinds of its own beside these.

| kind | status | it means | example |
|---|---|---|---|
{rows}

## What is wrong with a request

A 422 lists everything that is wrong with path, query and body by what the document of the API says of them, and only then what the endpoint
itself finds. It has the shape and the words of FastAPI: `type` is a word that never changes, `loc` says where, `msg` what would be right,
`input` what came (`null` when that is long), and `ctx`, where there is one, the bound. A body that is no JSON is told alone, with its place
in characters. A hundred errors are the most that are told.

A body is JSON with `Content-Type: application/json` or `application/...+json` only, and a text otherwise: a `dict_type` at `["body"]` may
want no more than that header, which `curl -d` alone does not send.

| type | when |
|---|---|
| `missing` | a parameter or a body that must be given was left out; or a body that should hold parameters under its keys is no object |
| `string_type` `list_type` `dict_type` | a value of another type where a text, a list or an object belongs; a text that is no UTF-8 or holds a control character |
| `int_parsing` `float_parsing` `bool_parsing` | a value that is no whole number of 64 bits, no number, none of `true` `false` `1` `0` `yes` `no` `on` `off` `y` `n` `t` `f`, in any case |
| `greater_than_equal` `less_than_equal` | a number out of its bounds |
| `string_too_short` `string_too_long` | a text of too few or too many characters |
| `literal_error` | none of the values that there are |
| `json_invalid` | the body is no JSON, is nested deeper than 128 levels, or holds a number or a text that cannot be |
| `value_error` | a value of the right form that cannot be used all the same; `msg` says why |

`POST /build-image?pre=perhaps` with the body `{{"pip_packages": "numpy"}}` is answered

    {{"detail": [
{mistakes}]}}
"""


def code(text):
    """Text as code in a table."""
    return "`" + text.replace("|", "\\|") + "`"


def shown(answer):
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def example(kind, bodies):
    """The body that a table has room for: of a list its first item."""
    body = bodies[kind]
    if isinstance(body["detail"], list):
        return code(shown({"detail": body["detail"][:1]}).replace("}]}", "},...]}"))
    return code(shown(body))


def page(kinds, bodies):
    """The page. `kinds`: (word, status, meaning) each; `bodies`: what was answered, by word."""
    rows = [f"| `{word}` | {status or 'as what was called'} | {meaning} | {example(word, bodies)} |" for word, status, meaning in kinds]
    mistakes = ",\n".join("        " + shown(mistake) for mistake in bodies["invalid_request"]["detail"])
    return TEXT.format(not_found=shown(bodies["not_found"]), rows="\n".join(rows), mistakes=mistakes)
