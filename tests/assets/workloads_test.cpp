// The programs in assets/workloads do what the experiments rely on.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "tests/support/storage/temporary_folder.h"

namespace paretop {
namespace {

namespace fs = std::filesystem;
const std::string k_workloads = PARETOP_ASSETS "/workloads/";

struct Outcome {
    int exit_code;
    std::string output;
};

Outcome shell(const std::string& command) {
    std::FILE* pipe = ::popen(command.c_str(), "r");  // NOLINT(cert-env33-c)
    if (pipe == nullptr) return {-1, {}};
    std::string output;
    std::array<char, 4096> part{};
    while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe)) output.append(part.data(), got);
    const int status = ::pclose(pipe);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, output};
}

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

}  // namespace
}  // namespace paretop
