#include "compression.h"
#include <Poco/DeflatingStream.h>
#include <Poco/InflatingStream.h>
#include <Poco/MemoryStream.h>
#include <Poco/StreamCopier.h>
#include <sstream>

namespace flyte_webhook::host
{

std::string compress(std::string_view bytes)
{
    constexpr int smallest = 9;
    std::ostringstream out;
    Poco::DeflatingOutputStream stream(out, Poco::DeflatingStreamBuf::STREAM_GZIP, smallest);
    stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    stream.close();
    return out.str();
}

std::string decompress(std::string_view gzip)
{
    Poco::MemoryInputStream in(gzip.data(), static_cast<std::streamsize>(gzip.size()));
    Poco::InflatingInputStream stream(in, Poco::InflatingStreamBuf::STREAM_GZIP);
    std::string bytes;
    Poco::StreamCopier::copyToString(stream, bytes);
    return bytes;
}

} // namespace flyte_webhook::host
