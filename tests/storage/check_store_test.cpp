#include <gtest/gtest.h>

#include <algorithm>

#include "tests/storage/world.h"

namespace paretop::storage {
namespace {

struct Damage {
    const char* sql;
    const char* finding;
};

class CheckStore : public testing::TestWithParam<Damage> {};

TEST_P(CheckStore, FindsWhatIsWrong) {
    auto store = test::open_store();
    test::SyntheticRun like;
    like.trials = 60;
    test::add_run(store, like);
    ASSERT_EQ(check_store(store).value(), std::vector<std::string>{});
    const auto damaged = store.execute(std::string("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; ") +
                                       GetParam().sql + "; PRAGMA ignore_check_constraints = OFF");
    ASSERT_TRUE(damaged.has_value()) << damaged.error().message();
    const auto findings = check_store(store).value();
    EXPECT_TRUE(std::find(findings.begin(), findings.end(), GetParam().finding) != findings.end())
        << testing::PrintToString(findings) << "\ninstead of " << GetParam().finding;
}

INSTANTIATE_TEST_SUITE_P(
    Each, CheckStore,
    testing::Values(
        Damage{"UPDATE run SET asked = 61", "run 1: counts 61 trials asked, the store holds 60"},
        Damage{"UPDATE run SET done = 7", "run 1: counts 7 trials done, the store holds 59"},
        Damage{"UPDATE run SET failed = 0", "run 1: counts 0 trials failed, the store holds 1"},
        Damage{"UPDATE run SET front_size = 0; DELETE FROM front WHERE trial > 0; UPDATE front SET left_by = NULL",
               "run 1: counts 0 trials on the front, the store holds 1"},
        Damage{"UPDATE trial SET number = 70 WHERE number = 59", "run 1: trials are numbered 0 to 70 but there are 60"},
        Damage{"UPDATE trial SET feasible = 0 WHERE number = 0", "run 1, trial 0: on the front though infeasible"},
        Damage{"UPDATE trial SET state = 'running' WHERE number = 0", "run 1, trial 0: on the front though running"},
        Damage{"UPDATE trial SET state = 'running' WHERE number = 5", "run 1, trial 5: told to the search though running"},
        Damage{"UPDATE front SET left_by = 99 WHERE trial = 0",
               "run 1, trial 0: left the front for trial 99, which never entered it"},
        Damage{"UPDATE trial SET tell_index = 4 WHERE number = 5", "run 1: 60 outcomes were told, with places 0 to 59"},
        Damage{"UPDATE trial SET tell_index = 90 WHERE number = 59", "run 1: 60 outcomes were told, with places 0 to 90"},
        Damage{"UPDATE measurement SET value = 9e999 WHERE trial = 3 AND metric = 0",
               "run 1, trial 3: a measurement is not finite"},
        Damage{"UPDATE measurement SET metric = 9 WHERE trial = 3 AND metric = 0",
               "run 1, trial 3: a measurement of metric 9, which is not declared"},
        Damage{"DELETE FROM measurement WHERE trial = 3 AND metric = 1", "run 1, trial 3: done without a measurement of bytes"},
        Damage{"UPDATE configuration SET experiment = 5 WHERE id = 1",
               "run 1, trial 0: its configuration is of another experiment"},
        Damage{"UPDATE configuration SET json = '{' WHERE id = 2", "configuration 2: its JSON cannot be read"},
        Damage{"DELETE FROM trial WHERE number = 59", "table measurement: a row refers to no trial"},
        Damage{"UPDATE trial SET state = 'odd' WHERE number = 7", "file: CHECK constraint failed in trial"}));

}  // namespace
}  // namespace paretop::storage
