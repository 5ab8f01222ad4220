#include "sandbox/tasks/command_template.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;

namespace
{

using Words = std::vector<std::string>;

std::string expanded(std::string_view argument, const std::string& value)
{
    return expand(argument, [&](std::string_view) { return value; });
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

class CommandTemplateTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CommandTemplateTest);
    CPPUNIT_TEST(PlaceholdersAreFoundWithOrWithoutSpaces);
    CPPUNIT_TEST(OtherBracesAreText);
    CPPUNIT_TEST(AValueIsPutInAsItIs);
    CPPUNIT_TEST(APlaceholderInAValueIsNotReplaced);
    CPPUNIT_TEST(TextAroundPlaceholdersStays);
    CPPUNIT_TEST(UnknownPlaceholdersAndInputsAreToldAllAtOnce);
    CPPUNIT_TEST(AnInputInsideAScriptIsRefused);
    CPPUNIT_TEST(AnInputAfterTheScriptOrAsAnOptionsValueIsFine);
    CPPUNIT_TEST_SUITE_END();

    void PlaceholdersAreFoundWithOrWithoutSpaces()
    {
        CPPUNIT_ASSERT(placeholders("a{{.inputs.x}}b{{ .outputPrefix }}") == (Words{"inputs.x", "outputPrefix"}));
        CPPUNIT_ASSERT_EQUAL(std::string("x"), std::string(inputOfPlaceholder("inputs.x")));
        CPPUNIT_ASSERT(inputOfPlaceholder("outputPrefix").empty());
    }

    void OtherBracesAreText()
    {
        for (const char* text : {"{{x}}", "{{.}}", "{{.a b}}", "{{ . x}}", "{{.x}", "{.x}}", "{{.x", "${x}", "{{", "}}"})
        {
            CPPUNIT_ASSERT_MESSAGE(text, placeholders(text).empty());
            CPPUNIT_ASSERT_EQUAL(std::string(text), expanded(text, "VALUE"));
        }
        CPPUNIT_ASSERT_EQUAL(std::string("{{VALUE}}"), expanded("{{{{.x}}}}", "VALUE"));
    }

    void AValueIsPutInAsItIs()
    {
        const std::string value = "a b; $(touch /tmp/x) `id` \"'\n\\ && || > <";
        CPPUNIT_ASSERT_EQUAL(value, expanded("{{.inputs.x}}", value));
    }

    void APlaceholderInAValueIsNotReplaced()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("{{.inputs.y}}{{.inputs.y}}"), expanded("{{.inputs.x}}{{.inputs.x}}", "{{.inputs.y}}"));
    }

    void TextAroundPlaceholdersStays() { CPPUNIT_ASSERT_EQUAL(std::string("--name=V."), expanded("--name={{.inputs.x}}.", "V")); }

    void UnknownPlaceholdersAndInputsAreToldAllAtOnce()
    {
        const auto problems =
            problemsOfCommand({"echo", "{{.inputs.x}}", "{{.inputs.y}}{{.outputs}}", "{{.outputPrefix}}/{{.taskPrefix}}"}, {"x"});
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), problems.size());
        CPPUNIT_ASSERT(contains(problems[0], "argument 2") && contains(problems[0], "has no input `y`"));
        CPPUNIT_ASSERT(contains(problems[1], "`{{.outputs}}` means nothing"));
    }

    void AnInputInsideAScriptIsRefused()
    {
        for (const Words& command : {Words{"sh", "-c", "echo {{.inputs.x}}"}, Words{"/bin/bash", "-ec", "echo '{{.inputs.x}}'"},
                                     Words{"env", "A=b", "sh", "-c", "{{.inputs.x}}"}, Words{"perl", "-e", "print '{{.inputs.x}}'"},
                                     Words{"python3", "-c", "print({{.inputs.x}})"}})
        {
            const auto problems = problemsOfCommand(command, {"x"});
            CPPUNIT_ASSERT_EQUAL(std::size_t(1), problems.size());
            CPPUNIT_ASSERT(contains(problems[0], "inside a script"));
        }
    }

    void AnInputAfterTheScriptOrAsAnOptionsValueIsFine()
    {
        CPPUNIT_ASSERT(problemsOfCommand({"sh", "-c", "echo \"$1\"", "sh", "{{.inputs.x}}"}, {"x"}).empty());
        CPPUNIT_ASSERT(problemsOfCommand({"head", "-c", "{{.inputs.x}}", "{{.inputPrefix}}/x"}, {"x"}).empty());
        CPPUNIT_ASSERT(problemsOfCommand({"sh", "-c", "echo > {{.outputPrefix}}/y"}, {"x"}).empty());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CommandTemplateTest);

} // namespace
