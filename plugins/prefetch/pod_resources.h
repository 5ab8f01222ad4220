#pragma once
#include "model_wish.h"

namespace flyteidl2::core
{
class K8sPod;
}

namespace flyte_webhook::prefetch
{

/// As overrideResources(), for the primary container of a pod; the first one when none is named. False when the pod has no containers.
bool overridePodResources(flyteidl2::core::K8sPod& pod, const ResourceWish& wish);

} // namespace flyte_webhook::prefetch
