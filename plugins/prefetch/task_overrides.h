#pragma once
#include "model_wish.h"

namespace flyteidl2::core
{
class SecurityContext;
class TaskTemplate;
} // namespace flyteidl2::core

namespace flyte_webhook::prefetch
{

/// Puts the wished processors, memory and disk in the place of those that the template asks for. A limit that it has for one of them
/// becomes the same amount, since no request may be over its limit. Everything else stays: accelerators above all. Throws NotImplemented
/// when the template has neither a container nor a pod.
void overrideResources(flyteidl2::core::TaskTemplate& task, const ResourceWish& wish);

/// Lets the task read its token from the secret with that key, or, without one, from none. The token's secret is the one that the task
/// finds as HF_TOKEN; a template that has a single secret means that one.
void overrideToken(flyteidl2::core::SecurityContext& security, const std::optional<std::string>& key);

} // namespace flyte_webhook::prefetch
