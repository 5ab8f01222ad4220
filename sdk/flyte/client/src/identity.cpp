#include <flyte_webhook/flyte/identity.h>
#include <flyte_webhook/flyte/unary.h>
#include <flyteidl2/auth/identity.pb.h>

namespace flyte_webhook::flyte
{

User Identity::caller() const
{
    flyteidl2::auth::UserInfoResponse reply;
    try
    {
        call(_controlPlane, {"flyteidl2.auth.IdentityService/UserInfo", "Asking who the caller is", true},
             flyteidl2::auth::UserInfoRequest(), reply);
    }
    catch (const CallError& e)
    {
        if (e.code() != Code::Unauthenticated && e.code() != Code::PermissionDenied) throw;
        throw Unauthenticated("Invalid credentials or unauthorized", e.message());
    }
    return {reply.subject(), reply.name()};
}

} // namespace flyte_webhook::flyte
