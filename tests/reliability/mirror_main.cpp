#include "reliability/mirror.h"
#include <csignal>
#include <iostream>
#include <string>

using namespace flyte_webhook::test;

/// A mirror as a process of its own, so that it can be killed: reliability-mirror PROTOCOL PORT (0: a free one). It says "listening on
/// PORT", and at once whatever it sees that must not be; it ends with SIGTERM, or with SIGINT.
int main(int argc, char** argv)
{
    sigset_t ends;
    sigemptyset(&ends);
    for (const int signal : {SIGTERM, SIGINT}) sigaddset(&ends, signal);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    if (argc != 3) return std::cerr << "usage: reliability-mirror grpc|connect PORT\n", 2;
    Mirror mirror;
    mirror.onTrespass = [](const std::string& what) { std::cout << "trespass: " << what << std::endl; };
    const auto protocol = argv[1] == std::string("grpc") ? Protocol::grpc : Protocol::connect;
    const auto server = makeCallServer(
        protocol, [&](const ReceivedCall& call) { return mirror.answer(call); }, static_cast<std::uint16_t>(std::stoi(argv[2])));
    std::cout << "listening on " << server->port() << std::endl;
    int signal = 0;
    sigwait(&ends, &signal);
}
