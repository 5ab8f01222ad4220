#include "sandbox/uploads/upload_signer.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;

namespace
{

const Time noon{std::chrono::hours(12)};

class UploadSignerTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(UploadSignerTest);
    CPPUNIT_TEST(WhatWasSignedComesBack);
    CPPUNIT_TEST(NothingOfItCanBeChanged);
    CPPUNIT_TEST(ItHoldsUntilItExpires);
    CPPUNIT_TEST(AnotherKeySignsOtherwise);
    CPPUNIT_TEST(WhatIsNoUrlIsRefused);
    CPPUNIT_TEST_SUITE_END();

    const UploadSigner _signer;
    const UploadTicket _ticket{"flytesnacks", "development", "spec.pb", "0123456789abcdef0123456789abcdef", 12, 12 * 3600};

    int statusOf(const std::string& target, Time now = noon) const
    {
        try
        {
            _signer.verify(target, now);
        }
        catch (const UploadRefused& e)
        {
            return e.status;
        }
        return 200;
    }

    void WhatWasSignedComesBack()
    {
        const std::string target = _signer.sign(_ticket);
        CPPUNIT_ASSERT(isUpload(target) && !isUpload("/v2/uploads/"));
        const auto ticket = _signer.verify(target, noon);
        CPPUNIT_ASSERT_EQUAL(pathOf(_ticket), pathOf(ticket));
        CPPUNIT_ASSERT(ticket.size == 12 && ticket.expires == 12 * 3600 && ticket.md5 == _ticket.md5 && ticket.filename == "spec.pb");
    }

    void NothingOfItCanBeChanged()
    {
        const std::string target = _signer.sign(_ticket);
        const auto changed = [&](const std::string& from, const std::string& to)
        {
            std::string other = target;
            return statusOf(other.replace(target.find(from), from.size(), to));
        };
        CPPUNIT_ASSERT_EQUAL(200, changed("spec.pb", "spec.pb"));
        CPPUNIT_ASSERT_EQUAL(403, changed("flytesnacks", "other"));
        CPPUNIT_ASSERT_EQUAL(403, changed("development", "production"));
        CPPUNIT_ASSERT_EQUAL(403, changed("0123", "1123"));
        CPPUNIT_ASSERT_EQUAL(403, changed("spec.pb", "other.pb"));
        CPPUNIT_ASSERT_EQUAL(403, changed("size=12", "size=13"));
        CPPUNIT_ASSERT_EQUAL(403, changed("expires=432", "expires=532"));
        CPPUNIT_ASSERT_EQUAL(403, changed("signature=", "signature=0"));
        CPPUNIT_ASSERT_EQUAL(403, changed("signature=", "sig="));
    }

    void ItHoldsUntilItExpires()
    {
        CPPUNIT_ASSERT_EQUAL(200, statusOf(_signer.sign(_ticket), noon));
        CPPUNIT_ASSERT_EQUAL(403, statusOf(_signer.sign(_ticket), noon + std::chrono::seconds(1)));
    }

    void AnotherKeySignsOtherwise() { CPPUNIT_ASSERT_EQUAL(403, statusOf(UploadSigner().sign(_ticket))); }

    void WhatIsNoUrlIsRefused()
    {
        for (const char* target : {"/uploads/", "/uploads/a/b/c/d", "/uploads/a/b/c/d?size=x&expires=1&signature=2", "/uploads/%zz", "",
                                   "/uploads/../../../etc/passwd?signature=1", "/uploads/a/b/c/d/e?signature="})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(target, 403, statusOf(target));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UploadSignerTest);

} // namespace
