#pragma once
#include <Poco/Pipe.h>
#include <Poco/Process.h>
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// The embedded control plane, a program of its own that is started as a child: `flyte-webhook-sandbox` beside this program. It ends with
/// this object, and with this process however that ends, because its standard input does. Thread: one at a time.
class EmbeddedControlPlane
{
public:
    /// Starts it and waits until it listens. `directory` keeps its state; empty: a temporary one. Throws std::runtime_error when it does
    /// not come up; what it has to say stands on standard error then.
    explicit EmbeddedControlPlane(const std::string& directory);
    ~EmbeddedControlPlane();
    EmbeddedControlPlane(const EmbeddedControlPlane&) = delete;
    EmbeddedControlPlane& operator=(const EmbeddedControlPlane&) = delete;

    const std::string& endpoint() const { return _endpoint; }        ///< where it takes calls, host:port
    const std::string& consoleUrl() const { return _consoleUrl; }    ///< where its pages are
    const std::vector<std::string>& hints() const { return _hints; } ///< commands to try; {webhook} stands for this server's own URL

    /// Whether it still runs; once it does not, it is gone for good.
    bool running();

private:
    void readReport();
    void end();

    Poco::Pipe _input, _output;
    std::unique_ptr<Poco::ProcessHandle> _process; ///< none once its end was seen
    std::string _endpoint, _consoleUrl;
    std::vector<std::string> _hints;
};

} // namespace flyte_webhook::host
