// What a person with the sqlite3 shell finds.
#include "storage/statement.h"
#include "tests/storage/world.h"

namespace paretop::storage {
namespace {

class ShellViews : public World {
  protected:
    RunId shown = add();

    RunId add() {
        test::SyntheticRun like;
        like.trials = 60;
        return test::add_run(store, like);
    }
    // The first row, its columns parted by bars.
    std::string ask(const std::string& sql, int columns) {
        auto select = store.prepare(sql);
        EXPECT_TRUE(select.has_value()) << select.error().message();
        EXPECT_TRUE(select->step().value());
        std::string row;
        for (int i = 0; i < columns; ++i) row += (i == 0 ? "" : "|") + select->string(i);
        return row;
    }
};

TEST_F(ShellViews, Runs) {
    EXPECT_EQ(ask("SELECT run, experiment, state, asked, done, failed, started, active_s FROM runs ORDER BY run DESC", 8),
              "2|synthetic|done|60|59|1|2023-11-14 22:13:20|0.6");
}

TEST_F(ShellViews, Trials) {
    EXPECT_EQ(ask("SELECT trial, state, configuration, duration_s, reason FROM trials WHERE run = 2 AND state = 'failed'", 5),
              R"(49|failed|{"block":0,"level":12,"wlog":12}|0.01|timeout after 30 s)");
    EXPECT_EQ(ask("SELECT count(*) FROM trials WHERE configuration ->> 'level' = 19", 1), "3");
}

TEST_F(ShellViews, Measurements) {
    EXPECT_EQ(
        ask("SELECT trial, metric, repeat, warmup, unit, value = 0.5 FROM measurements WHERE run = 2 AND metric = 'bytes'", 6),
        "0|bytes|0|0|bytes|0");
}

TEST_F(ShellViews, Fronts) {
    EXPECT_EQ(ask("SELECT count(*) FROM fronts WHERE run = 2 AND on_front", 1),
              std::to_string(get_run(store, shown)->front_size));
    EXPECT_EQ(ask("SELECT trial, configuration FROM fronts ORDER BY entered, trial", 2), R"(0|{"block":0,"level":1,"wlog":10})");
}

}  // namespace
}  // namespace paretop::storage
