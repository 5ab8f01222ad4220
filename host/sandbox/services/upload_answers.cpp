#include "sandbox/services/upload_answers.h"
#include "sandbox/services/rpc_error.h"
#include "sandbox/services/run_answers.h"
#include "sandbox/services/timestamps.h"
#include "sandbox/tasks/task_settings.h"
#include "sandbox/uploads/upload_folder.h"
#include <Poco/DigestEngine.h>

using namespace flyteidl2::dataproxy;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::int64_t usualLife = 3600, longestLife = 24 * 3600;
constexpr std::size_t md5Size = 16;

std::string hexadecimal(const std::string& bytes)
{
    return Poco::DigestEngine::digestToHex(Poco::DigestEngine::Digest(bytes.begin(), bytes.end()));
}

void check(const CreateUploadLocationRequest& request)
{
    if (!consistsOf(request.domain(), "_-")) throw RpcError(Code::InvalidArgument, "the domain is missing, or is no name");
    if (!consistsOf(request.filename(), "._-") || request.filename().front() == '.')
        throw RpcError(Code::InvalidArgument, "the file's name consists of letters, digits, dots, - and _, and begins with no dot, not `" +
                                                  request.filename() + "`");
    if (request.content_md5().size() != md5Size)
        throw RpcError(Code::InvalidArgument, "content_md5 is needed, and has 16 bytes: the sandbox takes no file that it cannot verify");
    if (request.content_length() < 0 || request.content_length() > largestUpload)
        throw RpcError(Code::InvalidArgument,
                       "a file has " + std::to_string(largestUpload) + " bytes at most, not " + std::to_string(request.content_length()));
}

std::int64_t lifeOf(const CreateUploadLocationRequest& request)
{
    const std::int64_t asked = request.has_expires_in() ? request.expires_in().seconds() : usualLife;
    if (asked <= 0 || asked > longestLife)
        throw RpcError(Code::InvalidArgument, "expires_in is between a second and " + std::to_string(longestLife) + " seconds");
    return asked;
}

} // namespace

CreateUploadLocationResponse UploadAnswers::location(const CreateUploadLocationRequest& request) const
{
    checkProject(_tasks, request.project());
    check(request);
    const Time expires = currentTime() + std::chrono::seconds(lifeOf(request));
    const UploadTicket ticket{request.project(),        request.domain(),
                              request.filename(),       hexadecimal(request.content_md5()),
                              request.content_length(), std::chrono::ceil<std::chrono::seconds>(expires.time_since_epoch()).count()};
    CreateUploadLocationResponse response;
    response.set_signed_url(_base + _signer.sign(ticket));
    response.set_native_url(uploadScheme + pathOf(ticket));
    setTimestamp(*response.mutable_expires_at(), Time(std::chrono::seconds(ticket.expires)));
    (*response.mutable_headers())["Content-MD5"] = contentMd5(ticket.md5);
    return response;
}

} // namespace flyte_webhook::sandbox
