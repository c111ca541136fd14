#include "views/model/launch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/storage/temporary_folder.h"
#include "tests/views/letters.h"
#include "tests/views/model/model_fixture.h"

namespace paretop::model {
namespace {

using test::value_of;

constexpr const char* k_file = test::k_letters;

struct Fixture {
    test::TemporaryFolder first, second;
    storage::Store store = test::open_store();
    LaunchModel model{store, {first.path(), second.path(), first.path() + "/missing"}};

    std::string text_of(const spec::Spec& spec, const LaunchOrder& order, const std::string& label) {
        for (const auto& line : model.explain(spec, order))
            if (line.label == label) return line.text;
        return "";
    }
};

TEST(Launch, FindsExperimentsInTheOrderOfTheFolders) {
    Fixture f;
    test::write_bytes(f.second.file("a.toml"), k_file);
    test::write_bytes(f.first.file("z.toml"), k_file);
    test::write_bytes(f.first.file("b.toml"), k_file);
    test::write_bytes(f.first.file("notes.txt"), k_file);
    test::write_bytes(f.first.file("pyproject.toml"), "[project]\nname = \"other\"\n");
    test::update_all(f.model);
    ASSERT_EQ(f.model.files().size(), 3U);
    EXPECT_EQ(f.model.files()[0].path, f.first.file("b.toml"));
    EXPECT_EQ(f.model.files()[2].path, f.second.file("a.toml"));
    EXPECT_EQ(f.model.files()[0].name, "letters");
    EXPECT_TRUE(f.model.files()[0].spec);
}

TEST(Launch, AFileThatCannotBeRunSaysWhy) {
    Fixture f;
    test::write_bytes(f.first.file("broken.toml"), "[experiment]\nname = \"x\"\nkindd = \"tune\"\n");
    test::update_all(f.model);
    ASSERT_EQ(f.model.files().size(), 1U);
    const auto& file = f.model.files()[0];
    EXPECT_FALSE(file.spec);
    EXPECT_FALSE(file.problems.empty());
    EXPECT_EQ(file.name, "broken");
}

TEST(Launch, SeesChangesAndForgetsWhatIsGone) {
    Fixture f;
    test::write_bytes(f.first.file("a.toml"), k_file);
    test::update_all(f.model);
    ASSERT_EQ(f.model.files().size(), 1U);
    std::string changed = k_file;
    changed.replace(changed.find("letters"), 7, "numbers2");
    test::write_bytes(f.first.file("a.toml"), changed);
    test::update_all(f.model);
    EXPECT_EQ(f.model.files()[0].name, "numbers2");
    std::filesystem::remove(f.first.file("a.toml"));
    test::update_all(f.model);
    EXPECT_TRUE(f.model.files().empty());
}

TEST(Launch, AFileReachedTwiceIsShownOnce) {
    Fixture f;
    test::write_bytes(f.first.file("a.toml"), k_file);
    std::filesystem::create_symlink(f.first.file("a.toml"), f.second.file("a.toml"));
    test::update_all(f.model);
    EXPECT_EQ(f.model.files().size(), 1U);
}

TEST(Launch, ReadsNoMoreFilesThanTheBudgetAllows) {
    Fixture f;
    for (int i = 0; i < 5; ++i) test::write_bytes(f.first.file(std::to_string(i) + ".toml"), k_file);
    auto budget = Budget::of_steps(2);
    EXPECT_TRUE(value_of(f.model.update(budget)));
    EXPECT_EQ(f.model.files().size(), 2U);
    EXPECT_EQ(test::update_all(f.model, 2), 2);
    EXPECT_EQ(f.model.files().size(), 5U);
}

TEST(Launch, ExplainsInWords) {
    Fixture f;
    const auto spec = *spec::read_spec(k_file, "letters.toml", "/").spec;
    EXPECT_EQ(f.text_of(spec, {}, "about"), "Counts letters.");
    EXPECT_EQ(f.text_of(spec, {}, "varied"), "level (1 to 19), mode (fast, slow)");
    EXPECT_EQ(f.text_of(spec, {}, "configurations"), "38, less what 1 constraint rules out");
    EXPECT_EQ(f.text_of(spec, {}, "run as"), "wc -c {level} {mode}");
    EXPECT_EQ(f.text_of(spec, {}, "measured"), "wall_s (s); 4 runs each, after 1 warm-up");
    EXPECT_EQ(f.text_of(spec, {}, "sought"), "least wall_s within +3%");
    EXPECT_EQ(f.text_of(spec, {}, "takes"), "at most 16m 40s, were every run to take the whole 10 s it may");
    LaunchOrder order;
    order.trials = 2;
    order.parallel = 2;
    EXPECT_EQ(f.text_of(spec, order, "takes"), "at most 50 s, were every run to take the whole 10 s it may");
}

TEST(Launch, ShowsCommandsAsTheyWouldBeTyped) {
    Fixture f;
    auto spec = *spec::read_spec(k_file, "letters.toml", "/").spec;
    spec.command.run = {"sh", "-c", "wc -c | sort", "{level}"};
    EXPECT_EQ(f.text_of(spec, {}, "run as"), "sh -c 'wc -c | sort' {level}");
}

TEST(Launch, AnEarlierRunTellsHowLongItTakes) {
    Fixture f;
    test::add_run(f.store, test::encoded_run(30, "letters"));  // 10 ms of active time a trial
    const auto spec = *spec::read_spec(k_file, "letters.toml", "/").spec;
    LaunchOrder order;
    order.trials = 6000;
    EXPECT_EQ(f.text_of(spec, order, "takes"), "about 1m 00s, as fast as the last run of it");
}

}  // namespace
}  // namespace paretop::model
