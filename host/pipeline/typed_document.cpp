#include "typed_document.h"
#include "base/failure.h"
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
    const Places::Place place(_places, context.deadline(), context.watched());
    if (!place) throw Failure(ErrorKind::Overloaded, "The server has too much to do at the moment");
    const auto [paths, places] = typesPaths(_typed.endpoints);
    const auto told = _reader.read(context, paths);
    auto api = _typed.api;
    for (std::size_t i = 0; i < places.size(); ++i)
    {
        const auto& typed = _typed.endpoints[i];
        auto& group = api.groups[typed.group];
        const auto& [types, unreadable] = told[places[i]];
        if (unreadable) group.unreadable.insert(resourceName(typed));
        if (!types) continue;
        if (RequestContext::Clock::now() >= context.deadline())
            throw Failure(ErrorKind::GatewayTimeout, "Reading the types: they did not become a document in time");
        auto operation = typedOperation(typed, *types);
        if (!operation) throw Failure(ErrorKind::HandlerFailed, "Internal Server Error", paths[places[i]] + " answers no types");
        group.typed.push_back(std::move(*operation));
    }
    return makeDocument(api);
}

} // namespace flyte_webhook::host
