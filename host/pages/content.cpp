#include "content.h"
#include "pages/asset.h"
#include "pages/compression.h"
#include "pages/fingerprint.h"
#include "pages/weighted_list.h"

namespace flyte_webhook::host
{

namespace
{

/// What every page allows: nothing but what its own additions say.
constexpr auto basePolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; img-src 'self' data:; ";

/// One form of some content; no coding: plain.
struct Form
{
    const char* coding;
    const SharedBytes& kept;
};

bool takes(const HttpRequest& request, const char* coding) { return weightOf(request.header("Accept-Encoding"), {coding, "*"}) > 0; }

Form formFor(const Content& content, const HttpRequest& request)
{
    if (!content.brotli.bytes.empty() && takes(request, "br")) return {"br", content.brotli};
    if (takes(request, "gzip")) return {"gzip", content.gzip};
    return {"", content.plain};
}

void fill(HttpReply& reply, const Content& content, const Form& form)
{
    const auto kept = form.kept.bytes, gzip = content.gzip.bytes;
    if (kept.empty() && *form.coding)
        reply.body = compress(content.plain.bytes);
    else if (kept.empty() && !gzip.empty())
        reply.shared = SharedBytes(content.unpacked->get([gzip] { return decompress(gzip); }));
    else if (content.serves == Content::Serves::Once)
        reply.body = kept;
    else
        reply.shared = form.kept;
}

/// Each form is other bytes, so it has a tag of its own.
std::string tagOf(const Content& content, const Form& form) { return "\"" + content.tag + (*form.coding ? "-" : "") + form.coding + "\""; }

/// RFC 9110, section 13.1.2: a weak tag will do. A tag holds no comma here, so it is looked for as it is.
bool has(const HttpRequest& request, const std::string& tag)
{
    const auto held = request.header("If-None-Match");
    return held == "*" || held.find(tag) != held.npos;
}

} // namespace

Content Content::changing(std::string type, std::string bytes, Serves serves)
{
    Content content;
    content.type = std::move(type);
    content.tag = fingerprint(bytes);
    content.serves = serves;
    if (serves == Serves::Often) content.gzip = SharedBytes(std::make_shared<const std::string>(compress(bytes)));
    content.plain = SharedBytes(std::make_shared<const std::string>(std::move(bytes)));
    content.headers = {{"Cache-Control", "no-cache"}, {"X-Content-Type-Options", "nosniff"}};
    return content;
}

Content Content::page(std::string html, std::string_view policy, Serves serves)
{
    auto content = changing("text/html; charset=utf-8", std::move(html), serves);
    content.headers.emplace_back("Content-Security-Policy", std::string(basePolicy).append(policy));
    content.headers.emplace_back("Referrer-Policy", "no-referrer");
    content.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    return content;
}

Content Content::forCaller(std::string type, std::string bytes, const std::vector<std::string>& credentials)
{
    auto content = changing(std::move(type), std::move(bytes), Serves::Once);
    content.headers = {{"Cache-Control", "private, no-store"}, {"X-Content-Type-Options", "nosniff"}};
    content.vary = varyWith(credentials);
    return content;
}

Content Content::of(const Asset& asset)
{
    Content content;
    content.type = asset.type;
    content.tag = asset.hash;
    content.gzip = SharedBytes(asset.gzip);
    content.brotli = SharedBytes(asset.brotli);
    content.headers = {{"Cache-Control", "public, max-age=31536000, immutable"}, {"X-Content-Type-Options", "nosniff"}};
    return content;
}

std::string varyWith(const std::vector<std::string>& credentials)
{
    std::string names;
    for (const auto& name : credentials) names += name + ", ";
    return names + "Accept-Encoding";
}

HttpReply answerWith(const Content& content, const HttpRequest& request)
{
    const auto form = formFor(content, request);
    const auto tag = tagOf(content, form);
    HttpReply reply;
    reply.contentType = content.type;
    reply.headers = content.headers;
    reply.headers.emplace_back("ETag", tag);
    reply.headers.emplace_back("Vary", content.vary);
    if (has(request, tag))
    {
        reply.status = 304;
        return reply;
    }
    if (*form.coding) reply.headers.emplace_back("Content-Encoding", form.coding);
    fill(reply, content, form);
    return reply;
}

} // namespace flyte_webhook::host
