#include "flyteidl2/app/app_definition.pb.h"
#include "flyteidl2/core/types.pb.h"
#include "flyteidl2/workflow/run_definition.pb.h"
#include <cppunit/extensions/HelperMacros.h>
#include <google/protobuf/struct.pb.h>
#include <string>

namespace
{

/// A length-delimited field of a number below 2^11.
std::string field(unsigned number, const std::string& content)
{
    const unsigned key = number << 3 | 2;
    std::string bytes;
    if (key >= 0x80) bytes += static_cast<char>((key & 0x7f) | 0x80);
    bytes += static_cast<char>(key >= 0x80 ? key >> 7 : key);
    return bytes + static_cast<char>(content.size()) + content;
}

template <typename Message> Message parsed(const std::string& bytes)
{
    Message message;
    CPPUNIT_ASSERT(message.ParseFromString(bytes));
    return message;
}

template <typename Message> void survives(const std::string& bytes)
{
    CPPUNIT_ASSERT_EQUAL(bytes, parsed<Message>(bytes).SerializeAsString());
}

} // namespace

class UnknownFieldsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(UnknownFieldsTest);
    CPPUNIT_TEST(AFieldThatIsNotDeclaredSurvives);
    CPPUNIT_TEST(ItSurvivesDeepInside);
    CPPUNIT_TEST(ItSurvivesAChangeBesideIt);
    CPPUNIT_TEST(ItSurvivesInAWellKnownType);
    CPPUNIT_TEST(AnUnknownEnumValueSurvives);
    CPPUNIT_TEST_SUITE_END();

public:
    void AFieldThatIsNotDeclaredSurvives() { survives<flyteidl2::app::App>(field(1000, "later")); }

    void ItSurvivesDeepInside()
    {
        const auto details = field(2, field(6, field(1, field(18, "sql") + field(400, "new"))));
        survives<flyteidl2::workflow::RunDetails>(details);
    }

    void ItSurvivesAChangeBesideIt()
    {
        auto app = parsed<flyteidl2::app::App>(field(2, field(6, "pool") + field(8, "secret") + field(13, "input")));
        app.mutable_spec()->set_desired_state(flyteidl2::app::Spec::DESIRED_STATE_STOPPED);
        const auto again = app.SerializeAsString();
        CPPUNIT_ASSERT(again.find(field(8, "secret")) != std::string::npos);
        CPPUNIT_ASSERT(again.find(field(13, "input")) != std::string::npos);
        CPPUNIT_ASSERT(again.find("\x28\x01") != std::string::npos);
    }

    void ItSurvivesInAWellKnownType() { survives<flyteidl2::core::LiteralType>(field(6, field(77, "x"))); }

    void AnUnknownEnumValueSurvives()
    {
        const std::string phase("\x08\x63", 2);
        survives<flyteidl2::workflow::ActionStatus>(phase);
        CPPUNIT_ASSERT_EQUAL(99, static_cast<int>(parsed<flyteidl2::workflow::ActionStatus>(phase).phase()));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UnknownFieldsTest);
