#pragma once
#include <flyteidl2/common/identity.pb.h>
#include <string>

namespace flyte_webhook::sandbox
{

inline void setUser(flyteidl2::common::EnrichedIdentity& identity, const std::string& subject)
{
    identity.mutable_user()->mutable_id()->set_subject(subject);
}

} // namespace flyte_webhook::sandbox
