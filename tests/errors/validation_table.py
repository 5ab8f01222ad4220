"""What clients are told of mistakes in a request: the words of FastAPI and pydantic, in their order.

A row is (request, body, told): METHOD /path?query; the body as JSON text or bytes, with another content type a pair of both, None without one;
and the errors. AS_FASTAPI holds what an application of FastAPI answers that has these endpoints, OWN what it would let pass, or cannot be
asked, because the parameters are extensions of this server.
"""

RUN = "POST /run-task/development/flytesnacks/hello"
CALL = "POST /app/echo/call"
BUILD = "POST /build-image"
FETCH = "POST /prefetch/hf-model"

PROPERTY = "Expecting property name enclosed in double quotes"
VALUE = "Expecting value"
COMMA = "Expecting ',' delimiter"


def error(type_, message, loc, came, **context):
    told = {"type": type_, "loc": list(loc), "msg": message, "input": came}
    return {**told, "ctx": context} if context else told


def missing(*loc):
    return error("missing", "Field required", loc, None)


def no_dictionary(came, *loc):
    return error("dict_type", "Input should be a valid dictionary", loc, came)


def no_list(came, *loc):
    return error("list_type", "Input should be a valid list", loc, came)


def no_string(came, *loc):
    return error("string_type", "Input should be a valid string", loc, came)


def no_boolean(came, *loc):
    return error("bool_parsing", "Input should be a valid boolean, unable to interpret input", loc, came)


def no_integer(came, *loc):
    return error("int_parsing", "Input should be a valid integer, unable to parse string as an integer", loc, came)


def broken(place, why):
    return error("json_invalid", "JSON decode error", ["body", place], {}, error=why)


KEYS_OF_BUILD = [missing("body", "pip_packages"), missing("body", "apt_packages"), missing("body", "platform")]
KEYS_OF_CALL = [missing("body", "payload"), missing("body", "query_params")]

AS_FASTAPI = [
    # a body that must be an object
    (RUN, None, [missing("body")]),
    (f"{RUN}?version=v1", "", [missing("body")]),
    (RUN, "null", [no_dictionary(None, "body")]),
    (RUN, "[1]", [no_dictionary([1], "body")]),
    (RUN, '[ 1,  {"a": null} ]', [no_dictionary([1, {"a": None}], "body")]),
    (RUN, '"x"', [no_dictionary("x", "body")]),
    (RUN, '"\\u00e4\\/"', [no_dictionary("ä/", "body")]),
    (RUN, "1.5", [no_dictionary(1.5, "body")]),
    (RUN, "true", [no_dictionary(True, "body")]),
    (RUN, "123456789012345678901234567890", [no_dictionary(123456789012345678901234567890, "body")]),

    # what is not sent as JSON is a text
    *((RUN, ('{"name": "Ada"}', kind), [no_dictionary('{"name": "Ada"}', "body")])
      for kind in ("text/plain", "application/x-www-form-urlencoded", "application/octet-stream", "text/json", "application/jsonx", "json", "")),
    (RUN, ("{", "text/plain"), [no_dictionary("{", "body")]),
    (f"{FETCH}?repo=a/b", ('["text"]', "text/plain"), [no_list('["text"]', "body")]),

    # JSON that is none, at its place in characters
    *((RUN, body, [broken(place, why)]) for body, place, why in [
        ("{", 1, PROPERTY), ('{"a": ', 6, VALUE), ('{"a" 1}', 5, "Expecting ':' delimiter"), ('{"a":1,}', 7, PROPERTY), ("{'a':1}", 1, PROPERTY),
        ('{"a":1 "b":2}', 7, COMMA), ("{} x", 3, "Extra data"), ('{"a":1}}', 7, "Extra data"), ("   ", 3, VALUE), ("nul", 0, VALUE),
        ("[1,]", 3, VALUE), ("[1 2]", 3, COMMA), ("[01]", 2, COMMA), ("-", 0, VALUE), ("1.", 1, "Extra data"), ("\0", 0, VALUE),
        ('"abc', 0, "Unterminated string starting at"), ('{"a":"x\ny"}', 7, "Invalid control character at"),
        ('{"a":"\\x"}', 6, "Invalid \\escape"), ('{"a":"\\u12G4"}', 7, "Invalid \\uXXXX escape"),
        ('{"ä":"ö", x}', 10, PROPERTY), ('{"😀": x}', 6, VALUE), ('\n\n{"a":1,\n "b" 2}', 15, "Expecting ':' delimiter")]),
    # ... and it is told alone
    (f"{BUILD}?pre=perhaps", "{", [broken(1, PROPERTY)]),
    (CALL, "{", [broken(1, PROPERTY)]),
    (f"{FETCH}?force=x", "[", [broken(1, VALUE)]),

    # the query
    *((f"{BUILD}?pre={text}", body, [no_boolean(came, "query", "pre")]) for body in (None, "{}") for text, came in [
        ("perhaps", "perhaps"), ("", ""), ("2", "2"), ("truee", "truee"), ("null", "null"), ("1.0", "1.0"), ("true%20", "true "), ("yes%00", "yes\0")]),
    (f"{BUILD}?pre=true&pre=b", "{}", [no_boolean("b", "query", "pre")]),
    ("POST /app/echo/activate?wait=maybe", None, [no_boolean("maybe", "query", "wait")]),
    ("POST /app/echo/deactivate?domain=d&project=p&wait=00", None, [no_boolean("00", "query", "wait")]),
    *((f"{FETCH}?repo=a/b&force={text}", None, [no_integer(came, "query", "force")]) for text, came in [
        ("much", "much"), ("", ""), ("1.5", "1.5"), ("1e3", "1e3"), ("0x10", "0x10"), ("--1", "--1"), ("3.", "3."), (".0", ".0"), ("%2B-1", "+-1"),
        ("1%202", "1 2"), ("%D9%A3", "٣"), ("true", "true"), ("1%00", "1\0")]),
    (f"{FETCH}?repo=a/b&force=1&force=x", None, [no_integer("x", "query", "force")]),
    (FETCH, None, [missing("query", "repo")]),
    (f"{FETCH}?Repo=a/b", "null", [missing("query", "repo")]),
    (f"{CALL}?method=GET&domain=d&project=p", None, [missing("query", "path")]),
    (CALL, '{"payload": {}}', [missing("query", "path")]),

    # keys of a body
    (f"{CALL}?path=/p", '{"payload": [1]}', [no_dictionary([1], "body", "payload")]),
    (f"{CALL}?path=/p", '{"query_params": "x"}', [no_dictionary("x", "body", "query_params")]),
    (f"{CALL}?path=/p", '{"payload": true, "query_params": null}', [no_dictionary(True, "body", "payload")]),
    (BUILD, '{"pip_packages": "numpy", "apt_packages": [1]}', [no_list("numpy", "body", "pip_packages"), no_string(1, "body", "apt_packages", 0)]),
    (BUILD, '{"pip_packages": {"b": [ ]}}', [no_list({"b": []}, "body", "pip_packages")]),
    (BUILD, '{"pip_packages": ["a"], "pip_packages": 7}', [no_list(7, "body", "pip_packages")]),
    (BUILD, '{"pip_packages": [null, "a", 1.5, true, [], {}]}',
     [no_string(came, "body", "pip_packages", place) for place, came in [(0, None), (2, 1.5), (3, True), (4, []), (5, {})]]),
    (BUILD, '{"platform": 0}', [no_list(0, "body", "platform")]),
    *((BUILD, body, KEYS_OF_BUILD) for body in ("[1]", "[]", '"x"', "7", "false", "null")),
    *((f"{CALL}?path=/p", body, KEYS_OF_CALL) for body in ("[1]", "[]", '"x"', "7", "false", "null")),

    # a body that is a list
    (f"{FETCH}?repo=a/b", '["text", 7]', [no_string(7, "body", 1)]),
    (f"{FETCH}?repo=a/b", '[[], null, "a", {"x": 1}]', [no_string([], "body", 0), no_string(None, "body", 1), no_string({"x": 1}, "body", 3)]),
    (f"{FETCH}?repo=a/b", '"x"', [no_list("x", "body")]),
    (f"{FETCH}?repo=a/b", "7", [no_list(7, "body")]),

    # several mistakes: the query's first, each in the order of the description, not in that of the request
    (FETCH + "?force=x", None, [missing("query", "repo"), no_integer("x", "query", "force")]),
    (FETCH + "?force=x", "[7]", [missing("query", "repo"), no_integer("x", "query", "force"), no_string(7, "body", 0)]),
    (FETCH, "true", [missing("query", "repo"), no_list(True, "body")]),
    (CALL, '{"query_params": 2, "payload": 1}',
     [missing("query", "path"), no_dictionary(1, "body", "payload"), no_dictionary(2, "body", "query_params")]),
    (CALL, "[1]", [missing("query", "path"), *KEYS_OF_CALL]),
    (f"{BUILD}?pre=perhaps", "null", [no_boolean("perhaps", "query", "pre"), *KEYS_OF_BUILD]),
    (f"{BUILD}?pre=perhaps", '{"platform": "x", "apt_packages": 1, "pip_packages": [2]}',
     [no_boolean("perhaps", "query", "pre"), no_string(2, "body", "pip_packages", 0), no_list(1, "body", "apt_packages"), no_list("x", "body", "platform")]),
]


def no_name(came, message, name="name"):
    return error("string_type", message, ["path", name], came)


def no_utf8(came, *loc):
    return error("string_type", "Input should be UTF-8 without NUL", loc, came)


def unusable(message, came, *loc):
    return error("value_error", "Value error, " + message, loc, came)


CONTROL = "Input should be a text without control characters"
DEEP = "nested deeper than 128 levels"

OWN = [
    # names that are none
    ("GET /run/a%00b", None, [no_name("a\0b", CONTROL)]),
    ("GET /run/%FF", None, [no_name(None, "Input should be UTF-8")]),
    ("GET /run//io", None, [no_name("", "Input should be a text that is not empty")]),
    ("POST /trigger/a%0A/b%0D/activate", None, [no_name("a\n", CONTROL, "task_name"), no_name("b\r", CONTROL, "trigger_name")]),
    # ... beside all else that is wrong
    ("POST /app/a%09b/activate?wait=maybe", None, [no_name("a\tb", CONTROL), no_boolean("maybe", "query", "wait")]),
    ("POST /app/%00/call", '{"payload": 1}', [no_name("\0", CONTROL), missing("query", "path"), no_dictionary(1, "body", "payload")]),
    ("POST /run-task/%01/b/%02", "[]", [no_name("\x01", CONTROL, "domain"), no_name("\x02", CONTROL), no_dictionary([], "body")]),

    # texts of the query
    (f"{RUN}?version=%FF", "7", [no_utf8(None, "query", "version"), no_dictionary(7, "body")]),
    ("POST /run/r/abort?reason=a%00", None, [no_utf8("a\0", "query", "reason")]),
    (f"{BUILD}?pip_packages=a&pip_packages=%C3", None, [no_utf8(None, "query", "pip_packages", 1)]),
    (f"{FETCH}?repo=a/b&force=9223372036854775808", None, [no_integer("9223372036854775808", "query", "force")]),

    # a text where a body has parameters under its keys
    (BUILD, ('{"name": "img"}', "text/plain"), [no_dictionary('{"name": "img"}', "body")]),
    (f"{CALL}?path=/p", ("{", ""), [no_dictionary("{", "body")]),

    # parameters of the query in the body
    (BUILD, '{"name": 7, "pre": "yes"}', [no_string(7, "body", "name"), no_boolean("yes", "body", "pre")]),
    (FETCH, '{"repo": null, "force": 1.5, "modality": "text"}',
     [no_string(None, "body", "repo"), no_list("text", "body", "modality"), error("int_parsing", "Input should be a valid integer", ["body", "force"], 1.5)]),

    # JSON of which more is asked than its grammar
    (RUN, '{"a": "\\ud800"}', [broken(7, "The surrogate pair in string is invalid.")]),
    (RUN, b'{"a": "\xff"}', [broken(7, "Invalid encoding in string.")]),
    (RUN, '{"a": 1e400}', [broken(6, "Number too big to be stored in double.")]),
    (RUN, "[" * 129, [broken(128, DEEP)]),

    # what is long is not repeated
    (RUN, '"' + "x" * 2000 + '"', [no_dictionary(None, "body")]),
    (f"{BUILD}?pre=" + "x" * 2000, None, [no_boolean(None, "query", "pre")]),
    (BUILD, '{"pip_packages": [' + "1," * 200 + "1]}", [no_string(1, "body", "pip_packages", place) for place in range(100)]),

    # values that fit and cannot be used
    (f"{FETCH}?repo=model&cpu=two", None, [
        unusable("'model' is no repository at Hugging Face; write owner/name, such as meta-llama/Llama-2-7b-hf", "model", "query", "repo"),
        unusable("'two' is no quantity; write it as Kubernetes does, such as 2 or 500m", "two", "query", "cpu")]),
    (f"{BUILD}?python_version=3&flyte_version=latest", None, [
        unusable("'3' is no Python version; write major.minor, such as 3.12", "3", "query", "python_version"),
        unusable("'latest' is no version of Flyte; write it as its releases do, such as 2.6.9", "latest", "query", "flyte_version")]),
    (f"{BUILD}?python_version=3", '{"python_version": "x", "flyte_version": "latest", "apt_packages": [" "]}', [
        unusable("'3' is no Python version; write major.minor, such as 3.12", "3", "query", "python_version"),
        unusable("'latest' is no version of Flyte; write it as its releases do, such as 2.6.9", "latest", "body", "flyte_version"),
        unusable("' ' is empty; leave it out or name something", " ", "body", "apt_packages")]),
    (FETCH, '{"repo": "model", "cpu": "two"}', [
        unusable("'model' is no repository at Hugging Face; write owner/name, such as meta-llama/Llama-2-7b-hf", "model", "body", "repo"),
        unusable("'two' is no quantity; write it as Kubernetes does, such as 2 or 500m", "two", "body", "cpu")]),
    (f"{CALL}?path=/a/../b&method=FETCH", '{"query_params": {"q": {}}}', [
        unusable("the path must have no segment . or ..; write where it leads to", "/a/../b", "query", "path"),
        unusable("it must be GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS", "FETCH", "query", "method"),
        unusable("a query parameter is a text, a number, true, false, null or a list of these", None, "body", "query_params", "q")]),
]
