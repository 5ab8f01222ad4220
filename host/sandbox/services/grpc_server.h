#pragma once
#include <memory>

namespace flyte_webhook::sandbox
{

class TaskAnswers;
class RunAnswers;
class DataAnswers;
class AppAnswers;
class TriggerAnswers;
class UploadAnswers;
class ImageAnswers;

/// What the services answer by. All must outlive the server.
struct Answers
{
    const TaskAnswers& tasks;
    RunAnswers& runs;
    DataAnswers& data;
    AppAnswers& apps;
    TriggerAnswers& triggers;
    const UploadAnswers& uploads;
    const ImageAnswers& images;
};

/// The gRPC listener on 127.0.0.1 with the services of the sandbox. Thread: its owner's.
class GrpcServer
{
public:
    /// Listens; port 0 means a free one. Throws std::runtime_error when the port is taken.
    GrpcServer(unsigned short port, const Answers& answers);
    /// Ends watches, and lets other running calls finish for a second.
    ~GrpcServer();
    GrpcServer(const GrpcServer&) = delete;
    GrpcServer& operator=(const GrpcServer&) = delete;

    unsigned short port() const noexcept;

private:
    class Core;
    std::unique_ptr<Core> _core;
};

} // namespace flyte_webhook::sandbox
