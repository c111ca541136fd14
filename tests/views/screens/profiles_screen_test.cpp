#include "tests/views/screens/profile_fixture.h"

namespace paretop::views {
namespace {

using test::value_of;

class ProfilesScreenTest : public test::ProfileScreenTest {
  protected:
    void open(std::optional<storage::RunId> run = {}) { shell.push(make_profiles_screen(context, run)); }
    // Where a name stands in the list; 0: nowhere.
    int row_of(const std::string& name) {
        for (int i = 3; i < terminal.size().lines - 1; ++i)
            if (line(i).find(name) != std::string::npos) return i;
        return 0;
    }
};

TEST_F(ProfilesScreenTest, FiltersByWordsAndEscTakesTheFilterAway) {
    add_profile("resnet", 4.7);
    add_profile("bert", 4.7);
    open();
    press("/");
    enter(shell, "RES");
    EXPECT_NE(row_of("resnet"), 0);
    EXPECT_EQ(row_of("bert"), 0);
    EXPECT_NE(line(1).find("“RES” · 1 of 2"), std::string::npos) << line(1);
    press("esc");
    EXPECT_NE(row_of("bert"), 0);
    press("/");
    enter(shell, "nothing");
    EXPECT_NE(text().find("No profile matches “nothing”."), std::string::npos);
    EXPECT_EQ(disabled("open profile"), "there is no profile here");
}

TEST_F(ProfilesScreenTest, SortsByKeyAndByHeader) {
    add_profile("beta", 4.7);
    add_profile("alpha", 9.4);
    open();
    EXPECT_LT(row_of("alpha"), row_of("beta")) << "the newest first";
    press("O");
    EXPECT_LT(row_of("beta"), row_of("alpha"));
    press("o");
    EXPECT_LT(row_of("alpha"), row_of("beta")) << "by name";
    const auto header = line(2);
    shell.key(Key::mouse(KeyKind::click, {2, static_cast<int>(header.find("took"))}));
    EXPECT_LT(row_of("alpha"), row_of("beta")) << "the longest first";
    shell.key(Key::mouse(KeyKind::click, {2, static_cast<int>(header.find("took"))}));
    EXPECT_LT(row_of("beta"), row_of("alpha"));
}

TEST_F(ProfilesScreenTest, DeletesAfterAQuestion) {
    add_profile("keep", 4.7);
    const auto id = add_profile("lose", 4.7);
    open();
    press("D");
    EXPECT_NE(text().find("Delete profile 2 with 66 records?"), std::string::npos) << text();
    press("n");
    EXPECT_TRUE(actions.asked.empty());
    press("D y");
    EXPECT_EQ(actions.asked, std::vector<std::string>{"remove profile 2"});
    value_of(store.write([&] { return storage::remove_profile(store, id); }));
    shell.refresh();
    EXPECT_EQ(disabled("open profile 1"), "") << "the cursor goes to what is left";
}

TEST_F(ProfilesScreenTest, SaysWhatIsCutOff) {
    const auto run = add("zstd", 3);
    auto followed = begin_profile("followed", storage::TrialKey{run, 1});
    write_batches(followed, 4.7);
    value_of(followed.commit(storage::ProfileState::growing));
    open();
    EXPECT_NE(line(row_of("followed")).find("● growing"), std::string::npos);
    EXPECT_EQ(disabled("delete profile 1"), "profile 1 is still growing");
    auto settled = value_of(storage::get_profile(store, followed.id()));
    settled.state = storage::ProfileState::complete;
    settled.remarks = {"cut off: the engine that followed it was killed"};
    value_of(store.write([&] { return storage::update_profile(store, settled); }));
    shell.refresh();
    EXPECT_NE(line(row_of("followed")).find("✗ cut off"), std::string::npos);
    EXPECT_EQ(disabled("delete profile 1"), "");
}

}  // namespace
}  // namespace paretop::views
