#include "sandbox/services/rpc_error.h"
#include "sandbox/services/task_answers.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using flyte_webhook::Code;
using flyte_webhook::test::TemporaryDirectory;
using flyteidl2::common::Filter;
using flyteidl2::common::Sort;
using flyteidl2::task::ListTasksRequest;

namespace
{

class TaskAnswersTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TaskAnswersTest);
    CPPUNIT_TEST(TheNewestVersionOfANameIsListed);
    CPPUNIT_TEST(OnlyTheProjectAndDomainAskedForAreListed);
    CPPUNIT_TEST(NamesAreFilteredByEveryFunctionThatNamesHave);
    CPPUNIT_TEST(RowsAreSorted);
    CPPUNIT_TEST(PagesFollowEachOtherByTheirToken);
    CPPUNIT_TEST(WhatCannotBeAskedIsRefused);
    CPPUNIT_TEST(DetailsAreThoseOfTheVersion);
    CPPUNIT_TEST(AMissingVersionIsNotFound);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;
    const TaskSet _tasks = makeTasks();
    const TaskAnswers _answers{_tasks};

    TaskSet makeTasks() const
    {
        _folder.write("a.json", R"({"name": "demo.add", "command": ["true"], "versions": ["v9", "v10", "v2"]})");
        _folder.write("b.json", R"({"name": "demo.Hello", "command": ["true"]})");
        _folder.write("c.json", R"({"name": "etl.load", "command": ["true"]})");
        _folder.write("d.json", R"({"name": "demo.add", "project": "warehouse", "command": ["true"]})");
        return TaskSet::load(_folder.path());
    }

    static ListTasksRequest request(const std::string& project = "flytesnacks")
    {
        ListTasksRequest request;
        request.mutable_project_id()->set_name(project);
        request.mutable_project_id()->set_domain("development");
        request.mutable_project_id()->set_organization("acme");
        request.mutable_request()->mutable_sort_by()->set_key("name");
        request.mutable_request()->mutable_sort_by()->set_direction(Sort::ASCENDING);
        return request;
    }

    std::string names(const ListTasksRequest& request) const
    {
        std::string names;
        const auto response = _answers.list(request);
        for (const auto& task : response.tasks()) names += task.task_id().name() + "@" + task.task_id().version() + " ";
        return names;
    }

    std::string filtered(Filter::Function function, std::initializer_list<const char*> values) const
    {
        auto asked = request();
        auto& filter = *asked.mutable_request()->add_filters();
        filter.set_field("name");
        filter.set_function(function);
        for (const char* value : values) filter.add_values(value);
        return names(asked);
    }

    static Code codeOf(const std::function<void()>& call)
    {
        try
        {
            call();
        }
        catch (const RpcError& e)
        {
            return e.code();
        }
        return Code::Ok;
    }

    void TheNewestVersionOfANameIsListed()
    {
        const auto response = _answers.list(request());
        CPPUNIT_ASSERT_EQUAL(3, response.tasks_size());
        const auto& row = response.tasks(1);
        CPPUNIT_ASSERT_EQUAL(std::string("demo.add"), row.task_id().name());
        CPPUNIT_ASSERT_EQUAL(std::string("v2"), row.task_id().version());
        CPPUNIT_ASSERT(row.task_id().org() == "acme" && row.metadata().short_name() == "add" && row.metadata().deployed_at().seconds() > 0);
        CPPUNIT_ASSERT(response.token().empty() && response.metadata().filtered_total() == 3);
    }

    void OnlyTheProjectAndDomainAskedForAreListed()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("demo.add@v1 "), names(request("warehouse")));
        CPPUNIT_ASSERT_EQUAL(std::string(), names(request("nowhere")));
    }

    void NamesAreFilteredByEveryFunctionThatNamesHave()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("demo.add@v2 "), filtered(Filter::EQUAL, {"demo.add"}));
        CPPUNIT_ASSERT_EQUAL(std::string(), filtered(Filter::EQUAL, {"demo.hello"}));
        CPPUNIT_ASSERT_EQUAL(std::string("demo.Hello@v1 etl.load@v1 "), filtered(Filter::NOT_EQUAL, {"demo.add"}));
        CPPUNIT_ASSERT_EQUAL(std::string("demo.Hello@v1 demo.add@v2 "), filtered(Filter::CONTAINS, {"demo"}));
        CPPUNIT_ASSERT_EQUAL(std::string("demo.Hello@v1 "), filtered(Filter::CONTAINS_CASE_INSENSITIVE, {"hELLO"}));
        CPPUNIT_ASSERT_EQUAL(std::string("etl.load@v1 "), filtered(Filter::ENDS_WITH, {".load"}));
        CPPUNIT_ASSERT_EQUAL(std::string("demo.add@v2 etl.load@v1 "), filtered(Filter::VALUE_IN, {"demo.add", "etl.load"}));
        CPPUNIT_ASSERT_EQUAL(std::string("demo.Hello@v1 "), filtered(Filter::VALUE_NOT_IN, {"demo.add", "etl.load"}));
    }

    void RowsAreSorted()
    {
        auto asked = request();
        asked.mutable_request()->mutable_sort_by()->set_direction(Sort::DESCENDING);
        CPPUNIT_ASSERT_EQUAL(std::string("etl.load@v1 demo.add@v2 demo.Hello@v1 "), names(asked));
        asked.mutable_request()->mutable_sort_by()->set_key("created_at");
        const auto response = _answers.list(asked);
        for (int i = 1; i < response.tasks_size(); ++i)
        {
            const auto &before = response.tasks(i - 1).metadata().deployed_at(), &after = response.tasks(i).metadata().deployed_at();
            CPPUNIT_ASSERT(std::make_pair(before.seconds(), before.nanos()) >= std::make_pair(after.seconds(), after.nanos()));
        }
    }

    void PagesFollowEachOtherByTheirToken()
    {
        auto asked = request();
        asked.mutable_request()->set_limit(2);
        const auto first = _answers.list(asked);
        CPPUNIT_ASSERT(first.tasks_size() == 2 && !first.token().empty());
        asked.mutable_request()->set_token(first.token());
        const auto second = _answers.list(asked);
        CPPUNIT_ASSERT(second.tasks_size() == 1 && second.token().empty() && second.tasks(0).task_id().name() == "etl.load");
    }

    void WhatCannotBeAskedIsRefused()
    {
        auto limit = request(), token = request(), sort = request(), field = request(), function = request(), place = request();
        limit.mutable_request()->set_limit(201);
        token.mutable_request()->set_token("next");
        sort.mutable_request()->mutable_sort_by()->set_key("colour");
        field.mutable_request()->add_filters()->set_field("version");
        function.mutable_request()->add_filters()->set_field("name");
        function.mutable_request()->mutable_filters(0)->set_function(Filter::LESS_THAN);
        function.mutable_request()->mutable_filters(0)->add_values("x");
        place.clear_project_id();
        for (const auto& asked : {limit, token, sort, field, function, place})
            CPPUNIT_ASSERT(codeOf([&] { _answers.list(asked); }) == Code::InvalidArgument);
    }

    void DetailsAreThoseOfTheVersion()
    {
        flyteidl2::task::GetTaskDetailsRequest asked;
        asked.mutable_task_id()->set_project("flytesnacks");
        asked.mutable_task_id()->set_domain("development");
        asked.mutable_task_id()->set_name("demo.add");
        asked.mutable_task_id()->set_version("v10");
        asked.mutable_task_id()->set_org("acme");
        const auto details = _answers.details(asked).details();
        CPPUNIT_ASSERT(details.task_id().version() == "v10" && details.task_id().org() == "acme");
        CPPUNIT_ASSERT_EQUAL(std::string("v10"), details.spec().task_template().id().version());
    }

    void AMissingVersionIsNotFound()
    {
        flyteidl2::task::GetTaskDetailsRequest asked;
        asked.mutable_task_id()->set_name("demo.add");
        CPPUNIT_ASSERT(codeOf([&] { _answers.details(asked); }) == Code::NotFound);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TaskAnswersTest);

} // namespace
