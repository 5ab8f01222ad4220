#include "sandbox/services/image_answers.h"
#include "sandbox/services/rpc_error.h"
#include "sandbox_fixture.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/task/common.pb.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;
using flyte_webhook::Code;

namespace
{

class ImageAnswersTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ImageAnswersTest);
    CPPUNIT_TEST(AnImageIsThereWhenItsBuildHasSucceeded);
    CPPUNIT_TEST(ItIsThereInItsProjectAndDomainOnly);
    CPPUNIT_TEST(ARunOfAnotherTaskBuildsNothing);
    CPPUNIT_TEST(AnImageNeedsAName);
    CPPUNIT_TEST_SUITE_END();

    SandboxFixture _sandbox;
    const ImageAnswers _answers{_sandbox.store};

    /// A run that is to build the image.
    RunNumber build(const std::string& image, const std::string& task = "build-image")
    {
        flyteidl2::task::Inputs inputs;
        auto& input = *inputs.add_literals();
        input.set_name("target_image");
        input.mutable_value()->mutable_scalar()->mutable_primitive()->set_string_value(image);
        NewRun run;
        run.name = {"flytesnacks", "development", {}};
        run.taskProject = "system";
        run.taskDomain = "production";
        run.task = task;
        run.inputs = inputs.SerializeAsString();
        return _sandbox.store.create(run).number;
    }

    Code find(const std::string& image, const std::string& project = "flytesnacks") const
    {
        flyteidl2::imagebuilder::GetImageRequest request;
        request.mutable_id()->set_name(image);
        request.mutable_project_id()->set_name(project);
        request.mutable_project_id()->set_domain("development");
        try
        {
            CPPUNIT_ASSERT_EQUAL(image, _answers.get(request).image().fqin());
        }
        catch (const RpcError& e)
        {
            return e.code();
        }
        return Code::Ok;
    }

    void AnImageIsThereWhenItsBuildHasSucceeded()
    {
        CPPUNIT_ASSERT(find("a:1") == Code::NotFound);
        const auto failing = build("a:1");
        _sandbox.store.fail(failing, Phase::failed, {"no disk", false});
        const auto run = build("a:1");
        _sandbox.store.advance(run, Phase::running);
        CPPUNIT_ASSERT(find("a:1") == Code::NotFound);
        _sandbox.store.succeed(run, "");
        _sandbox.store.succeed(build("b:1"), "");
        CPPUNIT_ASSERT(find("a:1") == Code::Ok && find("b:1") == Code::Ok && find("a:2") == Code::NotFound);
    }

    void ItIsThereInItsProjectAndDomainOnly()
    {
        _sandbox.store.succeed(build("a:1"), "");
        CPPUNIT_ASSERT(find("a:1", "warehouse") == Code::NotFound);
    }

    void ARunOfAnotherTaskBuildsNothing()
    {
        _sandbox.store.succeed(build("a:1", "build-else"), "");
        CPPUNIT_ASSERT(find("a:1") == Code::NotFound);
    }

    void AnImageNeedsAName() { CPPUNIT_ASSERT(find("") == Code::InvalidArgument); }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ImageAnswersTest);

} // namespace
