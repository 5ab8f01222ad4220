#pragma once
#include "messages.h"
#include <algorithm>
#include <flyteidl2/imagebuilder/payload.pb.h>

inline const std::string getImage = "flyteidl2.imagebuilder.ImageService/GetImage";
inline const std::string createUploadLocation = "flyteidl2.dataproxy.DataProxyService/CreateUploadLocation";
inline const std::string signedUrl = "https://store.example.com/bucket/spec.pb?signature=secret";

/// The image builder as it is registered.
inline flyteidl2::task::TaskSpec imageBuilder()
{
    flyteidl2::task::TaskSpec spec;
    for (const char* name : {"context", "spec", "target_image"}) addInput(spec, name, flyteidl2::core::SimpleType::STRING);
    return spec;
}

/// A place to upload to, with the headers of the open-source control plane and one that belongs to the signature.
inline flyteidl2::dataproxy::CreateUploadLocationResponse uploadLocation()
{
    flyteidl2::dataproxy::CreateUploadLocationResponse location;
    location.set_signed_url(signedUrl);
    location.set_native_url("s3://bucket/spec.pb");
    auto& headers = *location.mutable_headers();
    headers["content-length"] = "24";
    headers["Content-MD5"] = "not this one";
    headers["host"] = "elsewhere";
    headers["x-signed"] = "yes";
    return location;
}

/// A control plane that builds images in run r1, and a store that takes what it is given; but for the methods of `except`.
inline void scriptBuilder(flyte_webhook::testing::FakeHost& host, const std::vector<std::string>& except = {})
{
    const std::pair<std::string, std::string> answers[] = {
        {listTasks, listed("build-image", "b2")}, {getTaskDetails, detailsOf(imageBuilder())},
        {selectCluster, clusterAt("")},           {createUploadLocation, uploadLocation().SerializeAsString()},
        {uploadInputs, stored("s3://inputs/1")},  {createRun, created("r1")}};
    const auto scripted = [&](const std::string& name) { return std::find(except.begin(), except.end(), name) == except.end(); };
    for (const auto& [method, reply] : answers)
        if (scripted(method)) host.answer(method, reply);
    if (scripted(getImage)) host.fail(getImage, flyte_webhook::Code::NotFound, "no such image");
    if (scripted(signedUrl)) host.http(signedUrl, {});
}
