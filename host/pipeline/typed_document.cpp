#include "typed_document.h"
#include "base/failure.h"
#include "endpoints/resource_path.h"
#include "pages/pages.h"

namespace flyte_webhook::host
{

std::optional<HttpReply> TypedDocumentStep::run(RequestContext& context) const
{
    if (!context.page || context.route.endpoint != context.page->forCaller.get()) return std::nullopt;
    const auto content = Content::forCaller("application/json", document(context), _typed.api.credentialHeaders);
    return answerWith(content, context.request());
}

std::string TypedDocumentStep::document(RequestContext& context) const
{
    if (_typed.endpoints.size() > TypedApi::most)
        throw Failure(ErrorKind::Unimplemented,
                      "The operator names more than the " + std::to_string(TypedApi::most) + " that a document shows");
    std::vector<std::string> paths;
    for (const auto& typed : _typed.endpoints) paths.push_back(resourcePath(*typed.types, typed.names));
    const auto told = _reader.read(context, paths);
    auto api = _typed.api;
    for (std::size_t i = 0; i < told.size(); ++i)
    {
        if (!told[i]) continue;
        auto operation = typedOperation(_typed.endpoints[i], *told[i]);
        if (!operation) throw Failure(ErrorKind::HandlerFailed, "Internal Server Error", paths[i] + " answers no types");
        api.groups[_typed.endpoints[i].group].typed.push_back(std::move(*operation));
    }
    return makeDocument(api);
}

} // namespace flyte_webhook::host
