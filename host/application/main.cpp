#include "application/application.h"
#include <Poco/Exception.h>
#include <iostream>

int main(int argc, char** argv)
{
    try
    {
        flyte_webhook::host::WebhookApplication application;
        application.takeArguments(argc, argv);
        return application.run();
    }
    catch (const Poco::Exception& e)
    {
        std::cerr << "flyte-webhook: " << e.displayText() << "\nTry flyte-webhook --help.\n";
        return 1;
    }
}
