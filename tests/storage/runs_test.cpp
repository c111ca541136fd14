#include "storage/statement.h"
#include "tests/storage/world.h"

namespace paretop::storage {
namespace {

class Runs : public World {
  protected:
    std::int64_t count(const std::string& table) {
        auto select = store.prepare("SELECT count(*) FROM " + table);
        return select->first([](const Statement& row) { return row.integer(0); })->value();
    }
};

TEST_F(Runs, ComeBackAsTheyWere) {
    RunRecord record;
    record.experiment = experiment;
    record.state = RunState::paused;
    record.seed = -7;
    record.budget = 500;
    record.planned = 300;
    record.parallel = 2;
    record.method = "auto";
    record.chosen = "nsga2";
    record.reason = "paused by \"me\"";
    record.version = "0.1.0";
    record.created_ns = 10;
    record.started_ns = 20;
    record.active_ns = 5;
    record.asked = record.done = record.failed = record.front_size = 0;
    record.hypervolume = 0.1;
    record.reference_point = {0.1, -2.5e300, 3};
    record.id = write([&] { return insert_run(store, record); });
    EXPECT_EQ(get_run(store, record.id).value(), record);

    record.state = RunState::failed;
    record.budget = 600;
    record.ended_ns = 30;
    record.hypervolume.reset();
    record.reference_point.clear();
    record.reason = "";
    write([&] { return update_run(store, record); });
    EXPECT_EQ(get_run(store, record.id).value(), record);
    EXPECT_EQ(list_runs(store)->front(), record);  // newest first
    EXPECT_EQ(list_runs(store)->size(), 2U);
}

TEST_F(Runs, OnesThatAreNotThereAreNotFound) {
    EXPECT_EQ(get_run(store, 99).error().kind, ErrorKind::not_found);
    RunRecord record = get_run(store, run).value();
    record.id = 99;
    EXPECT_EQ(store.write([&] { return update_run(store, record); }).error().kind, ErrorKind::not_found);
    EXPECT_EQ(store.write([&] { return remove_run(store, 99); }).error().kind, ErrorKind::not_found);
}

TEST_F(Runs, AreRemovedWithAllThatBelongsToThem) {
    test::SyntheticRun like;
    like.experiment = "other";
    like.trials = 100;
    like.executions = true;
    const RunId doomed = test::add_run(store, like);
    write([&] { return insert_intermediates(store, doomed, std::vector<IntermediateRecord>{{0, 0, 0, 1, 0.5}}); });
    write([&] { return put_artifact(store, {{doomed, 0}, "log", "log", "text", 4}); });
    write([&] { return put_note(store, {doomed, -1}, "note"); });
    write([&] { return put_tag(store, doomed, "tag", true); });
    write([&] { return insert_request(store, {0, doomed, 1, "pause", "", {}, ""}); });
    write([&] { return remove_run(store, doomed); });

    EXPECT_EQ(get_run(store, doomed).error().kind, ErrorKind::not_found);
    for (const char* table :
         {"trial", "measurement", "intermediate", "execution", "front", "configuration", "artifact", "note", "tag", "request"})
        EXPECT_EQ(count(table), 0) << table;
    EXPECT_EQ(count("run"), 1);
    EXPECT_EQ(count("experiment"), 1);
    EXPECT_EQ(check_store(store)->size(), 0U);
    EXPECT_GT(test::add_run(store, like), doomed);  // its number is not given to another
}

TEST_F(Runs, LeaveWhatOthersUse) {
    test::SyntheticRun few, many;
    few.trials = 10;
    many.trials = 30;
    const RunId one = test::add_run(store, few);
    const RunId other = test::add_run(store, many);
    EXPECT_EQ(count("configuration"), 30);  // the same experiment, the same configurations
    write([&] { return remove_run(store, other); });
    EXPECT_EQ(count("configuration"), 10);
    EXPECT_EQ(count("trial"), 10);
    EXPECT_EQ(get_run(store, one)->asked, 10);
    EXPECT_EQ(check_store(store)->size(), 0U);
}

class FindRun : public World {
  protected:
    RunId add(const std::string& name) {
        test::SyntheticRun like;
        like.experiment = name;
        return test::add_run(store, like);
    }
    RunId zstd = add("zstd-levels");
    RunId flags = add("gcc-flags");
    RunId fast = add("zstd");
    RunId newer = add("zstd-levels");
    RunId figure = add("2024");
};

TEST_F(FindRun, ByNumberNameOrPrefix) {
    EXPECT_EQ(find_run(store, std::to_string(zstd)).value(), zstd);
    EXPECT_EQ(find_run(store, "zstd-levels").value(), newer);
    EXPECT_EQ(find_run(store, "zstd").value(), fast);  // the whole name before the prefix of another
    EXPECT_EQ(find_run(store, "zstd-").value(), newer);
    EXPECT_EQ(find_run(store, "g").value(), flags);
    EXPECT_EQ(find_run(store, "2024").value(), figure);  // no run has that number
}

TEST_F(FindRun, SaysWhatItCouldBe) {
    const auto several = find_run(store, "zs");
    EXPECT_EQ(several.error().kind, ErrorKind::usage);
    EXPECT_NE(several.error().what.find("zstd, zstd-levels"), std::string::npos) << several.error().message();
    const auto near = find_run(store, "gcc-flgas");
    EXPECT_EQ(near.error().kind, ErrorKind::not_found);
    EXPECT_NE(near.error().remedy.find("gcc-flags"), std::string::npos) << near.error().message();
    EXPECT_EQ(find_run(store, "999").error().kind, ErrorKind::not_found);
    EXPECT_EQ(find_run(store, "").error().kind, ErrorKind::not_found);
    EXPECT_EQ(find_run(store, "1x").error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace paretop::storage
