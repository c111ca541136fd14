// The tracer for C and C++ programs, in real programs of several threads and processes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/assets/shell.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop {
namespace {

namespace fs = std::filesystem;
using test::shell;

// Two translation units, one of them C: they must share one state.
constexpr const char* k_c = R"(
#include "paretop_trace.h"
void in_c(void) { uint64_t start = paretop_begin("InC"); paretop_end("InC", start); }
)";
constexpr const char* k_cpp = R"(
#include "paretop_trace.h"
#include <sys/wait.h>
#include <string>
#include <thread>
#include <vector>
extern "C" void in_c(void);
using paretop_trace::Operation;
static void rest(long ms) { timespec t{0, ms * 1000000}; nanosleep(&t, nullptr); }
static void batches(long first, int count) {
    for (long b = first; b < first + count; ++b) { paretop_trace::Batch batch(b); Operation op("Work"); in_c(); }
}
int main(int, char** argv) {
    const std::string mode = argv[1];
    if (mode == "threads") {
        std::vector<std::thread> all;
        for (int i = 0; i < 4; ++i) all.emplace_back(batches, 10L * i, 10);
        for (auto& t : all) t.join();
        for (long b = 0; b < 40; ++b) { if (b % 2) paretop_batch_was_there(b); else paretop_batch_waited(b, paretop_start()); paretop_batch_consumed(b); }
    } else if (mode == "fork") {
        { Operation op("Before"); }
        for (int i = 0; i < 2; ++i) if (fork() == 0) { batches(i, 1); { Operation op("Child"); } exit(0); }
        while (wait(nullptr) > 0) {}
        { Operation op("After"); }
    } else if (mode == "times") {
        { Operation op("Rest"); rest(30); }
        for (int i = 0; i < 20000; ++i) { Operation op("Short"); }
    } else if (mode == "names") {
        { Operation op("a,b\nc\x1b" "d of more than sixteen characters"); }
        const std::string longest(1000, 'x');
        { Operation op(longest.c_str()); }
    } else if (mode == "killed") {
        batches(0, 1); rest(30); batches(1, 1); { Operation op("Lost"); }
        raise(SIGKILL);
    } else if (mode == "map") {
        for (int i = 0; i < 9; ++i) { { Operation op("Other"); } Operation op("Mapped"); printf("call\n"); fflush(stdout); }
    }
    return 7;
}
)";

struct Line {
    std::string name;
    std::int64_t start, duration;
};
using Trace = std::map<std::string, std::vector<Line>>;  // by file name

class TracerTest : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder_ = new test::TemporaryFolder;
        test::write_bytes(folder_->file("part.c"), k_c);
        test::write_bytes(folder_->file("program.cpp"), k_cpp);
        const std::string include = " -Wall -Wextra -Wconversion -Werror -I" PARETOP_ASSETS "/adapters/cpp ";
        const auto built =
            shell("cd " + folder_->path() + " && gcc -std=c11 -O1 -c" + include + "part.c 2>&1 && g++ -std=c++17 -O1 " + include +
                  "-include csignal -pthread -o program program.cpp part.o 2>&1");
        ASSERT_EQ(built.exit_code, 0) << built.output;
    }
    static void TearDownTestSuite() { delete folder_; }

    void SetUp() override { fs::create_directory(out()); }
    void TearDown() override { fs::remove_all(out()); }

    [[nodiscard]] static std::string out() { return folder_->file("out"); }
    static test::Outcome run(const std::string& mode, const std::string& environment = "") {
        return shell("PARETOP_TRACE=" + out() + "/t " + environment + " " + folder_->file("program") + " " + mode + " 2>&1");
    }
    static Trace trace() {
        Trace trace;
        for (const auto& entry : fs::directory_iterator(out())) {
            auto& lines = trace[entry.path().filename().string()];
            std::ifstream file(entry.path());
            for (std::string line; std::getline(file, line);) {
                std::istringstream fields(line);
                Line record;
                char comma = 0;
                std::getline(fields, record.name, ',');
                EXPECT_TRUE(fields >> record.start >> comma >> record.duration && fields.peek() == EOF) << line;
                lines.push_back(record);
            }
        }
        return trace;
    }
    static std::map<std::string, int> counts(const Trace& trace) {
        std::map<std::string, int> counts;
        for (const auto& [file, lines] : trace)
            for (const auto& line : lines) ++counts[line.name.substr(0, line.name.find_first_of("0123456789"))];
        return counts;
    }

    inline static test::TemporaryFolder* folder_ = nullptr;
};

TEST_F(TracerTest, WithoutThePrefixNothingIsWritten) {
    EXPECT_EQ(shell("cd " + out() + " && ../program threads").exit_code, 7);
    EXPECT_TRUE(fs::is_empty(out()));
}

TEST_F(TracerTest, EveryThreadWritesItsOwnFile) {
    EXPECT_EQ(run("threads").exit_code, 7);
    const auto trace = this->trace();
    ASSERT_EQ(trace.size(), 5U);  // four workers, and who asked
    for (const auto& [file, lines] : trace) EXPECT_EQ(lines.size(), file.starts_with("t_main_pid_") ? 80U : 30U) << file;
    EXPECT_EQ(counts(trace),
              (std::map<std::string, int>{
                  {"SWork", 40}, {"SInC", 40}, {"SBatchPreprocessed_", 40}, {"SBatchWait_", 40}, {"SBatchConsumed_", 40}}));
}

TEST_F(TracerTest, OnlyBatchesThatWereThereHaveTheMark) {
    run("threads");
    for (const auto& [file, lines] : trace())
        for (const auto& line : lines)
            if (line.name.starts_with("SBatchWait_")) {
                EXPECT_EQ(line.duration == 1000, std::stoi(line.name.substr(11)) % 2 == 1) << line.name;
            }
}

TEST_F(TracerTest, AForkedChildWritesWhatIsItsOwn) {
    EXPECT_EQ(run("fork").exit_code, 7);
    const auto trace = this->trace();
    EXPECT_EQ(trace.size(), 3U);
    const auto all = counts(trace);
    EXPECT_EQ(all.at("SBefore"), 1);
    EXPECT_EQ(all.at("SAfter"), 1);
    EXPECT_EQ(all.at("SChild"), 2);
}

TEST_F(TracerTest, TimesAreThoseOfTheWallClock) {
    constexpr std::int64_t k_room = 5'000'000;
    const auto now = [] {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    };
    const auto before = now();
    run("times");
    const auto after = now();
    const auto trace = this->trace();
    const auto& lines = trace.begin()->second;
    ASSERT_EQ(lines.size(), 20001U);
    EXPECT_GE(lines.front().duration, 30'000'000 - k_room);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& line = lines[i];
        // The clocks are read one after the other, and may be slewed or set a little meanwhile.
        ASSERT_GE(line.start, before - k_room);
        ASSERT_LE(line.start + line.duration, after + k_room);
        const auto& last = lines[i == 0 ? 0 : i - 1];
        ASSERT_GE(line.start + k_room + (i == 0 ? line.duration : 0), last.start + last.duration);
    }
}

TEST_F(TracerTest, NamesCannotBreakALine) {
    run("names");
    const auto trace = this->trace();
    const auto& lines = trace.begin()->second;
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].name, "Sa_b_c_d of more than sixteen characters");
    EXPECT_EQ(lines[1].name, "S" + std::string(254, 'x'));
}

TEST_F(TracerTest, AKilledProgramLeavesItsBatches) {
    run("killed");
    const auto all = counts(trace());
    EXPECT_GE(all.at("SBatchPreprocessed_"), 1);
    EXPECT_FALSE(all.contains("SLost"));
}

TEST_F(TracerTest, AnUnwritablePlaceIsSaidOnceAndDoesNoHarm) {
    const auto outcome = shell("PARETOP_TRACE=/nowhere/at/all " + folder_->file("program") + " fork 2>&1");
    EXPECT_EQ(outcome.exit_code, 7);
    EXPECT_NE(outcome.output.find("cannot write /nowhere/at/all_worker_pid_"), std::string::npos) << outcome.output;
}

TEST_F(TracerTest, MappingSwitchesTheCollectorAroundOneCall) {
    const std::string control = folder_->file("control"), ack = folder_->file("ack");
    ASSERT_EQ(::mkfifo(control.c_str(), 0600), 0);
    ASSERT_EQ(::mkfifo(ack.c_str(), 0600), 0);
    std::vector<std::string> heard;
    std::thread collector([&] {
        std::ifstream words(control);
        std::ofstream answer(ack);
        for (std::string word; std::getline(words, word);) {
            heard.push_back(word);
            answer << "ack\n" << std::flush;
        }
    });
    const auto outcome =
        run("map", "PARETOP_MAP_OPERATION=Mapped PARETOP_MAP_WARMUPS=2 PARETOP_MAP_PAUSE_MS=1 PARETOP_MAP_CONTROL=" + control +
                       " PARETOP_MAP_ACK=" + ack);
    if (outcome.exit_code != 0) {  // it never came: the collector must not wait for it
        const int other_end = ::open(ack.c_str(), O_RDWR | O_CLOEXEC);
        std::ofstream(control) << "";
        collector.join();
        ::close(other_end);
    }
    if (collector.joinable()) collector.join();
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.output, "call\ncall\ncall\n");
    EXPECT_EQ(heard, (std::vector<std::string>{"enable", "disable"}));
    EXPECT_EQ(counts(trace()), (std::map<std::string, int>{{"SOther", 3}, {"SMapped", 3}}));
}

TEST_F(TracerTest, WhatCannotBeMappedIsSaid) {
    const auto none = run("map", "PARETOP_MAP_OPERATION=Nothing");
    EXPECT_EQ(none.exit_code, 64);
    EXPECT_NE(none.output.find("there is no operation Nothing here; there are Other, Mapped\n"), std::string::npos)
        << none.output;
    const auto few = run("map", "PARETOP_MAP_OPERATION=Mapped PARETOP_MAP_WARMUPS=9");
    EXPECT_EQ(few.exit_code, 3);
    EXPECT_NE(few.output.find("Mapped was called 9 times, and 10 are needed\n"), std::string::npos) << few.output;
}

}  // namespace
}  // namespace paretop
