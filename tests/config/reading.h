#pragma once
#include "config/configuration.h"
#include "support/temporary_directory.h"
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// Reads one configuration from a file in a folder of its own. What a test does not set is set right.
class Reading
{
public:
    /// The whole text of the file.
    Reading& file(const std::string& text)
    {
        _file = text;
        return *this;
    }
    Reading& dropIn(const std::string& name, const std::string& text)
    {
        _folder.write("conf.d/" + name, text);
        return *this;
    }
    Reading& environment(const std::string& name, const std::string& value)
    {
        _sources.environment.emplace_back(name, value);
        return *this;
    }
    Reading& set(const std::string& text)
    {
        _sources.sets.push_back(text);
        return *this;
    }
    Reading& embedded()
    {
        _embedded = true;
        return *this;
    }

    host::Configuration configuration()
    {
        _sources.file = _folder.write("main.ini", _file);
        _sources.fileIsNamed = true;
        return host::readConfiguration(_sources, _embedded);
    }

    /// The settings; the test fails when there are errors.
    host::Settings settings();

    /// The only error's text; the test fails when there are none or several. The folder's name is left out of it.
    std::string error();

    /// All of them.
    std::vector<std::string> errors();

private:
    TemporaryDirectory _folder;
    std::string _file = "[control_plane]\nendpoint = dns:///flyte.example.com\n";
    host::ConfigSources _sources;
    bool _embedded = false;
};

} // namespace flyte_webhook::test
