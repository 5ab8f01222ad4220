#pragma once
#include "integration/fixture.h"
#include <cppunit/TestFixture.h>
#include <map>
#include <string>

namespace flyte_webhook::test
{

/// A control plane, the plugin `probe`, and configurations that begin with them.
class ReloadFixture : public CppUnit::TestFixture
{
protected:
    using Keys = std::map<std::string, std::string>;

    PluginFolder _plugins{"probe"};
    Plane _plane;

    Keys keys() const { return probeKeys(_plugins, _plane.address()); }

    Keys with(const std::string& key, const std::string& value) const
    {
        auto changed = keys();
        changed[key] = value;
        return changed;
    }
};

} // namespace flyte_webhook::test
