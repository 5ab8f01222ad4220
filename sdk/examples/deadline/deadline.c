/* GET /deadline: a plugin in plain C11, against the binary interface alone. It answers how much of the request's time is left. */
#include <flyte_webhook/abi.h>
#include <inttypes.h>
#include <stdio.h>

#define TEXT(literal)                                                                                                                      \
    {                                                                                                                                      \
        literal, sizeof(literal) - 1                                                                                                       \
    }

static const fw_host* host; /* set once, before any request */

static fw_bool create(fw_plugin* plugin, void** instance, fw_bytes* why)
{
    (void)plugin, (void)why;
    *instance = NULL; /* nothing is kept from one request to the next */
    return 1;
}

static void destroy(void* instance) { (void)instance; }

static void handle(void* instance, fw_plugin* plugin, fw_request* request, size_t endpoint)
{
    char body[64];
    const int size = snprintf(body, sizeof body, "{\"milliseconds_left\":%" PRId64 "}", host->time_left(request));
    const fw_view type = TEXT("application/json"), answer = {body, (size_t)size};
    (void)instance, (void)plugin, (void)endpoint;
    host->reply(request, 200, type, answer);
}

/* What the plugin says of itself is static data; each table begins with its size. */
static const fw_reply answered = {.size = sizeof answered, .status = 200, .help = TEXT("the time that is left")};
static const fw_reply* const replies[] = {&answered};

static const fw_endpoint deadline = {
    .size = sizeof deadline,
    .id = TEXT("deadline"),
    .method = TEXT("GET"),
    .path = TEXT("/deadline"),
    .summary = TEXT("How much of the request's time is left"),
    .replies = replies,
    .reply_count = 1,
};
static const fw_endpoint* const endpoints[] = {&deadline};

static const fw_plugin_table table = {
    .size = sizeof table,
    .major = FW_ABI_MAJOR,
    .minor = FW_ABI_MINOR,
    .name = TEXT("deadline"),
    .version = TEXT("1.0.0"),
    .summary = TEXT("Tells the time that a request has left"),
    .endpoints = endpoints,
    .endpoint_count = 1,
    .create = create,
    .destroy = destroy,
    .handle = handle,
};

const fw_plugin_table* flyte_webhook_plugin(const fw_host* offered, fw_const* why)
{
    static const fw_const old = TEXT("the host offers fewer functions than this plugin was built with");
    if (offered->size < sizeof *offered)
    {
        *why = old;
        return NULL;
    }
    host = offered;
    return &table;
}
