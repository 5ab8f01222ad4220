#pragma once
#include <flyte_webhook/plugin/control_plane.h>
#include <string>

namespace flyte_webhook::flyte
{

/// Who somebody is, as the control plane knows it.
struct User
{
    std::string subject, name;
};

/// The identity service. Thread: the request's.
class Identity
{
public:
    explicit Identity(const ControlPlane& controlPlane) : _controlPlane(controlPlane) {}

    /// The caller; throws Unauthenticated when the credentials are not accepted.
    User caller() const;

private:
    ControlPlane _controlPlane;
};

} // namespace flyte_webhook::flyte
