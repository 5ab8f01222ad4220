#include "support/groups.h"
#include "endpoints/endpoint_reader.h"
#include "support/input.h"
#include <dlfcn.h>
#include <google/protobuf/stubs/logging.h>

namespace flyte_webhook::fuzz
{

namespace
{

testing::FakeHost::Entry open(const std::string& group)
{
    const auto file = PLUGINS "/" + group + ".so";
    void* library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    require(library != nullptr, "a group can be opened", library ? "" : ::dlerror());
    void* symbol = ::dlsym(library, FW_ENTRY_SYMBOL);
    require(symbol != nullptr, "a group has its entry", file);
    return reinterpret_cast<testing::FakeHost::Entry>(symbol);
}

} // namespace

const std::map<std::string, GroupEndpoint, std::less<>>& groupEndpoints()
{
    static const auto endpoints = []
    {
        google::protobuf::SetLogHandler(nullptr); // a line for each text that is no UTF-8 would fill the disk
        std::map<std::string, GroupEndpoint, std::less<>> all;
        for (const char* group : {"core", "task", "run", "app", "trigger", "build", "prefetch"})
        {
            const auto entry = open(group);
            const testing::FakeHost host(entry);
            for (std::size_t i = 0; i < host.table().endpoint_count; ++i)
            {
                auto endpoint = host::readEndpoint(*host.table().endpoints[i], i);
                const auto id = endpoint.id;
                all.emplace(id, GroupEndpoint{std::move(endpoint), entry});
            }
        }
        return all;
    }();
    return endpoints;
}

} // namespace flyte_webhook::fuzz
