// `paretop importance` over a synthetic run in which the first parameter decides.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "engine/spec/spec.h"
#include "tests/app/captured.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::app {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class ImportanceVerb : public testing::Test {
  protected:
    void SetUp() override {
        auto store = test::open_store(path_);
        const auto id = test::add_run(store, {});
        const auto text = storage::get_experiment(store, storage::get_run(store, id)->experiment)->spec;
        space_ = spec::read_spec(text, "synthetic.toml", "/").spec->space;
        test::SyntheticRun run;
        run.trials = 300;
        run.configuration = [this](auto number) { return encoded(number); };
        test::add_run(store, run);
    }
    [[nodiscard]] storage::ConfigurationRecord encoded(storage::TrialNumber number) const {
        const auto point = test::synthetic_point(number);
        const space::Configuration configuration{{point.level, point.wlog, point.block}};
        storage::ConfigurationRecord record;
        record.json = space::to_json(space_, configuration);
        record.hash = space::content_hash(record.json);
        record.compact = space::encode(space_, configuration);
        return record;
    }
    [[nodiscard]] test::Captured paretop(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "importance");
        arguments.insert(arguments.end(), {"--store", path_});
        return test::paretop(arguments);
    }
    test::TemporaryFolder folder_;
    std::string path_ = folder_.file("lab.db");
    space::Space space_;
};

TEST_F(ImportanceVerb, DrawsABarForEachParameterOfEachObjective) {
    const auto printed = paretop({"2"});
    EXPECT_EQ(printed.code, 0);
    EXPECT_THAT(printed.out, HasSubstr("wall_s: main effects, as shares of its variance, from 294 trials (R² "));
    EXPECT_THAT(printed.out, HasSubstr("bytes: main effects"));
    EXPECT_THAT(printed.out, HasSubstr("█"));
    EXPECT_THAT(printed.out, HasSubstr("(together)"));
}

TEST_F(ImportanceVerb, SaysOfAConstantThatNothingMattersToIt) {
    {
        auto store = test::open_store(path_);
        ASSERT_TRUE(store.write([&] { return store.execute("UPDATE measurement SET value = 7 WHERE run = 2 AND metric = 1"); }));
    }
    const auto printed = paretop({"2"}).out;
    EXPECT_THAT(printed, HasSubstr("bytes: the same in all 294 trials\nno parameter is known to matter to it\n"));
    EXPECT_THAT(printed, HasSubstr("wall_s: main effects"));
    const auto parts = json::parse(paretop({"2", "--json"}).out);
    EXPECT_EQ(parts[0]["constant"], false);
    EXPECT_EQ(parts[1]["constant"], true);
}

TEST_F(ImportanceVerb, NamesTheParameterThatDecides) {
    for (const char* method : {"fanova", "permutation"}) {
        const auto parts = json::parse(paretop({"2", "--json", "--method", method}).out);
        ASSERT_EQ(parts.size(), 2U);
        EXPECT_EQ(parts[0]["objective"], "wall_s");
        EXPECT_EQ(parts[0]["method"], method);
        EXPECT_EQ(parts[0]["parameters"][0]["name"], "level");
        EXPECT_GT(parts[0]["parameters"][0]["share"], 0.5);
        EXPECT_GT(parts[0]["r_squared"], 0.4);
    }
}

TEST_F(ImportanceVerb, OfOneObjective) {
    const auto parts = json::parse(paretop({"2", "--json", "--objective", "bytes"}).out);
    ASSERT_EQ(parts.size(), 1U);
    EXPECT_EQ(parts[0]["objective"], "bytes");
    const auto unknown = paretop({"2", "--objective", "speed"});
    EXPECT_EQ(unknown.code, 4);
    EXPECT_THAT(unknown.err, HasSubstr("its objectives are wall_s, bytes"));
}

TEST_F(ImportanceVerb, OfTooFewTrialsIsRefused) {
    const auto printed = paretop({"1"});
    EXPECT_EQ(printed.code, 2);
    EXPECT_THAT(printed.err, HasSubstr("0 trials are too few"));
}

}  // namespace
}  // namespace paretop::app
