// Events, requests, artifacts, notes and tags.
#include <limits>

#include "tests/storage/world.h"

namespace paretop::storage {
namespace {

constexpr std::int64_t k_newest = std::numeric_limits<std::int64_t>::max();

class Events : public World {
  protected:
    std::vector<EventRecord> events;

    void SetUp() override {
        const RunId other = test::add_run(store, {});
        ASSERT_TRUE(store.execute("DELETE FROM event").has_value());
        events = {{0, run, {}, 1, Level::info, "started", "one"},
                  {0, {}, {}, 2, Level::warning, "clock", "of no run"},
                  {0, other, 3, 3, Level::error, "failed", "other\nrun"},
                  {0, run, 4, 4, Level::info, "done", ""}};
        for (auto& event : events) event.id = write([&] { return insert_event(store, event); });
    }
};

TEST_F(Events, AreListedNewestFirst) {
    EXPECT_EQ(list_events(store, {}, k_newest, 10).value(),
              (std::vector<EventRecord>{events[3], events[2], events[1], events[0]}));
    EXPECT_EQ(list_events(store, run, k_newest, 10).value(), (std::vector<EventRecord>{events[3], events[0]}));
}

TEST_F(Events, ComeInPages) {
    EXPECT_EQ(list_events(store, {}, k_newest, 2).value(), (std::vector<EventRecord>{events[3], events[2]}));
    EXPECT_EQ(list_events(store, {}, events[2].id, 2).value(), (std::vector<EventRecord>{events[1], events[0]}));
    EXPECT_EQ(list_events(store, run, events[3].id, 2).value(), (std::vector<EventRecord>{events[0]}));
}

using Requests = World;

TEST_F(Requests, AreOpenUntilAnswered) {
    RequestRecord pause{0, run, 5, "pause", "", {}, ""}, budget{0, run, 6, "budget", R"({"trials":9})", {}, ""};
    pause.id = write([&] { return insert_request(store, pause); });
    budget.id = write([&] { return insert_request(store, budget); });
    EXPECT_EQ(list_open_requests(store, run).value(), (std::vector<RequestRecord>{pause, budget}));
    EXPECT_EQ(list_open_requests(store, run + 1)->size(), 0U);

    write([&] { return answer_request(store, pause.id, 8, "paused"); });
    pause.handled_ns = 8;
    pause.answer = "paused";
    EXPECT_EQ(list_open_requests(store, run).value(), (std::vector<RequestRecord>{budget}));
    EXPECT_EQ(get_request(store, pause.id).value(), pause);
    EXPECT_EQ(get_request(store, 99).value(), std::nullopt);
    EXPECT_EQ(store.write([&] { return answer_request(store, 99, 1, ""); }).error().kind, ErrorKind::not_found);
}

using Artifacts = World;

TEST_F(Artifacts, KeepAnyBytesAndTheLastOfAName) {
    const auto key = trial(0).key;
    ArtifactRecord log{key, "log", "log", std::string("a\0\xff\x1b[31m", 8), 1'000'000};
    const ArtifactRecord tensor{key, "tensor", "logits", "", 0};
    write([&] { return put_artifact(store, tensor); });
    write([&] { return put_artifact(store, log); });
    log.content = "again";
    write([&] { return put_artifact(store, log); });
    EXPECT_EQ(list_artifacts(store, key).value(), (std::vector<ArtifactRecord>{log, tensor}));
}

using Notes = World;

TEST_F(Notes, AreOfRunsAndTrials) {
    trial(0);
    write([&] { return put_note(store, {run, -1}, "of the run"); });
    write([&] { return put_note(store, {run, 0}, "of the baseline"); });
    EXPECT_EQ(get_note(store, {run, -1}).value(), "of the run");
    EXPECT_EQ(get_note(store, {run, 0}).value(), "of the baseline");
    EXPECT_EQ(get_note(store, {run, 1}).value(), "");
    write([&] { return put_note(store, {run, 0}, "changed"); });
    EXPECT_EQ(get_note(store, {run, 0}).value(), "changed");
    write([&] { return put_note(store, {run, 0}, ""); });
    EXPECT_EQ(get_note(store, {run, 0}).value(), "");
}

using Tags = World;

TEST_F(Tags, AreASet) {
    for (const char* tag : {"slow", "paper", "slow"}) write([&] { return put_tag(store, run, tag, true); });
    EXPECT_EQ(list_tags(store, run).value(), (std::vector<std::string>{"paper", "slow"}));
    write([&] { return put_tag(store, run, "slow", false); });
    write([&] { return put_tag(store, run, "never", false); });
    EXPECT_EQ(list_tags(store, run).value(), (std::vector<std::string>{"paper"}));
}

}  // namespace
}  // namespace paretop::storage
