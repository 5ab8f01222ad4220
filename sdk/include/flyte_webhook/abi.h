/* flyte_webhook/abi.h - the binary interface between the flyte-webhook host and its plugins.
 *
 * This header is the whole contract. It is plain C11, so a plugin may be built by any compiler and written in any language that
 * speaks C. C++ authors write against flyte_webhook/plugin.h, a header-only layer over this one.
 *
 * Rules
 *  1. A plugin is a shared library that exports one symbol, flyte_webhook_plugin. The host opens it with RTLD_NOW | RTLD_LOCAL and
 *     never closes it.
 *  2. Text and bytes are pointer + length. They are not NUL-terminated; the pointer may be NULL when the length is 0. Text is UTF-8.
 *  3. There are three lifetimes, told by the type's name:
 *       fw_view   borrowed: valid until the called function returns, whichever side called it
 *       fw_lent   the host's: valid until this request's handle() returns; neither keep nor free it
 *       fw_const  static: valid as long as the process
 *     Nobody frees what the other side allocated.
 *  4. Every table begins with its size in the build of the side that filled it. A field at or past that size does not exist.
 *     Fields are only ever added at the end, under "since 1.x"; none is removed, moved or given another meaning within a major version.
 *  5. Versions: the host loads a plugin of its own major version whose minor version is not above its own.
 *  6. Handles (fw_plugin, fw_request, fw_stream) are opaque. A fw_request and its streams belong to the thread that runs handle(): no
 *     other thread may use them, and nobody may after handle() returned. A fw_plugin stands for one configuration: any thread may use
 *     it from the beginning of create() until destroy() of the instance that create() made, or until create() returned 0.
 *  7. No exception, no longjmp and no signal handler of a plugin crosses the interface, and none of the host's does.
 *  8. A pointer argument is never NULL unless its comment says so. fw_bool is 0 or 1.
 *  9. A function that takes an enumeration treats an unknown value as an error, never as undefined behaviour.
 * 10. A plugin never sees a credential. What it sends through the host carries the caller's credentials because the host adds them.
 */
#ifndef FLYTE_WEBHOOK_ABI_H
#define FLYTE_WEBHOOK_ABI_H

/* The formatter would indent all of this by one level and tear the columns of comments apart. */
/* clang-format off */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FW_ABI_MAJOR 1
#define FW_ABI_MINOR 1

#define FW_EXPORT __attribute__((visibility("default")))

typedef struct fw_bytes
{
    const char* data;
    size_t size;
} fw_bytes;
typedef fw_bytes fw_view, fw_lent, fw_const;

typedef int32_t fw_bool;

typedef struct fw_plugin fw_plugin;   /* one plugin under one configuration */
typedef struct fw_request fw_request; /* one HTTP request being handled */
typedef struct fw_stream fw_stream;   /* one server-streaming control-plane call of a request */

/* ---- What a plugin says of itself. All of it is static: filled in before flyte_webhook_plugin returns and never changed. ---- */

typedef enum fw_type
{
    FW_STRING = 1,      /* as text: the string itself */
    FW_INTEGER = 2,     /* as text: decimal digits of an int64, "-7" */
    FW_NUMBER = 3,      /* as text: a JSON number, "0.5" */
    FW_BOOLEAN = 4,     /* as text: "true" or "false" */
    FW_STRING_LIST = 5, /* as text: a JSON array of strings, ["a","b"] */
    FW_OBJECT = 6       /* as text: a JSON object, {"a":1} */
} fw_type;

typedef enum fw_place
{
    FW_PATH = 1,         /* a {name} of the path template; always required */
    FW_QUERY = 2,        /* the query string; of a scalar given twice the last counts, a list takes each */
    FW_BODY = 3,         /* a key of the JSON object body */
    FW_QUERY_OR_BODY = 4 /* either; given in both, the query wins */
} fw_place;

/* One parameter of an endpoint. The host checks it before handle() and answers 422 when it does not fit. */
typedef struct fw_parameter
{
    uint32_t size;
    uint32_t type;         /* fw_type */
    uint32_t place;        /* fw_place */
    fw_bool required;      /* left out: 422 "missing" */
    fw_const name;         /* as the client writes it */
    fw_const fallback;     /* the value, in the text form of its type, when it is left out; see has_fallback */
    fw_bool has_fallback;  /* 0: a parameter that is left out has no value */
    fw_bool bare_body;     /* a body that is a JSON array, not an object, is this list's value (at most one a endpoint) */
    fw_const help;         /* one sentence for the documentation */
    fw_const schema;       /* further JSON schema keywords as one JSON object, {"minimum":1,"maximum":200}. The host checks minimum,
                              maximum, minLength, maxLength and enum; the rest is shown in the documentation. May be empty. */
} fw_parameter;

typedef enum fw_body_kind
{
    FW_BODY_NONE = 0,   /* a body is ignored, unless a parameter lies in it */
    FW_BODY_OBJECT = 1, /* a JSON object is required; anything else is 422 */
    FW_BODY_RAW = 2     /* the bytes as they came, whatever they are */
} fw_body_kind;

/* One answer that an endpoint gives, for the documentation. */
typedef struct fw_reply
{
    uint32_t size;
    int32_t status;        /* HTTP status */
    fw_const help;         /* one sentence */
    fw_const content_type; /* empty: application/json */
    fw_const schema;       /* JSON schema of the body, as one JSON object; may be empty */
} fw_reply;

typedef enum fw_resource_kind
{
    FW_RESOURCE_TASK = 1,   /* parameters: domain, project, name */
    FW_RESOURCE_APP = 2,    /* parameters: name; also compared with the webhook's own name */
    FW_RESOURCE_TRIGGER = 3 /* parameters: task name, trigger name */
} fw_resource_kind;

/* Which path parameters together name a resource that operators may restrict. The host refuses the request before handle() when its
 * allow-list does not hold that resource. */
typedef struct fw_guard
{
    uint32_t size;
    uint32_t kind;               /* fw_resource_kind */
    const fw_const* parameters;  /* names of path parameters, in the order that stands at the kind */
    size_t parameter_count;
    fw_const self_refusal;       /* apps: the detail of the 400 when the name is the webhook's own; empty: no self check */
} fw_guard;

/* What an endpoint is for, beyond its group. Since 1.1.
 * Two endpoints of one plugin with guards of one kind can go together: one tells the types of a resource, the other takes a body of them.
 * The document that is read with a caller's credentials, /openapi.json?tasks=true, then has an operation of the second for each resource
 * that the operator's allow-list names exactly and that the caller may see. The host asks the first about each of them by a request of
 * its own, as if the caller had sent it, and several at a time. */
typedef enum fw_role
{
    FW_ROLE_PLAIN = 0,
    FW_ROLE_TYPES = 1, /* a GET with a guard, which tells what the resource takes and gives: {"inputs":{},"outputs":{}}, two JSON schemas
                          of objects that refer to nothing outside of themselves. The first of the inputs' "examples" is what pages fill
                          in, and a text "description" beside the two is shown. 403 and 404 say that there is no such thing for the
                          caller. Nothing but the resource may be required. The document for everybody, which knows no resource, leaves
                          it out */
    FW_ROLE_TYPED = 2  /* one with a guard, whose body, FW_BODY_OBJECT, is what the resource takes */
} fw_role;

/* One HTTP endpoint. */
typedef struct fw_endpoint
{
    uint32_t size;
    uint32_t body;                           /* fw_body_kind */
    fw_const id;                             /* unique among all plugins: [a-z][a-z0-9_]*; the name in `endpoints =`, logs, metrics */
    fw_const method;                         /* GET, POST, PUT, PATCH or DELETE; HEAD comes with GET by itself */
    fw_const path;                           /* "/task/{domain}/{project}/{name}"; a {name} is one whole segment */
    fw_const summary;                        /* one line */
    fw_const description;                    /* further text; may be empty */
    fw_const body_help;                      /* what the body is; empty without one */
    fw_const body_schema;                    /* JSON schema of the body; may be empty */
    const fw_parameter* const* parameters;   /* may be NULL when parameter_count is 0 */
    size_t parameter_count;
    const fw_reply* const* replies;          /* the answers of its own; the host adds those of its steps */
    size_t reply_count;
    const fw_guard* guard;                   /* NULL: nothing to guard */
    fw_bool open;                            /* 1: needs no credentials (health checks) */
    /* since 1.1 */
    uint64_t role;                           /* fw_role; as wide as a pointer, so that it lies behind the padding of a 1.0 table */
} fw_endpoint;

/* One key of the plugin's configuration section, [plugin.NAME]. The host checks it; an undeclared key stops the start. */
typedef struct fw_setting
{
    uint32_t size;
    uint32_t type;         /* fw_type, all but FW_OBJECT; a list is comma-separated in the file */
    fw_const key;          /* [a-z][a-z0-9_]* */
    fw_const fallback;     /* as an operator would write it in the file */
    fw_bool required;      /* 1: there is no fallback */
    fw_const help;         /* one sentence */
    fw_const schema;       /* as in fw_parameter: minimum, maximum, minLength, maxLength, enum; may be empty */
} fw_setting;

typedef enum fw_metric_kind
{
    FW_COUNTER = 1,
    FW_HISTOGRAM = 2
} fw_metric_kind;

/* One metric of the plugin's own, shown as flyte_webhook_plugin_<name>. */
typedef struct fw_metric
{
    uint32_t size;
    uint32_t kind;          /* fw_metric_kind */
    fw_const name;          /* [a-z][a-z0-9_]*; of a counter it ends in _total, of a histogram in its unit: _seconds, _bytes */
    fw_const help;
    const double* buckets;  /* upper bounds of a histogram, ascending; NULL with count 0: the host's own */
    size_t bucket_count;
} fw_metric;

/* ---- What a plugin can ask of the host. ---- */

typedef enum fw_level
{
    FW_LOG_DEBUG = 1,
    FW_LOG_INFO = 2,
    FW_LOG_WARNING = 3,
    FW_LOG_ERROR = 4
} fw_level;

/* One call of the control plane. */
typedef struct fw_call
{
    uint32_t size;
    fw_bool repeatable;  /* 1: it changes nothing, so the host may send it again when the control plane was unavailable. 0: only when
                          * it is certain that the first attempt never left, because there was no connection to send it on */
    fw_view method;      /* full name, "package.Service/Method" */
    fw_view message;     /* the serialised request */
    fw_view endpoint;    /* where to, as the control plane named it (host, host:port or URL); empty: the control plane itself */
} fw_call;

typedef struct fw_header
{
    fw_bytes name;
    fw_bytes value;
} fw_header;

/* One outgoing HTTP request of a plugin. The host decides whether its target may be reached: a public address always, another one where
 * the plugin's own setting `allow_forwarding_to` (a list of strings: hosts with what lies below them, addresses, networks) covers it.
 * The same setting says which targets may get the caller's credentials. Declared and empty, it stands for the control plane's own host;
 * a plugin that does not declare it reaches public addresses only, and never with credentials. */
typedef struct fw_http_call
{
    uint32_t size;
    fw_bool credentials;      /* 1: with the caller's credentials, over https alone and where the operator allows the target */
    fw_view method;
    fw_view url;              /* http:// or https:// */
    fw_view body;
    const fw_header* headers; /* fw_view each; NULL with count 0 */
    size_t header_count;
} fw_http_call;

typedef struct fw_http_answer
{
    uint32_t size;            /* filled in by the caller before the call */
    int32_t status;
    fw_lent body;
    const fw_header* headers; /* fw_lent each; lent as well */
    size_t header_count;
} fw_http_answer;

/* What became of fw_host.http. */
typedef enum fw_http_result
{
    FW_HTTP_ANSWERED = 0,    /* *answer is filled in, whatever its status */
    FW_HTTP_REFUSED = 1,     /* the operator's settings do not allow the target, or the URL is none */
    FW_HTTP_UNREACHABLE = 2, /* no connection, a broken one, or an answer that is no HTTP */
    FW_HTTP_TIMED_OUT = 3,   /* the request's deadline passed first */
    FW_HTTP_TOO_LARGE = 4    /* the answer is over the host's limit */
} fw_http_result;

/* The host's functions. Lives as long as the process; any thread may call it, a function with a fw_request as rule 6 says. */
typedef struct fw_host
{
    uint32_t size;
    uint16_t major, minor;
    fw_const version; /* the host's own, "0.1.0" */

    /* Writes one line to the log. Never blocks for long, never fails. request may be NULL; with it the line bears its id. */
    void (*log)(fw_plugin*, fw_request*, uint32_t level, fw_view text);

    /* The value of one of the plugin's settings in the text form of its type, or of one of the facts that every plugin may know:
     * webhook.name, webhook.org, webhook.project, webhook.domain, control_plane.endpoint, control_plane.host (its name without scheme
     * and port), control_plane.insecure ("true" or "false"), control_plane.console_url (without a slash at its end),
     * control_plane.task_cache (milliseconds). 0: there is no such setting, or it has no value. *value is valid as long as this
     * fw_plugin. */
    fw_bool (*setting)(fw_plugin*, fw_view key, fw_bytes* value);

    /* Adds to a counter (value 0 or more) or observes a histogram's value; `metric` is its place in the plugin's table. */
    void (*record)(fw_plugin*, uint32_t metric, double value);

    /* The value of a parameter of this endpoint in the text form of its type. 0: it was left out and has no fallback. */
    fw_bool (*parameter)(const fw_request*, fw_view name, fw_lent* value);

    /* The request's body as the endpoint's fw_body_kind says; empty when it has none. */
    fw_lent (*body)(const fw_request*);

    /* The value of a request header; 0: it is absent. Headers that carry credentials are absent always. */
    fw_bool (*header)(const fw_request*, fw_view name, fw_lent* value);

    /* The request's id, as the answer's X-Request-Id says it. */
    fw_lent (*request_id)(const fw_request*);

    /* Some bytes that are the same for the same caller's credentials within this process, and tell nothing of them: a key for caches
     * that must not be shared between callers. Empty for a caller without credentials. */
    fw_lent (*caller)(const fw_request*);

    /* Milliseconds that are left of the request's time; 0 when it is over. */
    int64_t (*time_left)(const fw_request*);

    /* 1: the client has gone or the time is over; what is done now is done for nobody. */
    fw_bool (*cancelled)(const fw_request*);

    /* One unary control-plane call with the caller's credentials, within the request's time. Blocks; ends early when the client goes.
     * Returns the gRPC status code; *reply is the answer's bytes when that is 0, else the control plane's message. */
    int32_t (*call)(fw_request*, const fw_call*, fw_lent* reply);

    /* Opens a server-streaming call, on the same terms. Never NULL; a failure is told by close(). The host closes what is left open. */
    fw_stream* (*open)(fw_request*, const fw_call*);

    /* Waits for the next message. 1: *message holds it, until the next call with this stream. 0: there are no more. */
    fw_bool (*next)(fw_stream*, fw_bytes* message);

    /* Ends the stream, cancelling it when messages are left; the stream is gone then. Returns the gRPC status code; *error is its
     * message when that is not 0. */
    int32_t (*close)(fw_stream*, fw_lent* error);

    /* One outgoing HTTP request, within the request's time. Follows no redirects. Returns a fw_http_result; *error is a sentence for
     * the client when that is not FW_HTTP_ANSWERED. */
    int32_t (*http)(fw_request*, const fw_http_call*, fw_http_answer* answer, fw_lent* error);

    /* Adds a header to the answer. Call it before reply() or begin(). Framing headers (Content-Length, Connection, ...) and
     * the host's own (X-Request-Id, X-Error-Kind) are refused. */
    fw_bool (*reply_header)(fw_request*, fw_view name, fw_view value);

    /* The whole answer; status 200 to 599. Copies body. 0: an answer was given or begun before, or there is no such status; nothing is
     * done. */
    fw_bool (*reply)(fw_request*, int32_t status, fw_view content_type, fw_view body);

    /* The answer is an error: status 400 to 599 (any other counts as 500) and the text for the client's {"detail": ...}. `kind` is a
     * stable word ("task_not_found") of at most 64 lower-case letters, digits and underscores, for the client's header X-Error-Kind and
     * for the log; `cause` is for the log only and may be empty. The host adds the header that belongs to the status: WWW-Authenticate
     * to 401, Retry-After to 503; what reply_header() added belonged to the answer that did not come and is dropped. 0 as with reply();
     * an answer that is being streamed is broken off then, so that the client sees it. */
    fw_bool (*fail)(fw_request*, int32_t status, fw_view kind, fw_view detail, fw_view cause);

    /* The answer is an error of the control plane: the host maps the gRPC code to the HTTP status and its headers, and the detail
     * becomes "<attempt>: <message>". 0 as with reply(). */
    fw_bool (*fail_call)(fw_request*, int32_t grpc_code, fw_view attempt, fw_view message);

    /* Begins a streamed answer. 0 as with reply(). */
    fw_bool (*begin)(fw_request*, int32_t status, fw_view content_type);

    /* Sends a piece of it at once. 0: the client has gone. The answer ends when handle() returns. */
    fw_bool (*send)(fw_request*, fw_view piece);

    /* since 1.1 */

    /* Tells who the caller is, as the control plane has just said it: the request's log line then has it as "subject", up to 256 bytes.
     * Never a credential, and nothing that the caller merely claims. */
    void (*caller_is)(fw_request*, fw_view subject);

    /* Where the value of a parameter stood: FW_PATH, FW_QUERY or FW_BODY. 0: nowhere, for it was left out, or there is no such one. */
    uint32_t (*place)(const fw_request*, fw_view name);
} fw_host;

/* ---- What the host asks of a plugin. ---- */

/* The plugin's table. Lives as long as the process. */
typedef struct fw_plugin_table
{
    uint32_t size;
    uint16_t major, minor;  /* FW_ABI_MAJOR and FW_ABI_MINOR of the plugin's build */
    fw_const name;          /* the group's name and its configuration section: [a-z][a-z0-9-]* */
    fw_const version;
    fw_const summary;       /* one line for --list-plugins and the documentation */
    const fw_setting* const* settings;
    size_t setting_count;
    const fw_metric* const* metrics;
    size_t metric_count;
    const fw_endpoint* const* endpoints;
    size_t endpoint_count;

    /* Makes what serves requests under one configuration; *instance may be NULL. Called once at start and once a reload, on any thread
     * of the host's, never at the same time twice, while the instance before may still serve requests. 0: the plugin cannot take these
     * settings and *why says what is wrong, valid until the next call of create(); *instance is not looked at then. */
    fw_bool (*create)(fw_plugin*, void** instance, fw_bytes* why);

    /* Ends an instance, after its last request. Never called while handle() runs with it. */
    void (*destroy)(void* instance);

    /* Serves one request of endpoints[endpoint]. Called by many threads at once. It gives exactly one answer through fw_host; when it
     * returns without one, the client gets a 500. */
    void (*handle)(void* instance, fw_plugin*, fw_request*, size_t endpoint);
} fw_plugin_table;

/* The one exported symbol. Called once in a process, on any thread of the host's; where a process only looks at the plugin, nothing else is
 * called. NULL: the plugin declines, and *why is one sentence that the operator can act on. A plugin that needs functions of a later minor
 * version than host->minor declines here as well. This function, create() and destroy() have the time that the operator gives them by
 * [plugins] start_timeout; what takes longer is left alone, and the plugin refused. */
FW_EXPORT const fw_plugin_table* flyte_webhook_plugin(const fw_host* host, fw_const* why);

#define FW_ENTRY_SYMBOL "flyte_webhook_plugin"

#ifdef __cplusplus
}
#endif

#endif
