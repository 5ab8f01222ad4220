#pragma once
#include "control_plane/control_plane.h"
#include <utility>

namespace flyte_webhook::host
{

/// A stream that failed before it began.
class FailedStream final : public ControlPlaneStream
{
public:
    explicit FailedStream(ControlPlaneResult result) : _result(std::move(result)) {}

    bool next(std::string&) override { return false; }
    ControlPlaneResult close() override { return _result; }

private:
    const ControlPlaneResult _result;
};

} // namespace flyte_webhook::host
