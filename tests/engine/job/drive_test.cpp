#include "engine/job/drive.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

#include "engine/job/create.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::job {
namespace {

using storage::RunState;

constexpr std::string_view k_spec = R"(
[experiment]
name = "true"
kind = "tune"
[[parameter]]
name = "x"
type = "float"
range = [0.0, 1.0]
[command]
run = ["/bin/true"]
[[metric]]
name = "wall_s"
from = "wall_s"
[[objective]]
metric = "wall_s"
goal = "minimize"
[search]
method = "random"
trials = 3
confirm = 0
)";

class DriveTest : public testing::Test {
  protected:
    DriveTest() {
        const auto read = spec::read_spec(std::string(k_spec), "true.toml", folder_.path());
        options_.store_path = folder_.file("runs.db");
        options_.run = create_run(store_ = test::open_store(options_.store_path), read.spec.value(), {}, system_clock()).value();
    }
    void ask(const std::string& verb, const std::string& argument = {}) {
        const auto asked = store_.write([&]() -> Result<void> {
            PARETOP_TRY([[maybe_unused]] const auto request,
                        storage::insert_request(store_, {0, options_.run, 1, verb, argument, {}, {}}));
            return {};
        });
        ASSERT_TRUE(asked);
    }
    // Asks when the run has just ended, while the engine still holds its lock.
    void ask_at_the_end(std::function<void()> questions) {
        options_.observer.event = [this, questions = std::move(questions)](const storage::EventRecord& event) {
            if (event.kind != "ended" || ends_++ > 0) return;
            EXPECT_NE(storage::RunLock::owner(options_.store_path, options_.run), 0);
            questions();
        };
    }

    test::TemporaryFolder folder_;
    std::unique_ptr<process::Guardian> guardian_ = process::Guardian::start().value();
    storage::Store store_ = test::open_store();
    DriveOptions options_;
    int ends_ = 0;
};

TEST_F(DriveTest, WhoAsksWhileTheEngineEndsIsHeard) {
    ask_at_the_end([this] { ask("budget", "5"), ask("resume"); });
    const auto end = drive(*guardian_, options_);
    ASSERT_TRUE(end) << end.error().message();
    EXPECT_EQ(end->state, RunState::done);
    EXPECT_EQ(ends_, 2);
    EXPECT_EQ(storage::get_run(store_, options_.run)->done, 5);
    EXPECT_EQ(storage::list_open_requests(store_, options_.run)->size(), 0U);
}

TEST_F(DriveTest, AnEngineThatIsToldToEndGoesOnForNobody) {
    ask_at_the_end([this] { ask("resume"); });
    options_.observer.trial = [](const auto&, const auto&, const auto&) { ::kill(::getpid(), SIGTERM); };
    const auto end = drive(*guardian_, options_);
    ASSERT_TRUE(end) << end.error().message();
    EXPECT_EQ(end->state, RunState::paused);
    EXPECT_EQ(ends_, 1);
    EXPECT_EQ(storage::list_open_requests(store_, options_.run)->size(), 1U) << "it waits for the next engine";
}

}  // namespace
}  // namespace paretop::job
