#include "config/config_file.h"
#include "config/configuration.h"
#include "config/setting_table.h"
#include "config/shipped_file.h"
#include "reading.h"
#include <cppunit/extensions/HelperMacros.h>
#include <fstream>
#include <sstream>

using namespace flyte_webhook::host;
using flyte_webhook::test::Reading;

namespace
{

std::string shipped()
{
    std::ostringstream text;
    text << std::ifstream(SHIPPED_FILE).rdbuf();
    return text.str();
}

/// The shipped file with "# " taken away from each line that is a key.
std::string uncommented()
{
    std::istringstream lines(shipped());
    std::string text;
    for (std::string line; std::getline(lines, line); text += line + "\n")
        for (const auto& setting : settingTable())
            if (line.find("# " + std::string(setting.key) + " =") == 0) line.erase(0, 2);
    return text;
}

class ShippedFileTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ShippedFileTest);
    CPPUNIT_TEST(TheFileIsWhatTheTableSays);
    CPPUNIT_TEST(AsItIsOnlyTheEndpointIsMissing);
    CPPUNIT_TEST(EveryKeyStandsInItsSectionWithItsDefaultAndHelp);
    CPPUNIT_TEST(NoLineIsLongerThanAScreen);
    CPPUNIT_TEST_SUITE_END();

    void TheFileIsWhatTheTableSays()
    {
        if (shipped() == shippedFile()) return;
        std::ofstream("flyte-webhook.ini.expected") << shippedFile();
        CPPUNIT_FAIL("conf/flyte-webhook.ini is not what the table of settings says; the text that is written beside this test is");
    }

    void AsItIsOnlyTheEndpointIsMissing()
    {
        const auto error = Reading().file(shipped()).error();
        CPPUNIT_ASSERT_MESSAGE(error, error.find("main.ini: control_plane.endpoint: it is missing") == 0);
        Reading().file(shipped()).set("control_plane.endpoint=h").settings();
    }

    void EveryKeyStandsInItsSectionWithItsDefaultAndHelp()
    {
        ConfigErrors errors;
        const auto lines = parseConfig(uncommented(), "x", errors);
        CPPUNIT_ASSERT(errors.empty());
        CPPUNIT_ASSERT_EQUAL(settingTable().size(), lines.size());
        for (std::size_t i = 0; i < lines.size(); ++i)
        {
            const auto& setting = settingTable()[i];
            CPPUNIT_ASSERT_EQUAL(setting.name(), lines[i].section + "." + lines[i].key);
            CPPUNIT_ASSERT_EQUAL(setting.fallback.value_or(""), lines[i].value);
            CPPUNIT_ASSERT_MESSAGE(setting.name(),
                                   setting.help.size() > 10 && setting.help.back() == '.' && setting.help.find('\n') == std::string::npos);
        }
    }

    void NoLineIsLongerThanAScreen()
    {
        std::istringstream lines(shipped());
        for (std::string line; std::getline(lines, line);) CPPUNIT_ASSERT_MESSAGE(line, line.size() <= 140);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ShippedFileTest);

} // namespace
