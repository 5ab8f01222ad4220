#include "flyteidl2/app/app_service.grpc.pb.h"
#include "flyteidl2/workflow/run_service.grpc.pb.h"
#include <cppunit/extensions/HelperMacros.h>
#include <fstream>
#include <grpcpp/grpcpp.h>
#include <memory>
#include <string>

namespace
{

class Runs : public flyteidl2::workflow::RunService::Service
{
    grpc::Status GetRunDetails(grpc::ServerContext*, const flyteidl2::workflow::GetRunDetailsRequest* request,
                               flyteidl2::workflow::GetRunDetailsResponse* reply) override
    {
        reply->mutable_details()->mutable_action()->mutable_id()->mutable_run()->set_name(request->run_id().name());
        return grpc::Status::OK;
    }
};

class Apps : public flyteidl2::app::AppService::Service
{
    grpc::Status Watch(grpc::ServerContext*, const flyteidl2::app::WatchRequest* request,
                       grpc::ServerWriter<flyteidl2::app::WatchResponse>* writer) override
    {
        flyteidl2::app::WatchResponse event;
        *event.mutable_create_event()->mutable_app()->mutable_metadata()->mutable_id() = request->app_id();
        writer->Write(event);
        writer->Write(event);
        return grpc::Status::OK;
    }
};

} // namespace

class ServicesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ServicesTest);
    CPPUNIT_TEST(AUnaryCallTravels);
    CPPUNIT_TEST(AStreamTravels);
    CPPUNIT_TEST(TheFullProtobufIsNotLoaded);
    CPPUNIT_TEST_SUITE_END();

public:
    void setUp() override
    {
        int port = 0;
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
        builder.RegisterService(&_runs);
        builder.RegisterService(&_apps);
        _server = builder.BuildAndStart();
        _channel = grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
    }

    void tearDown() override { _server->Shutdown(); }

    void AUnaryCallTravels()
    {
        grpc::ClientContext context;
        flyteidl2::workflow::GetRunDetailsRequest request;
        flyteidl2::workflow::GetRunDetailsResponse reply;
        request.mutable_run_id()->set_name("r1");
        const auto status = flyteidl2::workflow::RunService::NewStub(_channel)->GetRunDetails(&context, request, &reply);
        CPPUNIT_ASSERT_MESSAGE(status.error_message(), status.ok());
        CPPUNIT_ASSERT_EQUAL(std::string("r1"), reply.details().action().id().run().name());
    }

    void AStreamTravels()
    {
        grpc::ClientContext context;
        flyteidl2::app::WatchRequest request;
        request.mutable_app_id()->set_name("shop");
        const auto reader = flyteidl2::app::AppService::NewStub(_channel)->Watch(&context, request);
        int events = 0;
        for (flyteidl2::app::WatchResponse event; reader->Read(&event); ++events)
            CPPUNIT_ASSERT_EQUAL(std::string("shop"), event.create_event().app().metadata().id().name());
        CPPUNIT_ASSERT(reader->Finish().ok());
        CPPUNIT_ASSERT_EQUAL(2, events);
    }

    void TheFullProtobufIsNotLoaded()
    {
        bool lite = false;
        std::ifstream maps("/proc/self/maps");
        for (std::string line; std::getline(maps, line);)
        {
            CPPUNIT_ASSERT_MESSAGE(line, line.find("/libprotobuf.so") == std::string::npos);
            lite = lite || line.find("/libprotobuf-lite.so") != std::string::npos;
        }
        CPPUNIT_ASSERT(lite);
    }

private:
    Runs _runs;
    Apps _apps;
    std::unique_ptr<grpc::Server> _server;
    std::shared_ptr<grpc::Channel> _channel;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServicesTest);
