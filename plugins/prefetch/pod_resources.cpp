#include "pod_resources.h"
#include <flyteidl2/core/tasks.pb.h>
#include <google/protobuf/struct.pb.h>

namespace flyte_webhook::prefetch
{

namespace
{

using google::protobuf::Struct;

Struct& member(Struct& object, const char* name) { return *(*object.mutable_fields())[name].mutable_struct_value(); }

Struct* primaryContainer(flyteidl2::core::K8sPod& pod)
{
    const auto containers = pod.mutable_pod_spec()->mutable_fields()->find("containers");
    if (containers == pod.mutable_pod_spec()->mutable_fields()->end()) return nullptr;
    auto& list = *containers->second.mutable_list_value()->mutable_values();
    for (auto& container : list)
    {
        const auto& fields = container.struct_value().fields();
        const auto name = fields.find("name");
        if (name != fields.end() && name->second.string_value() == pod.primary_container_name()) return container.mutable_struct_value();
    }
    return list.empty() ? nullptr : list.Mutable(0)->mutable_struct_value();
}

void set(Struct& resources, const char* name, const std::string& amount)
{
    (*member(resources, "requests").mutable_fields())[name].set_string_value(amount);
    if (!resources.fields().count("limits")) return;
    auto& limits = *member(resources, "limits").mutable_fields();
    if (limits.count(name)) limits[name].set_string_value(amount);
}

} // namespace

bool overridePodResources(flyteidl2::core::K8sPod& pod, const ResourceWish& wish)
{
    auto* const container = primaryContainer(pod);
    if (!container) return false;
    auto& resources = member(*container, "resources");
    set(resources, "cpu", wish.cpu);
    set(resources, "memory", wish.memory);
    set(resources, "ephemeral-storage", wish.disk);
    return true;
}

} // namespace flyte_webhook::prefetch
