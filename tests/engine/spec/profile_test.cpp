// [profile], and experiments of kind profile.
#include <gtest/gtest.h>

#include "tests/engine/spec/spec_text.h"

namespace paretop::spec {
namespace {

SpecText profile_text() {
    SpecText parts;
    parts.experiment = "[experiment]\nname = \"p\"\nkind = \"profile\"\n";
    parts.parameters.clear();
    parts.objectives.clear();
    parts.command = "[command]\nrun = [\"prog\"]\n";
    return parts;
}

std::string problem_of(const SpecText& parts) {
    const auto read = read_text(parts.text());
    return read.problems.size() == 1 ? read.problems[0].message("t") : std::to_string(read.problems.size()) + " problems";
}

TEST(spec_profile, has_defaults_where_nothing_is_said) {
    const auto spec = read_good({});
    EXPECT_TRUE(spec.profile.run.empty());
    EXPECT_EQ(spec.profile.runs, 1);
    EXPECT_EQ(spec.profile.timeout, 0);
    EXPECT_TRUE(spec.profile.records);
}

TEST(spec_profile, is_read_whole) {
    SpecText parts;
    parts.rest =
        "[profile]\nrun = [\"prog\", \"-{level}\", \"{work}/x\"]\nruns = 3\ntrace = \"{work}/x\"\nformat = \"chrome\"\n"
        "timeout = \"5m\"\nrecords = false\n";
    const auto profile = read_good(parts).profile;
    EXPECT_EQ(profile.run, (std::vector<std::string>{"prog", "-{level}", "{work}/x"}));
    EXPECT_EQ(profile.runs, 3);
    EXPECT_EQ(profile.trace, "{work}/x");
    EXPECT_EQ(profile.format, "chrome");
    EXPECT_EQ(profile.timeout, 300'000'000'000);
    EXPECT_FALSE(profile.records);
}

TEST(spec_profile, mistakes_are_found_at_their_places) {
    const auto said = [](const std::string& lines) {
        SpecText parts;
        parts.rest = "[profile]\n" + lines;
        return problem_of(parts);
    };
    const std::string line = "t:13:";  // the first below [profile]
    EXPECT_EQ(said("run = \"prog\"\n"), line + "7: profile.run: is 'prog'; write run = [\"program\", \"argument\", …]");
    EXPECT_EQ(said("run = []\n"), line + "7: profile.run: is empty; write run = [\"program\", \"argument\", …]");
    EXPECT_EQ(said("run = [\"p\", 4]\n"), line + "13: profile.run: holds 4; write it in quotes: \"4\"");
    EXPECT_NE(said("run = [\"p\", \"{lvl}\"]\n").find("profile.run: "), std::string::npos);
    EXPECT_NE(said("run = [\"p\", \"{build}\"]\n").find("mentions {build}, which there is not here"), std::string::npos);
    EXPECT_EQ(said("runs = 0\n"), line + "8: profile.runs: is 0; write a whole number from 1 to 10000");
    EXPECT_NE(said("trace = \"/tmp/x\"\n").find("write a path that begins with {work}"), std::string::npos);
    EXPECT_EQ(said("rnus = 2\n"), line + "1: profile.rnus: is unknown; did you mean 'runs'?");
    EXPECT_NE(said("timeout = 3\n").find("write the unit"), std::string::npos);
    EXPECT_NE(said("format = \"lotsu\"\n").find("did you mean 'lotus'?"), std::string::npos);
}

TEST(spec_profile, a_profile_experiment_needs_no_parameter_and_no_objective) {
    const auto spec = read_good(profile_text());
    EXPECT_EQ(spec.kind, k_profile);
    EXPECT_TRUE(spec.space.parameters().empty());
    ASSERT_EQ(spec.objectives.size(), 1U);
    EXPECT_EQ(spec.metrics[spec.objectives[0].metric].name, "wall_s");
    EXPECT_EQ(spec.search.trials, 1);
}

TEST(spec_profile, a_profile_experiment_makes_what_it_lists_and_no_more) {
    auto parts = profile_text();
    parts.parameters = SpecText().parameters;
    parts.rest = "[[start]]\nlevel = 3\n[[start]]\nlevel = 9\n";
    const auto spec = read_good(parts);
    EXPECT_EQ(spec.search.trials, 3);
    EXPECT_EQ(spec.search.start.size(), 2U);
    EXPECT_FALSE(spec.search.race);
    EXPECT_EQ(spec.search.confirm, 0);
}

TEST(spec_profile, a_profile_experiment_does_not_search) {
    auto parts = profile_text();
    parts.rest = "[search]\ntrials = 5\n";
    EXPECT_NE(problem_of(parts).find("search: means nothing for kind profile; list configurations as [[start]]"),
              std::string::npos);
    parts.rest.clear();
    parts.command = "[command]\nrun = [\"prog\"]\nprotocol = \"serve\"\n";
    EXPECT_NE(problem_of(parts).find("profile.run: is missing"), std::string::npos);
    parts.rest = "[profile]\nrun = [\"other\"]\n";
    EXPECT_TRUE(read_text(parts.text()).spec);
}

}  // namespace
}  // namespace paretop::spec
