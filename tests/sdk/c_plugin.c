/* A plugin in C, with nothing but the C interface: the greeting that it was given, and the endpoint's one parameter. */
#include "c_plugin.h"
#include <stdlib.h>
#include <string.h>

#define TEXT(literal)                                                                                                                      \
    {                                                                                                                                      \
        (literal), sizeof(literal) - 1                                                                                                     \
    }

struct greeter
{
    char greeting[32];
    size_t size;
};

static const fw_host* the_host;

static const fw_setting greeting = {sizeof(fw_setting), FW_STRING, TEXT("greeting"), TEXT("Hello"), 0, TEXT("the first word"), {NULL, 0}};
static const fw_setting* const settings[] = {&greeting};

static const fw_parameter name = {sizeof(fw_parameter), FW_STRING, FW_PATH, 1, TEXT("name"), {NULL, 0}, 0, 0, TEXT("whom"), {NULL, 0}};
static const fw_parameter* const parameters[] = {&name};
static const fw_reply reply = {sizeof(fw_reply), 200, TEXT("the greeting"), TEXT("text/plain"), {NULL, 0}};
static const fw_reply* const replies[] = {&reply};
static const fw_endpoint greet = {sizeof(fw_endpoint),
                                  FW_BODY_NONE,
                                  TEXT("greet"),
                                  TEXT("GET"),
                                  TEXT("/greet/{name}"),
                                  TEXT("A greeting"),
                                  {NULL, 0},
                                  {NULL, 0},
                                  {NULL, 0},
                                  parameters,
                                  1,
                                  replies,
                                  1,
                                  NULL,
                                  1,
                                  FW_ROLE_PLAIN};
static const fw_endpoint* const endpoints[] = {&greet};

static fw_view view(const char* data, size_t size)
{
    fw_view bytes;
    bytes.data = data;
    bytes.size = size;
    return bytes;
}

static fw_bool create(fw_plugin* plugin, void** instance, fw_bytes* why)
{
    struct greeter* greeter = malloc(sizeof *greeter);
    fw_bytes value = {NULL, 0};
    if (!greeter) return 0;
    if (!the_host->setting(plugin, view("greeting", 8), &value) || value.size > sizeof greeter->greeting)
    {
        static const char text[] = "the greeting is longer than 32 bytes";
        *why = view(text, sizeof text - 1);
        free(greeter);
        return 0;
    }
    memcpy(greeter->greeting, value.data, value.size);
    greeter->size = value.size;
    *instance = greeter;
    return 1;
}

static void destroy(void* instance) { free(instance); }

static void handle(void* instance, fw_plugin* plugin, fw_request* request, size_t endpoint)
{
    const struct greeter* greeter = instance;
    fw_lent whom = {NULL, 0};
    char text[128];
    (void)plugin;
    (void)endpoint;
    if (!the_host->parameter(request, view("name", 4), &whom) || greeter->size + 1 + whom.size > sizeof text)
    {
        the_host->fail(request, 400, view("name_too_long", 13), view("The name is too long", 20), view(NULL, 0));
        return;
    }
    memcpy(text, greeter->greeting, greeter->size);
    text[greeter->size] = ' ';
    memcpy(text + greeter->size + 1, whom.data, whom.size);
    the_host->reply(request, 200, view("text/plain", 10), view(text, greeter->size + 1 + whom.size));
}

static const fw_plugin_table table = {sizeof(fw_plugin_table),
                                      FW_ABI_MAJOR,
                                      FW_ABI_MINOR,
                                      TEXT("greeter"),
                                      TEXT("1.0.0"),
                                      TEXT("Greets"),
                                      settings,
                                      1,
                                      NULL,
                                      0,
                                      endpoints,
                                      1,
                                      create,
                                      destroy,
                                      handle};

const fw_plugin_table* greeter_plugin(const fw_host* host, fw_const* why)
{
    (void)why;
    the_host = host;
    return &table;
}
