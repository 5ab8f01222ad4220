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
    std::string_view bytes;
};

bool takes(const HttpRequest& request, const char* coding) { return weightOf(request.header("Accept-Encoding"), {coding, "*"}) > 0; }

Form formFor(const Content& content, const HttpRequest& request)
{
    if (!content.brotli.empty() && takes(request, "br")) return {"br", content.brotli};
    if (takes(request, "gzip")) return {"gzip", content.gzip};
    return {"", content.plain};
}

std::string bytesOf(const Content& content, const Form& form)
{
    if (!form.bytes.empty()) return std::string(form.bytes);
    if (*form.coding) return compress(content.plain);
    return content.gzip.empty() ? std::string() : decompress(content.gzip);
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
    if (serves == Serves::Often) content.gzip = *content.kept.emplace_back(std::make_unique<const std::string>(compress(bytes)));
    content.plain = *content.kept.emplace_back(std::make_unique<const std::string>(std::move(bytes)));
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
    content.gzip = asset.gzip;
    content.brotli = asset.brotli;
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
    reply.body = bytesOf(content, form);
    return reply;
}

} // namespace flyte_webhook::host
