#include "config/plugin_settings.h"
#include "reading.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;
using flyte_webhook::test::Reading;

namespace
{

using Declared = std::vector<DeclaredSetting>;
using Values = PluginSettings::Values;

Values read(const Settings& settings, const std::string& plugin, const Declared& declared)
{
    ConfigErrors errors;
    const auto values = PluginSettings(settings).read(plugin, declared, errors);
    CPPUNIT_ASSERT_MESSAGE(errors.empty() ? "" : errors[0].text(), errors.empty());
    return values;
}

ConfigErrors errorsOf(const Settings& settings, const std::string& plugin, const Declared& declared)
{
    ConfigErrors errors;
    PluginSettings(settings).read(plugin, declared, errors);
    return errors;
}

/// The one error that a value of a setting is refused with; empty when it is taken.
std::string errorOf(const DeclaredSetting& setting, const std::string& value)
{
    const auto errors = errorsOf(Reading().set("plugin.p." + setting.key + "=" + value).settings(), "p", {setting});
    CPPUNIT_ASSERT(errors.size() < 2);
    return errors.empty() ? std::string() : errors[0].text();
}

/// The text form of a value that is taken.
std::string formOf(fw_type type, const std::string& value)
{
    return read(Reading().set("plugin.p.k=" + value).settings(), "p", {{"k", type, "", false, "", ""}}).at("k");
}

class PluginSettingsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PluginSettingsTest);
    CPPUNIT_TEST(ValuesTakeTheTextFormOfTheirType);
    CPPUNIT_TEST(WhatIsOfAnotherTypeIsRefused);
    CPPUNIT_TEST(FallbacksHoldWhereNothingIsWritten);
    CPPUNIT_TEST(ANumberWithoutFallbackHasNoValue);
    CPPUNIT_TEST(ARequiredSettingMustBeThere);
    CPPUNIT_TEST(ConstraintsAreChecked);
    CPPUNIT_TEST(AFreeTextIsNotRepeatedInMessages);
    CPPUNIT_TEST(UndeclaredKeysAreToldWithTheNearestOne);
    CPPUNIT_TEST(AllErrorsOfAPluginAreToldAtOnce);
    CPPUNIT_TEST(TheEnvironmentWinsOverFilesAndLosesToTheCommandLine);
    CPPUNIT_TEST(DashesInNamesAreUnderscoresInVariables);
    CPPUNIT_TEST(VariablesWithControlCharactersAreRefused);
    CPPUNIT_TEST(SectionsOfUnknownPluginsAreTold);
    CPPUNIT_TEST(VariablesThatNobodyTookAreTold);
    CPPUNIT_TEST_SUITE_END();

    void ValuesTakeTheTextFormOfTheirType()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a, b"), formOf(FW_STRING, "a, b"));
        CPPUNIT_ASSERT_EQUAL(std::string("-7"), formOf(FW_INTEGER, "-7"));
        CPPUNIT_ASSERT_EQUAL(std::string("9223372036854775807"), formOf(FW_INTEGER, "9223372036854775807"));
        CPPUNIT_ASSERT_EQUAL(std::string("0.5"), formOf(FW_NUMBER, "0.50"));
        CPPUNIT_ASSERT_EQUAL(std::string("true"), formOf(FW_BOOLEAN, "On"));
        CPPUNIT_ASSERT_EQUAL(std::string("false"), formOf(FW_BOOLEAN, "0"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(["a b","c\"d"])"), formOf(FW_STRING_LIST, " a b , c\"d"));
        CPPUNIT_ASSERT_EQUAL(std::string("[]"), formOf(FW_STRING_LIST, ""));
    }

    void WhatIsOfAnotherTypeIsRefused()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("--set: plugin.p.k: 'x' is no integer; write a whole number"),
                             errorOf({"k", FW_INTEGER, "1", false, "", ""}, "x"));
        CPPUNIT_ASSERT_EQUAL(std::string("--set: plugin.p.k: '' is no number; write a number, such as 0.5"),
                             errorOf({"k", FW_NUMBER, "1", false, "", ""}, ""));
        CPPUNIT_ASSERT_EQUAL(std::string("--set: plugin.p.k: 'maybe' is no boolean; write true or false"),
                             errorOf({"k", FW_BOOLEAN, "true", false, "", ""}, "maybe"));
        for (const char* value : {"1.5", "9223372036854775808", "1,000", "0x1", "--1"})
            CPPUNIT_ASSERT_MESSAGE(value, !errorOf({"k", FW_INTEGER, "1", false, "", ""}, value).empty());
        for (const char* value : {"nan", "inf", "1e999", "1,5", "one"})
            CPPUNIT_ASSERT_MESSAGE(value, !errorOf({"k", FW_NUMBER, "1", false, "", ""}, value).empty());
    }

    void FallbacksHoldWhereNothingIsWritten()
    {
        const Declared declared{{"s", FW_STRING, "x", false, "", ""},     {"l", FW_STRING_LIST, "a, b", false, "", ""},
                                {"e", FW_STRING_LIST, "", false, "", ""}, {"i", FW_INTEGER, "5", false, "", ""},
                                {"b", FW_BOOLEAN, "true", false, "", ""}, {"t", FW_STRING, "", false, "", ""}};
        const Values expected{{"s", "x"}, {"l", R"(["a","b"])"}, {"e", "[]"}, {"i", "5"}, {"b", "true"}, {"t", ""}};
        CPPUNIT_ASSERT(read(Reading().settings(), "p", declared) == expected);
        const auto errors = errorsOf(Reading().settings(), "p", {{"i", FW_INTEGER, "five", false, "", ""}});
        CPPUNIT_ASSERT_EQUAL(std::string("the plugin's default: plugin.p.i: 'five' is no integer; write a whole number"),
                             errors.at(0).text());
    }

    void ANumberWithoutFallbackHasNoValue()
    {
        CPPUNIT_ASSERT(
            read(Reading().settings(), "p", {{"i", FW_INTEGER, "", false, "", ""}, {"b", FW_BOOLEAN, "", false, "", ""}}).empty());
    }

    void ARequiredSettingMustBeThere()
    {
        const DeclaredSetting required{"k", FW_STRING, "", true, "the image", ""};
        CPPUNIT_ASSERT_EQUAL(std::string("[plugin.p]: plugin.p.k: it is missing; write the image"),
                             errorsOf(Reading().settings(), "p", {required}).at(0).text());
        CPPUNIT_ASSERT_EQUAL(std::string("--set: plugin.p.k: it is missing; write the image"), errorOf(required, ""));
        CPPUNIT_ASSERT_EQUAL(std::string(), errorOf(required, "x"));
    }

    void ConstraintsAreChecked()
    {
        const DeclaredSetting range{"k", FW_INTEGER, "1", false, "", R"({"minimum":1,"maximum":10})"};
        CPPUNIT_ASSERT_EQUAL(std::string(), errorOf(range, "10"));
        CPPUNIT_ASSERT_EQUAL(std::string("--set: plugin.p.k: '11' does not fit; it should be at most 10"), errorOf(range, "11"));
        const DeclaredSetting word{"k", FW_STRING, "a", false, "", R"({"enum":["a","b"]})"};
        CPPUNIT_ASSERT_EQUAL(std::string(), errorOf(word, "b"));
        CPPUNIT_ASSERT_EQUAL(std::string("--set: plugin.p.k: 'c' does not fit; it should be one of 'a', 'b'"), errorOf(word, "c"));
    }

    void AFreeTextIsNotRepeatedInMessages()
    {
        const DeclaredSetting secret{"k", FW_STRING, "", true, "", R"({"minLength":16})"};
        CPPUNIT_ASSERT_EQUAL(std::string("--set: plugin.p.k: the text does not fit; it should be at least 16 characters long"),
                             errorOf(secret, "hunter2"));
    }

    void UndeclaredKeysAreToldWithTheNearestOne()
    {
        const auto errors =
            errorsOf(Reading().set("plugin.p.tsak=x").set("plugin.p.colour=x").settings(), "p", {{"task", FW_STRING, "", false, "", ""}});
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, errors.size());
        CPPUNIT_ASSERT_EQUAL(std::string("--set: plugin.p.colour: the plugin has no such setting; known are task"), errors[0].text());
        CPPUNIT_ASSERT_EQUAL(std::string("--set: plugin.p.tsak: the plugin has no such setting; did you mean task?"), errors[1].text());
        CPPUNIT_ASSERT_EQUAL(std::string("--set: plugin.p.x: the plugin has no such setting; none is known"),
                             errorsOf(Reading().set("plugin.p.x=1").settings(), "p", {}).at(0).text());
    }

    void AllErrorsOfAPluginAreToldAtOnce()
    {
        const auto settings = Reading().set("plugin.p.a=x").set("plugin.p.b=maybe").set("plugin.p.z=1").settings();
        const Declared declared{
            {"a", FW_INTEGER, "1", false, "", ""}, {"b", FW_BOOLEAN, "true", false, "", ""}, {"c", FW_STRING, "", true, "", ""}};
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, errorsOf(settings, "p", declared).size());
    }

    void TheEnvironmentWinsOverFilesAndLosesToTheCommandLine()
    {
        Reading reading;
        reading.dropIn("p.ini", "[plugin.p]\na = file\nb = file\nc = file\n");
        for (const char* key : {"B", "C"}) reading.environment(std::string("FLYTE_WEBHOOK_PLUGIN_P_") + key, " environment ");
        reading.set("plugin.p.c=set");
        const auto values =
            read(reading.settings(), "p",
                 {{"a", FW_STRING, "", false, "", ""}, {"b", FW_STRING, "", false, "", ""}, {"c", FW_STRING, "", false, "", ""}});
        CPPUNIT_ASSERT(values == (Values{{"a", "file"}, {"b", "environment"}, {"c", "set"}}));
    }

    void DashesInNamesAreUnderscoresInVariables()
    {
        const auto settings = Reading().environment("FLYTE_WEBHOOK_PLUGIN_MY_GROUP_THE_KEY", "v").settings();
        ConfigErrors errors;
        PluginSettings plugins(settings);
        CPPUNIT_ASSERT(plugins.read("my-group", {{"the_key", FW_STRING, "", false, "", ""}}, errors) == (Values{{"the_key", "v"}}));
        CPPUNIT_ASSERT(plugins.read("my", {{"other", FW_STRING, "d", false, "", ""}}, errors) == (Values{{"other", "d"}}));
        CPPUNIT_ASSERT(errors.empty() && plugins.unknown({}).empty());
    }

    void VariablesWithControlCharactersAreRefused()
    {
        const auto errors =
            errorsOf(Reading().environment("FLYTE_WEBHOOK_PLUGIN_P_K", "a\nb").settings(), "p", {{"k", FW_STRING, "", false, "", ""}});
        CPPUNIT_ASSERT_EQUAL(
            std::string("environment variable FLYTE_WEBHOOK_PLUGIN_P_K: plugin.p.k: it holds control characters or is no UTF-8; write "
                        "one line of plain text"),
            errors.at(0).text());
    }

    void SectionsOfUnknownPluginsAreTold()
    {
        const auto settings = Reading().set("plugin.biuld.task=x").set("plugin.idle.x=1").settings();
        const auto errors = PluginSettings(settings).unknown({"build", "idle"});
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, errors.size());
        CPPUNIT_ASSERT_EQUAL(std::string("--set: [plugin.biuld]: there is no such plugin; did you mean build?"), errors[0].text());
        const auto other = Reading().set("plugin.wholly-else.x=1").settings();
        PluginSettings plugins(other);
        ConfigErrors none;
        plugins.read("idle", {}, none);
        CPPUNIT_ASSERT_EQUAL(std::string("--set: [plugin.wholly-else]: there is no such plugin; known are build, idle"),
                             plugins.unknown({"idle", "build", "idle"}).at(0).text());
    }

    void VariablesThatNobodyTookAreTold()
    {
        Reading reading;
        reading.environment("FLYTE_WEBHOOK_PLUGIN_P_K", "1").environment("FLYTE_WEBHOOK_PLUGIN_P_X", "1");
        reading.environment("FLYTE_WEBHOOK_PLUGIN_IDLE_X", "1").environment("FLYTE_WEBHOOK_PLUGIN_Q", "1");
        const auto settings = reading.settings();
        PluginSettings plugins(settings);
        ConfigErrors errors;
        plugins.read("p", {{"k", FW_STRING, "", false, "", ""}}, errors);
        const auto unknown = plugins.unknown({"p", "idle"});
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, unknown.size());
        CPPUNIT_ASSERT_EQUAL(std::string("environment variable FLYTE_WEBHOOK_PLUGIN_P_X"), unknown[0].where);
        CPPUNIT_ASSERT_EQUAL(std::string("environment variable FLYTE_WEBHOOK_PLUGIN_Q"), unknown[1].where);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PluginSettingsTest);

} // namespace
