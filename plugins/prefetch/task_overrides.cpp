#include "task_overrides.h"
#include "pod_resources.h"
#include <flyteidl2/core/tasks.pb.h>

namespace flyte_webhook::prefetch
{

namespace
{

using flyteidl2::core::Resources;
using flyteidl2::core::Secret;
using Entries = google::protobuf::RepeatedPtrField<Resources::ResourceEntry>;

constexpr auto tokenVariable = "HF_TOKEN";

/// Whether there was such an entry.
bool change(Entries& entries, Resources::ResourceName name, const std::string& amount)
{
    bool found = false;
    for (auto& entry : entries)
    {
        if (entry.name() != name) continue;
        entry.set_value(amount);
        found = true;
    }
    return found;
}

void set(Resources& resources, Resources::ResourceName name, const std::string& amount)
{
    change(*resources.mutable_limits(), name, amount);
    if (change(*resources.mutable_requests(), name, amount)) return;
    auto& entry = *resources.add_requests();
    entry.set_name(name);
    entry.set_value(amount);
}

bool isToken(const Secret& secret) { return secret.env_var().empty() ? secret.key() == tokenVariable : secret.env_var() == tokenVariable; }

/// The place of the token's secret; -1 when there is none.
int findToken(const flyteidl2::core::SecurityContext& security)
{
    for (int i = 0; i < security.secrets_size(); ++i)
        if (isToken(security.secrets(i))) return i;
    return security.secrets_size() == 1 ? 0 : -1;
}

} // namespace

void overrideResources(flyteidl2::core::TaskTemplate& task, const ResourceWish& wish)
{
    if (task.has_k8s_pod() && overridePodResources(*task.mutable_k8s_pod(), wish)) return;
    if (!task.has_container()) throw NotImplemented("The prefetch task has no container, so it cannot be given cpu, memory and disk");
    auto& resources = *task.mutable_container()->mutable_resources();
    set(resources, Resources::CPU, wish.cpu);
    set(resources, Resources::MEMORY, wish.memory);
    set(resources, Resources::EPHEMERAL_STORAGE, wish.disk);
}

void overrideToken(flyteidl2::core::SecurityContext& security, const std::optional<std::string>& key)
{
    const int place = findToken(security);
    if (!key)
    {
        if (place >= 0) security.mutable_secrets()->DeleteSubrange(place, 1);
        return;
    }
    auto& secret = place >= 0 ? *security.mutable_secrets(place) : *security.add_secrets();
    if (place < 0) secret.set_mount_requirement(Secret::ENV_VAR);
    // The task looks for the token under one name, whatever the secret is called.
    if (secret.env_var().empty() && secret.mount_requirement() != Secret::FILE) secret.set_env_var(tokenVariable);
    secret.set_key(*key);
}

} // namespace flyte_webhook::prefetch
