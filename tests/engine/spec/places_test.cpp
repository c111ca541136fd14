#include "engine/spec/places.h"

#include "tests/engine/spec/spec_text.h"

namespace paretop::spec {
namespace {

std::string input(const std::string& text) {
    SpecText parts;
    parts.command += "input = \"" + text + "\"\n";
    return input_path(read_good(parts), "/the cache");
}

std::string directory(const std::string& text) {
    SpecText parts;
    parts.command += "directory = \"" + text + "\"\n";
    const auto spec = read_good(parts);
    return run_directory(spec, spec.space.defaults(), {"/w", "/b", "/dir", "/c", "/i"});
}

TEST(places, make_inputs_absolute) {
    EXPECT_EQ(input("corpus/a.tar"), "/dir/corpus/a.tar");
    EXPECT_EQ(input("/usr/bin/x"), "/usr/bin/x");
    EXPECT_EQ(input("{cache}/corpus.bin"), "/the cache/corpus.bin");
    EXPECT_EQ(input("{dir}/../x"), "/dir/../x");
    EXPECT_EQ(input("odd{{name}}"), "/dir/odd{name}");
    EXPECT_EQ(input_path(read_good({}), "/c"), "");
}

TEST(places, make_working_directories_absolute) {
    EXPECT_EQ(directory("{work}"), "/w");
    EXPECT_EQ(directory("sub/{level}"), "/dir/sub/1");
    EXPECT_EQ(directory("{level}/x"), "/dir/1/x");
    EXPECT_EQ(directory("/tmp"), "/tmp");
    const auto spec = read_good({});
    EXPECT_EQ(run_directory(spec, spec.space.defaults(), {}), "/dir");
    const auto odd = read_spec(SpecText().text(), "t.toml", "/a{b}").spec.value();
    EXPECT_EQ(run_directory(odd, odd.space.defaults(), {}), "/a{b}");
}

TEST(Uses, LooksWhereverATrialMayNameAPlace) {
    Spec spec;
    spec.command.setup = {"{work}"};  // is run once, before the trials
    EXPECT_FALSE(uses(spec, Place::work));
    const auto names = [&](auto change) {
        Spec changed = spec;
        change(changed);
        return uses(changed, Place::work) && !uses(changed, Place::build);
    };
    EXPECT_TRUE(names([](Spec& s) { s.command.run = {"cp", "a", "{work}/b"}; }));
    EXPECT_TRUE(names([](Spec& s) { s.command.verify = {"cmp", "a", "{work}/b"}; }));
    EXPECT_TRUE(names([](Spec& s) { s.command.directory = "{work}"; }));
    EXPECT_TRUE(names([](Spec& s) { s.command.environment = {{"TMPDIR", "{work}"}}; }));
    EXPECT_TRUE(names([](Spec& s) { s.metrics.resize(1), s.metrics[0].source.argument = "{work}/out"; }));
}

}  // namespace
}  // namespace paretop::spec
