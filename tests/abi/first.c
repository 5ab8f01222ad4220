/* A plugin of version 1.0, built from the header as it was then, which uses all of it. It must load and serve for as long as the major
 * version is 1. */
#include "released/1.0/abi.h"
#include <stdio.h>
#include <string.h>

_Static_assert(FW_ABI_MAJOR == 1 && FW_ABI_MINOR == 0, "this is the first version");

#define TEXT(literal)                                                                                                                      \
    {                                                                                                                                      \
        literal, sizeof(literal) - 1                                                                                                       \
    }
#define COUNT(list) (sizeof(list) / sizeof *(list))

static const fw_host* host;
static const fw_view plain = TEXT("text/plain");

static fw_view text(const char* string)
{
    const fw_view view = {string, strlen(string)};
    return view;
}

/* ---- What it is. ---- */

static const fw_parameter name = {
    .size = sizeof name, .type = FW_STRING, .place = FW_PATH, .required = 1, .name = TEXT("name"), .help = TEXT("any name")};
static const fw_parameter count = {.size = sizeof count,
                                   .type = FW_INTEGER,
                                   .place = FW_QUERY_OR_BODY,
                                   .name = TEXT("count"),
                                   .fallback = TEXT("3"),
                                   .has_fallback = 1,
                                   .help = TEXT("a number"),
                                   .schema = TEXT("{\"minimum\":1,\"maximum\":9}")};
static const fw_parameter* const shownParameters[] = {&name, &count};
static const fw_parameter* const namedParameters[] = {&name};
static const fw_reply shown = {.size = sizeof shown, .status = 200, .help = TEXT("what came in"), .content_type = TEXT("text/plain")};
static const fw_reply* const replies[] = {&shown};
static const fw_const guarded[] = {TEXT("name")};
static const fw_guard guard = {
    .size = sizeof guard, .kind = FW_RESOURCE_APP, .parameters = guarded, .parameter_count = 1, .self_refusal = TEXT("Not me")};

static const fw_endpoint show = {.size = sizeof show,
                                 .body = FW_BODY_OBJECT,
                                 .id = TEXT("first_show"),
                                 .method = TEXT("POST"),
                                 .path = TEXT("/first/show/{name}"),
                                 .summary = TEXT("Shows what came in"),
                                 .parameters = shownParameters,
                                 .parameter_count = COUNT(shownParameters),
                                 .replies = replies,
                                 .reply_count = COUNT(replies)};
static const fw_endpoint call = {.size = sizeof call,
                                 .body = FW_BODY_RAW,
                                 .id = TEXT("first_call"),
                                 .method = TEXT("POST"),
                                 .path = TEXT("/first/call"),
                                 .summary = TEXT("Calls the control plane"),
                                 .replies = replies,
                                 .reply_count = COUNT(replies)};
static const fw_endpoint stream = {.size = sizeof stream,
                                   .id = TEXT("first_stream"),
                                   .method = TEXT("GET"),
                                   .path = TEXT("/first/stream"),
                                   .summary = TEXT("Streams what the control plane streams"),
                                   .replies = replies,
                                   .reply_count = COUNT(replies)};
static const fw_endpoint refuse = {.size = sizeof refuse,
                                   .id = TEXT("first_refuse"),
                                   .method = TEXT("GET"),
                                   .path = TEXT("/first/refuse/{name}"),
                                   .summary = TEXT("Refuses, unless the guard has done so"),
                                   .parameters = namedParameters,
                                   .parameter_count = COUNT(namedParameters),
                                   .guard = &guard};
static const fw_endpoint look = {
    .size = sizeof look, .id = TEXT("first_look"), .method = TEXT("GET"), .path = TEXT("/first/look"), .summary = TEXT("Open"), .open = 1};
static const fw_endpoint* const endpoints[] = {&show, &call, &stream, &refuse, &look};

static const fw_setting greeting = {.size = sizeof greeting,
                                    .type = FW_STRING,
                                    .key = TEXT("greeting"),
                                    .fallback = TEXT("Hello"),
                                    .help = TEXT("the first word"),
                                    .schema = TEXT("{\"maxLength\":20}")};
static const fw_setting targets = {
    .size = sizeof targets, .type = FW_STRING_LIST, .key = TEXT("allow_forwarding_to"), .help = TEXT("where requests may go")};
static const fw_setting* const settings[] = {&greeting, &targets};
static const double buckets[] = {1, 2, 4};
static const fw_metric requests = {.size = sizeof requests, .kind = FW_COUNTER, .name = TEXT("first_requests_total"), .help = TEXT("all")};
static const fw_metric sizes = {.size = sizeof sizes,
                                .kind = FW_HISTOGRAM,
                                .name = TEXT("first_body_bytes"),
                                .help = TEXT("sizes"),
                                .buckets = buckets,
                                .bucket_count = COUNT(buckets)};
static const fw_metric* const metrics[] = {&requests, &sizes};

/* ---- What it does. ---- */

static const char* or (fw_bool there, fw_bytes value, char* into, size_t size)
{
    snprintf(into, size, "%.*s", there ? (int)value.size : 1, there ? value.data : "-");
    return into;
}

static void doShow(fw_plugin* plugin, fw_request* request)
{
    char given[40], number[40], word[40], project[40], header[40], secret[40], body[400];
    fw_bytes value = {NULL, 0};
    or (host->parameter(request, text("name"), &value), value, given, sizeof given);
    or (host->parameter(request, text("count"), &value), value, number, sizeof number);
    or (host->setting(plugin, text("greeting"), &value), value, word, sizeof word);
    or (host->setting(plugin, text("webhook.project"), &value), value, project, sizeof project);
    or (host->header(request, text("x-first"), &value), value, header, sizeof header);
    or (host->header(request, text("authorization"), &value), value, secret, sizeof secret);
    const fw_lent id = host->request_id(request), in = host->body(request);
    const int size =
        snprintf(body, sizeof body, "%s %s %s %s %s %s %.*s %.*s %d%d%d", word, given, number, project, header, secret, (int)id.size,
                 id.data, (int)in.size, in.data, host->caller(request).size > 0, host->time_left(request) > 0, host->cancelled(request));
    const fw_view answer = {body, (size_t)size};
    host->reply_header(request, text("X-First"), text("1.0"));
    host->reply(request, 200, plain, answer);
}

static void doCall(fw_request* request)
{
    const fw_call made = {.size = sizeof made, .repeatable = 1, .method = text("pkg.Svc/Do"), .message = host->body(request)};
    fw_lent answer;
    const int32_t code = host->call(request, &made, &answer);
    if (code)
        host->fail_call(request, code, text("Calling"), answer);
    else
        host->reply(request, 200, plain, answer);
}

static void doStream(fw_request* request)
{
    const fw_call made = {.size = sizeof made, .method = text("pkg.Svc/Watch"), .message = text("go")};
    fw_bytes message;
    fw_lent error;
    fw_stream* opened = host->open(request, &made);
    host->begin(request, 200, plain);
    while (host->next(opened, &message)) host->send(request, message);
    if (host->close(opened, &error)) host->fail(request, 502, text("stream_failed"), text("It broke"), error);
}

/* An outgoing request that the host refuses, and then a failure of its own. */
static void doRefuse(fw_request* request)
{
    const fw_header header = {TEXT("X-Any"), TEXT("any")};
    const fw_http_call made = {
        .size = sizeof made, .method = TEXT("GET"), .url = TEXT("http://10.0.0.1/"), .headers = &header, .header_count = 1};
    fw_http_answer answer = {.size = sizeof answer};
    fw_lent error;
    const int32_t result = host->http(request, &made, &answer, &error);
    const fw_view detail = result == FW_HTTP_REFUSED ? text("refused") : text("not refused");
    host->fail(request, 409, text("refused"), detail, error);
}

static void handle(void* instance, fw_plugin* plugin, fw_request* request, size_t endpoint)
{
    (void)instance;
    host->log(plugin, request, FW_LOG_INFO, text("the first one serves"));
    host->record(plugin, 0, 1);
    host->record(plugin, 1, (double)host->body(request).size);
    if (endpoint == 0) doShow(plugin, request);
    if (endpoint == 1) doCall(request);
    if (endpoint == 2) doStream(request);
    if (endpoint == 3) doRefuse(request);
    if (endpoint == 4) host->reply(request, 200, plain, text("open"));
}

static fw_bool create(fw_plugin* plugin, void** instance, fw_bytes* why)
{
    fw_bytes value;
    *instance = NULL;
    if (host->setting(plugin, text("greeting"), &value) && value.size) return 1;
    *why = text("the greeting must not be empty");
    return 0;
}

static void destroy(void* instance) { (void)instance; }

static const fw_plugin_table table = {.size = sizeof table,
                                      .major = FW_ABI_MAJOR,
                                      .minor = FW_ABI_MINOR,
                                      .name = TEXT("first"),
                                      .version = TEXT("1.0.0"),
                                      .summary = TEXT("Was built with version 1.0 of the interface"),
                                      .settings = settings,
                                      .setting_count = COUNT(settings),
                                      .metrics = metrics,
                                      .metric_count = COUNT(metrics),
                                      .endpoints = endpoints,
                                      .endpoint_count = COUNT(endpoints),
                                      .create = create,
                                      .destroy = destroy,
                                      .handle = handle};

const fw_plugin_table* flyte_webhook_plugin(const fw_host* offered, fw_const* why)
{
    if (offered->major != FW_ABI_MAJOR || offered->size < sizeof *offered)
    {
        *why = text("the host does not offer version 1.0");
        return NULL;
    }
    host = offered;
    return &table;
}
