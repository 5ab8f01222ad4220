#include "sandbox/apps/app_record.h"
#include "sandbox/runs/database.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;

class AppRecordTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AppRecordTest);
    CPPUNIT_TEST(APhaseThatHoldsIsToldOnce);
    CPPUNIT_TEST(WhatNoLongerFitsTheWishIsPassedOver);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;
    Database _database{_folder.path() / "sandbox.db"};
    AppStore _store{_database};
    AppRecord _record{AppName{"flytesnacks", "development", "a"}, _store};

    /// A process that ends by itself just when it is to be stopped is reported by its end and by the order.
    void APhaseThatHoldsIsToldOnce()
    {
        _record.want(true, 0, "alice", "");
        _record.note(AppPhase::failed, "it ended");
        _record.want(false, 1, "alice", "");
        _record.note(AppPhase::stopped, "");
        const auto before = _record.state();
        _record.note(AppPhase::stopped, "");
        CPPUNIT_ASSERT(before.phase() == AppPhase::stopped);
        CPPUNIT_ASSERT_EQUAL(before.conditions.size(), _record.state().conditions.size());
        CPPUNIT_ASSERT_EQUAL(before.changes, _record.state().changes);
    }

    void WhatNoLongerFitsTheWishIsPassedOver()
    {
        _record.want(true, 0, "alice", "");
        _record.note(AppPhase::stopped, "");
        CPPUNIT_ASSERT(_record.state().phase() == AppPhase::pending);
        _record.want(false, 1, "alice", "");
        _record.note(AppPhase::active, "");
        CPPUNIT_ASSERT(_record.state().phase() == AppPhase::scalingDown);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AppRecordTest);
