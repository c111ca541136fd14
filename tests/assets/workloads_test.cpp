// The programs in assets/workloads do what the experiments rely on.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "tests/assets/shell.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop {
namespace {

namespace fs = std::filesystem;
const std::string k_workloads = PARETOP_ASSETS "/workloads/";

using test::Outcome;
using test::shell;

TEST(WorkloadsTest, BlockzipWritesTheExpectedReport) {
    const test::TemporaryFolder folder;
    const std::string program = folder.file("blockzip"), report = folder.file("report");
    ASSERT_EQ(shell("gcc -std=c11 -O1 -o " + program + " " + k_workloads + "blockzip/*.c").exit_code, 0);
    ASSERT_EQ(shell(program + " " + report).exit_code, 0);
    EXPECT_EQ(test::read_bytes(report), test::read_bytes(k_workloads + "blockzip/expected"));
}

TEST(WorkloadsTest, BlockzipRestoresOddSizes) {
    const test::TemporaryFolder folder;
    const std::string program = folder.file("blockzip"), report = folder.file("report");
    ASSERT_EQ(shell("gcc -std=c11 -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -o " + program + " " + k_workloads +
                    "blockzip/*.c")
                  .exit_code,
              0);
    for (const char* arguments : {" 0", " 1 7", " 131 3"})
        EXPECT_EQ(shell(program + " " + report + arguments + " 2>&1").exit_code, 0) << arguments;
    EXPECT_EQ(shell(program + " " + report + " many 2>&1").exit_code, 1);
}

TEST(WorkloadsTest, TheCorpusIsWrittenOnceAndIsTheSameAgain) {
    const test::TemporaryFolder folder;
    const std::string corpus = folder.file("cache/corpus.bin"), command = "sh " + k_workloads + "corpus.sh ";
    ASSERT_EQ(shell(command + corpus).exit_code, 0);
    EXPECT_GE(fs::file_size(corpus), 2U << 20U);
    EXPECT_LE(fs::file_size(corpus), 8U << 20U);
    const auto written = fs::last_write_time(corpus);
    ASSERT_EQ(shell(command + corpus).exit_code, 0);
    EXPECT_EQ(fs::last_write_time(corpus), written);
    const std::string again = folder.file("again.bin");
    ASSERT_EQ(shell(command + again).exit_code, 0);
    EXPECT_TRUE(test::read_bytes(corpus) == test::read_bytes(again));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.file("cache")), fs::directory_iterator()), 1)
        << "something was left behind";
}

std::string request(int id, const std::string& probe, const std::string& hash, bool tags, const std::string& layout) {
    return nlohmann::json{{"id", id},
                          {"set", "tune"},
                          {"config",
                           {{"probe", probe},
                            {"hash", hash},
                            {"tags", tags},
                            {"layout", layout},
                            {"erase", id % 2 == 0 ? "shift" : "tombstone"},
                            {"max_load", 0.9},
                            {"chain_load", 2.5},
                            {"growth", 1.3},
                            {"initial", 16},
                            {"prefetch", id % 5}}}}
               .dump() +
           "\n";
}

TEST(WorkloadsTest, EveryHashTableAnswersRightly) {
    const test::TemporaryFolder folder;
    const std::string worker = folder.file("worker");
    ASSERT_EQ(shell("sh " + k_workloads + "hashtable/build.sh " + worker).exit_code, 0);
    std::string requests;
    int count = 0;
    for (const char* probe : {"linear", "double", "robin_hood", "chained"})
        for (const char* hash : {"multiply", "mix", "fnv"})
            for (const bool tags : {false, true})
                for (const char* layout : {"together", "apart"})
                    for (int erase = 0; erase < 2; ++erase) requests += request(++count, probe, hash, tags, layout);
    test::write_bytes(folder.file("requests"), requests + "not a request\n" + R"({"id":0,"config":{"hash":"none"}})" + "\n");
    const Outcome outcome = shell(worker + " < " + folder.file("requests"));
    EXPECT_EQ(outcome.exit_code, 0);

    std::istringstream lines(outcome.output);
    std::string line;
    for (int id = 1; id <= count; ++id) {
        ASSERT_TRUE(std::getline(lines, line));
        const auto answer = nlohmann::json::parse(line);
        EXPECT_EQ(answer.at("id"), id);
        ASSERT_TRUE(answer.contains("metrics")) << line;
        EXPECT_GT(answer.at("metrics").at("ns_per_op"), 0);
        EXPECT_GT(answer.at("metrics").at("bytes_per_entry"), 16);
    }
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_TRUE(nlohmann::json::parse(line).contains("error"));
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(nlohmann::json::parse(line).at("error"), "unknown hash 'none'");
}

TEST(WorkloadsTest, TheHashTableWorkerIsBuiltOnce) {
    const test::TemporaryFolder folder;
    const std::string worker = folder.file("worker"), command = "sh " + k_workloads + "hashtable/build.sh " + worker;
    ASSERT_EQ(shell(command).exit_code, 0);
    const auto built = fs::last_write_time(worker);
    ASSERT_EQ(shell(command).exit_code, 0);
    EXPECT_EQ(fs::last_write_time(worker), built);
}

// The same pictures come out whoever makes them, and in whatever batches.
TEST(WorkloadsTest, PreprocessMakesTheSameOfItsPicturesWithAnyNumberOfWorkers) {
    const test::TemporaryFolder folder;
    const std::string program = folder.file("preprocess"), pictures = folder.file("pictures"), report = folder.file("report");
    const Outcome built = shell("CXXFLAGS=-O0 sh " + k_workloads + "preprocess/build.sh " + program + " " + pictures + " 3 2>&1");
    if (built.output.find("jpeglib.h") != std::string::npos || built.output.find("png.h") != std::string::npos)
        GTEST_SKIP() << "libjpeg-dev and libpng-dev are not installed";
    ASSERT_EQ(built.exit_code, 0) << built.output;
    const auto checksum = [&](const std::string& options) {
        const Outcome outcome = shell("PARETOP_REPORT=" + report + " PARETOP_TRACE=" + folder.file("t") + " " + program +
                                      " --images " + pictures + " --size 32 " + options + " 2>&1");
        const auto at = outcome.output.find("checksum");
        EXPECT_EQ(outcome.exit_code, 0) << options << outcome.output;
        return at == std::string::npos ? outcome.output : outcome.output.substr(at);
    };
    const std::string alone = checksum("--workers 0 --epochs 2");
    EXPECT_EQ(checksum("--workers 2 --batch 2 --epochs 2"), alone);
    EXPECT_EQ(checksum("--workers 3 --batch 1 --prefetch 3 --epochs 2"), alone);
    EXPECT_NE(checksum("--workers 0 --epochs 2 --filter nearest"), alone);
    EXPECT_NE(checksum("--workers 0 --epochs 2 --scale 2"), alone);
    EXPECT_NE(test::read_bytes(report).find(R"({"metric":"images_per_s","value":)"), std::string::npos);
    const Outcome records = shell("cat " + folder.file("t") + "_worker_* | cut -d, -f1 | grep -vc Batch");
    const auto said = [&](const std::string& options) { return shell(program + " " + options + " 2>&1").output; };
    EXPECT_EQ(said("--images . --scale 3"), "preprocess: --scale is 1, 2, 4 or 8\n");
    EXPECT_EQ(said("--images . --filter cubic"), "preprocess: unknown filter 'cubic'\n");
    test::write_bytes(pictures + "/9.jpg", "no picture");
    EXPECT_EQ(said("--images " + pictures), "preprocess: not a readable JPEG: Not a JPEG file: starts with 0x6e 0x6f\n");
    EXPECT_EQ(std::stoi(records.output),
              5 * (2 * 3 * 5) + 2 * (1 + 2 + 3 + 1 + 1));  // five operations a picture, a collation a batch
}

}  // namespace
}  // namespace paretop
