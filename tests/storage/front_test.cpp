#include "tests/storage/world.h"

namespace paretop::storage {
namespace {

class FrontRows : public World {
  protected:
    std::vector<FrontRecord> entries{
        {2, 10, 11, 1, {}, {0.5, -3}, {}}, {0, 20, 21, 2, 0.25, {1.0 / 3, 1e-300}, {}}, {1, 30, 31, 2, 0.5, {}, {}}};

    void SetUp() override {
        for (const TrialNumber n : {0, 1, 2}) trial(n);
        for (const auto& entry : entries) write([&] { return insert_front(store, run, entry); });
    }
};

TEST_F(FrontRows, AreListedByTrial) {
    EXPECT_EQ(list_front(store, run).value(), (std::vector<FrontRecord>{entries[1], entries[2], entries[0]}));
}

TEST_F(FrontRows, ThatWerePushedOutStayInTheHistory) {
    write([&] { return mark_left(store, run, 2, 1); });
    entries[0].left_by = 1;
    EXPECT_EQ(list_front(store, run).value(), (std::vector<FrontRecord>{entries[1], entries[2]}));
    EXPECT_EQ(list_front_history(store, run, -1).value(), entries);
    EXPECT_EQ(list_front_history(store, run, 0).value(), (std::vector<FrontRecord>{entries[0], entries[2]}));
}

TEST_F(FrontRows, AreOneATrial) {
    EXPECT_FALSE(store.write([&] { return insert_front(store, run, entries[0]); }).has_value());
}

}  // namespace
}  // namespace paretop::storage
