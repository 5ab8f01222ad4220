#include "reading.h"
#include <cppunit/TestAssert.h>

namespace flyte_webhook::test
{

namespace
{

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    return text;
}

} // namespace

std::vector<std::string> Reading::errors()
{
    std::vector<std::string> texts;
    const auto folder = _folder.path().string() + "/";
    for (const auto& error : configuration().errors)
    {
        auto text = error.text();
        for (auto place = text.find(folder); place != text.npos; place = text.find(folder)) text.erase(place, folder.size());
        texts.push_back(text);
    }
    return texts;
}

host::Settings Reading::settings()
{
    CPPUNIT_ASSERT_EQUAL(std::string(), joined(errors()));
    return configuration().settings;
}

std::string Reading::error()
{
    const auto all = errors();
    CPPUNIT_ASSERT_EQUAL_MESSAGE(joined(all), std::size_t{1}, all.size());
    return all.front();
}

} // namespace flyte_webhook::test
