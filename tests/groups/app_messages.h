#pragma once
#include <flyte_webhook/testing/fake_host.h>
#include <flyteidl2/app/app_payload.pb.h>
#include <initializer_list>
#include <stdexcept>

// Apps and what a control plane says of them, for the tests of the group app.

inline const std::string getApp = "flyteidl2.app.AppService/Get";
inline const std::string updateApp = "flyteidl2.app.AppService/Update";
inline const std::string watchApp = "flyteidl2.app.AppService/Watch";

using AppStatus = flyteidl2::app::Status;
inline constexpr auto assigned = AppStatus::DEPLOYMENT_STATUS_ASSIGNED, unassigned = AppStatus::DEPLOYMENT_STATUS_UNASSIGNED,
                      pending = AppStatus::DEPLOYMENT_STATUS_PENDING, stopped = AppStatus::DEPLOYMENT_STATUS_STOPPED,
                      started = AppStatus::DEPLOYMENT_STATUS_STARTED, failed = AppStatus::DEPLOYMENT_STATUS_FAILED,
                      active = AppStatus::DEPLOYMENT_STATUS_ACTIVE, deploying = AppStatus::DEPLOYMENT_STATUS_DEPLOYING,
                      unspecified = AppStatus::DEPLOYMENT_STATUS_UNSPECIFIED;

/// The app shop of the configured place, with these conditions, in its revision 7.
inline flyteidl2::app::App shop(std::initializer_list<AppStatus::DeploymentStatus> conditions)
{
    flyteidl2::app::App app;
    auto& id = *app.mutable_metadata()->mutable_id();
    id.set_org("another-org");
    id.set_project("flytesnacks");
    id.set_domain("development");
    id.set_name("shop");
    app.mutable_metadata()->set_revision(7);
    app.mutable_status()->mutable_ingress()->set_public_url("https://shop.apps.example.com/base/");
    for (const auto status : conditions)
    {
        auto& condition = *app.mutable_status()->add_conditions();
        condition.set_deployment_status(status);
        condition.set_message("said of it");
    }
    return app;
}

inline std::string got(const flyteidl2::app::App& app)
{
    flyteidl2::app::GetResponse reply;
    *reply.mutable_app() = app;
    return reply.SerializeAsString();
}

inline std::string updated(const flyteidl2::app::App& app)
{
    flyteidl2::app::UpdateResponse reply;
    *reply.mutable_app() = app;
    return reply.SerializeAsString();
}

// Events of a watch.

inline std::string present(const flyteidl2::app::App& app)
{
    flyteidl2::app::WatchResponse event;
    *event.mutable_create_event()->mutable_app() = app;
    return event.SerializeAsString();
}

inline std::string changed(const flyteidl2::app::App& app)
{
    flyteidl2::app::WatchResponse event;
    *event.mutable_update_event()->mutable_updated_app() = app;
    return event.SerializeAsString();
}

inline std::string deleted(const flyteidl2::app::App& app)
{
    flyteidl2::app::WatchResponse event;
    *event.mutable_delete_event()->mutable_app() = app;
    return event.SerializeAsString();
}

/// The app as another one that control planes find under that spelling.
inline flyteidl2::app::App spelled(flyteidl2::app::App app, const std::string& project, const std::string& domain, const std::string& name)
{
    auto& id = *app.mutable_metadata()->mutable_id();
    id.set_project(project);
    id.set_domain(domain);
    id.set_name(name);
    return app;
}
