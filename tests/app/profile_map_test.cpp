// `paretop profile map`: what it prints, keeps and refuses.
#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/store_path.h"
#include "storage/profiles.h"
#include "tests/app/captured.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::app {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class ProfileMap : public testing::Test {
  protected:
    void SetUp() override {
        std::filesystem::create_directories(folder_.file("runs/Load"));
        std::filesystem::create_directories(folder_.file("runs/Crop"));
        for (const auto* run : {"1", "2", "3"}) {
            test::write_bytes(folder_.file(std::string("runs/Load/") + run),
                              "Function,CPU Time,Module\nread,2,libc.so\nmove,1,libc.so\n");
            test::write_bytes(folder_.file(std::string("runs/Crop/") + run), "Function,CPU Time,Module\nmove,1,libc.so\n");
        }
        test::write_bytes(folder_.file("runs/Crop/3"), "Function,CPU Time,Module\nrare,1,libc.so\n");
        test::write_bytes(folder_.file("all"), "Function,CPU Time,Module\nread,20,libc.so\nmove,10,libc.so\nelse,5,libc.so\n");
        test::write_bytes(folder_.file("elapsed"), "Load,4\nCrop,1\n");
    }
    [[nodiscard]] test::Captured map(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"--store", path_, "profile", "map"});
        return test::paretop(arguments);
    }
    test::TemporaryFolder folder_;
    std::string path_ = folder_.file("lab.db");
};

TEST_F(ProfileMap, FoldersBecomeAMapThatIsKept) {
    const auto ran = map({"--from", folder_.file("runs"), "--json", "--name", "mine"});
    ASSERT_EQ(ran.code, 0) << ran.err;
    const auto report = json::parse(ran.out);
    EXPECT_EQ(report["op_to_func"], json::parse(R"({"Crop":["move|libc.so"],"Load":["move|libc.so","read|libc.so"]})"));
    EXPECT_EQ(report["common_funcs_to_op"], json::parse(R"({"move|libc.so":["Crop","Load"]})"));
    EXPECT_EQ(report["operations"][0]["functions"][1]["kept"], false);
    EXPECT_TRUE(report.contains("unmapped"));
    const auto store = storage::Store::open(path_).value();
    const auto id = storage::find_profile(store, "mine").value();
    EXPECT_EQ(report["profile"], id);
    const auto kept = storage::list_function_maps(store, id).value();
    ASSERT_EQ(kept.size(), 4U) << "and what the merge dropped of Crop";
    EXPECT_EQ(kept[0].operation, "Crop");
    EXPECT_EQ(kept[0].runs, 0) << "one function of many, of which no support is told";
    EXPECT_EQ(kept[1].operation, "Crop");
    EXPECT_EQ(kept[1].support, 2);
    EXPECT_EQ(kept[1].runs, 3);
}

TEST_F(ProfileMap, CountersAreSharedOutByElapsedTime) {
    const auto ran =
        map({"--from", folder_.file("runs"), "--json", "--counters", folder_.file("all"), "--elapsed", folder_.file("elapsed")});
    ASSERT_EQ(ran.code, 0) << ran.err;
    const auto report = json::parse(ran.out);
    EXPECT_DOUBLE_EQ(report["operations"][0]["counters"]["cpu_s"].get<double>(), 2);
    EXPECT_DOUBLE_EQ(report["operations"][1]["counters"]["cpu_s"].get<double>(), 28);
    EXPECT_DOUBLE_EQ(report["unmapped"]["counters"]["cpu_s"].get<double>(), 5);
    const auto text = map({"--from", folder_.file("runs"), "--counters", folder_.file("all")});
    EXPECT_THAT(text.out, HasSubstr("unmapped"));
    EXPECT_THAT(text.err, HasSubstr("shared equally"));
}

TEST_F(ProfileMap, SharesAreOfAllThatWasSeen) {
    ASSERT_EQ(map({"--from", folder_.file("runs"), "--name", "mine"}).code, 0);
    const auto shown = test::paretop({"--store", path_, "profile", "show", "mine"}).out;
    EXPECT_THAT(shown, testing::ContainsRegex("Load .* 75 %"));
    EXPECT_THAT(shown, testing::ContainsRegex("Crop .* 25 %"));
    EXPECT_THAT(shown, testing::ContainsRegex("\\[unmapped\\] .* 0 %"));
    const auto functions =
        json::parse(test::paretop({"--store", path_, "profile", "show", "mine", "--by", "function", "--json"}).out);
    double sum = 0;
    for (const auto& row : functions["rows"]) sum += row["self_s"].get<double>();
    EXPECT_DOUBLE_EQ(sum, 12);
    EXPECT_THAT(functions["rows"].dump(), HasSubstr("[unmapped]"));
}

TEST_F(ProfileMap, AMapIsWrittenAndReadAgain) {
    const auto file = folder_.file("map.json");
    ASSERT_EQ(map({"--from", folder_.file("runs"), "--merge", "union", "-o", file}).code, 0);
    const auto again = map({"--map", file, "-o", "-"});
    ASSERT_EQ(again.code, 0) << again.err;
    EXPECT_EQ(json::parse(again.out), json::parse(test::read_bytes(file)));
}

TEST_F(ProfileMap, AProgramIsMappedWherePerfIsAllowed) {
    constexpr const char* k_script =
        "[ $PARETOP_MAP_OPERATION = Count ] || exit 64\n"
        "echo enable >$PARETOP_MAP_CONTROL; read a <$PARETOP_MAP_ACK\n"
        "i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done\n"
        "echo disable >$PARETOP_MAP_CONTROL; read a <$PARETOP_MAP_ACK\n";
    const auto ran = map({"--operation", "Count", "--runs", "1", "--json", "--", "/bin/sh", "-c", k_script});
    if (ran.code == 6 && (ran.err.find("install it") != std::string::npos || ran.err.find("may not count") != std::string::npos))
        GTEST_SKIP() << ran.err;
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_FALSE(json::parse(ran.out)["op_to_func"]["Count"].empty());
    EXPECT_THAT(json::parse(ran.out)["remarks"].dump(), HasSubstr("are found with 75 % confidence"));
}

TEST_F(ProfileMap, AProfileWithACallTreeKeepsIt) {
    storage::ProfileId id = 0;
    {
        auto store = open_or_create(path_).value();
        const auto made = store.write([&]() -> Result<void> {
            storage::ProfileRecord profile;
            profile.name = "sampled";
            PARETOP_TRY(id, storage::insert_profile(store, profile));
            const storage::FunctionRecord function{0, "f", "m", 1, 1, 1};
            PARETOP_CHECK(storage::put_functions(store, id, {&function, 1}));
            const storage::CallRecord call{0, -1, 0, 1, 1};
            return storage::put_calls(store, id, {&call, 1});
        });
        ASSERT_TRUE(made) << made.error().message();
    }
    const auto ran = map({"--profile", "sampled", "--from", folder_.file("runs")});
    EXPECT_EQ(ran.code, 2);
    EXPECT_THAT(ran.err, HasSubstr("has a call tree"));
    const auto store = storage::Store::open(path_).value();
    EXPECT_EQ(storage::list_calls(store, id).value().size(), 1U);
    EXPECT_TRUE(storage::list_function_maps(store, id).value().empty());
}

TEST_F(ProfileMap, AProfileThatChangedMeanwhileKeepsItsState) {
    storage::ProfileId id = 0;
    {
        auto store = open_or_create(path_).value();
        storage::ProfileRecord profile;
        profile.name = "growing";
        ASSERT_TRUE(store.write([&]() -> Result<void> {
            PARETOP_TRY(id, storage::insert_profile(store, profile));
            return {};
        }));
    }
    // The "program" that is mapped changes the profile, as an import that goes on beside it would.
    const auto change = "sqlite3 " + path_ + " 'update profile set records = 77'\n";
    constexpr const char* k_ask =
        "echo enable >$PARETOP_MAP_CONTROL; read a <$PARETOP_MAP_ACK\n"
        "echo disable >$PARETOP_MAP_CONTROL; read a <$PARETOP_MAP_ACK\n";
    if (std::system("command -v sqlite3 >/dev/null") != 0) GTEST_SKIP() << "no sqlite3";
    const auto ran = map({"--profile", "growing", "--operation", "Any", "--runs", "1", "--", "/bin/sh", "-c", change + k_ask});
    if (ran.code == 6 && (ran.err.find("install it") != std::string::npos || ran.err.find("may not count") != std::string::npos))
        GTEST_SKIP() << ran.err;
    ASSERT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(storage::get_profile(storage::Store::open(path_).value(), id).value().records, 77);
}

TEST_F(ProfileMap, AMapThatCannotBeWrittenIsKeptNonetheless) {
    const auto ran = map({"--from", folder_.file("runs"), "--name", "mine", "-o", "/no/such/folder/map"});
    EXPECT_NE(ran.code, 0);
    const auto store = storage::Store::open(path_).value();
    EXPECT_TRUE(storage::find_profile(store, "mine"));
}

TEST_F(ProfileMap, WhatDoesNotLieWhereRunsDoIsSaid) {
    std::filesystem::create_directories(folder_.file("runs/Crop/older"));
    test::write_bytes(folder_.file("runs/notes.txt"), "x");
    const auto ran = map({"--from", folder_.file("runs")});
    EXPECT_EQ(ran.code, 0);
    EXPECT_THAT(ran.err, HasSubstr("runs/Crop: passed over 1 within it: older"));
    EXPECT_THAT(ran.err, HasSubstr("runs: passed over 1 beside the folders of operations: notes.txt"));
    const auto unknown = map({"--from", folder_.file("runs"), "--operation", "Loda"});
    EXPECT_EQ(unknown.code, 4);
    EXPECT_THAT(unknown.err, HasSubstr("there is no operation 'Loda'; --operation takes Crop, Load"));
}

TEST_F(ProfileMap, OfAMapThatWasReadNoSupportIsTold) {
    const auto file = folder_.file("map.json");
    ASSERT_EQ(map({"--from", folder_.file("runs"), "-o", file}).code, 0);
    ASSERT_EQ(map({"--map", file, "--name", "read", "--counters", folder_.file("all")}).code, 0);
    const auto shown = test::paretop({"--store", path_, "profile", "show", "read", "--by", "function"}).out;
    EXPECT_THAT(shown, testing::ContainsRegex("read +libc.so .*Load\n"));
    EXPECT_THAT(shown, Not(HasSubstr("0/0")));
}

TEST_F(ProfileMap, WhatCannotBeMappedIsRefused) {
    EXPECT_THAT(map({}).err, HasSubstr("there is nothing to map"));
    EXPECT_THAT(map({"--from", "a", "--map", "b"}).err, HasSubstr("more than one thing to map"));
    EXPECT_THAT(map({"--collector", "vtune", "--", "true"}).err, HasSubstr("take its reports in with --from"));
    EXPECT_THAT(map({"--", "true"}).err, HasSubstr("no operation is named"));
    EXPECT_EQ(map({"--from", "/no/such"}).code, 4);
    EXPECT_EQ(map({"--merge", "some", "--from", folder_.file("runs")}).code, 2);
    EXPECT_THAT(map({"--map", folder_.file("all")}).err, HasSubstr("is no JSON"));
    EXPECT_THAT(map({"--profile", "nobody", "--from", folder_.file("runs")}).err, Not(HasSubstr("mapped")));
}

}  // namespace
}  // namespace paretop::app
