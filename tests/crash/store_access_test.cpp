// A store that somebody else holds, or that may not be written: said clearly, and nothing is lost.
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <csignal>
#include <thread>

#include "storage/store.h"
#include "tests/support/laboratory.h"

namespace paretop::test {
namespace {

using testing::HasSubstr;
using Protocol = Laboratory::Protocol;

// Another program in the middle of a long write.
class Writer {
  public:
    explicit Writer(const std::string& path) {
        sqlite3_open(path.c_str(), &db_);
        sqlite3_busy_timeout(db_, 10'000);
        EXPECT_EQ(sqlite3_exec(db_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db_);
    }
    ~Writer() { sqlite3_close(db_); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

  private:
    sqlite3* db_ = nullptr;
};

TEST(LockedStore, CanBeReadAndIsWaitedForNoLongerThanItsTime) {
    const Laboratory laboratory(Protocol::exec, 5, 1, "random");
    laboratory.create();
    {
        const Writer writer(laboratory.store_path());
        EXPECT_EQ(laboratory.paretop({"ls"}).code, 0);
        const auto refused = laboratory.paretop({"note", "1", "odd"});
        EXPECT_EQ(refused.code, 5);
        EXPECT_THAT(refused.err, HasSubstr("another program has been writing to the store for too long"));
        EXPECT_THAT(refused.err, HasSubstr(laboratory.store_path()));
        EXPECT_THAT(refused.err, HasSubstr("fuser"));
    }
    EXPECT_EQ(laboratory.paretop({"note", "1"}).out, "");
    EXPECT_EQ(laboratory.paretop({"note", "1", "odd"}).code, 0);
    EXPECT_EQ(laboratory.paretop({"note", "1"}).out, "odd\n");
}

TEST(LockedStore, EndsAnEngineThatThenGoesOnWithoutLoss) {
    const Laboratory calm(Protocol::exec, 400, 1, "nsga2"), held(Protocol::exec, 400, 1, "nsga2");
    EXPECT_EQ(calm.paretop({"run", calm.experiment()}).code, 0);
    held.create();
    const auto engine = held.start_engine();
    while (held.run().asked < 20) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    {
        const Writer writer(held.store_path());
        EXPECT_EQ(wait_for(engine), 5);
    }
    EXPECT_THAT(read_bytes(held.folder() + "/engine.log"), HasSubstr("another program has been writing to the store"));
    EXPECT_LT(held.run().asked, 400);
    EXPECT_EQ(held.paretop({"check-store"}).code, 0);
    EXPECT_EQ(held.paretop({"engine", "1"}).code, 0);
    EXPECT_EQ(held.history(), calm.history());
}

class ReadOnlyStore : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(laboratory_.paretop({"run", laboratory_.experiment()}).code, 0);
        before_ = laboratory_.history();
        chmod(laboratory_.store_path().c_str(), 0444);
        chmod(laboratory_.folder().c_str(), 0555);
        chmod(laboratory_.experiment().c_str(), 0444);
    }
    void TearDown() override { chmod(laboratory_.folder().c_str(), 0755); }
    const Laboratory laboratory_{Protocol::exec, 5, 1, "random"};
    std::string before_;
};

TEST_F(ReadOnlyStore, IsReadByWhoMayNotWriteIt) {
    for (const char* verb : {"show", "front", "export"}) {
        const auto read = laboratory_.paretop_as_nobody({verb, "1"});
        EXPECT_EQ(read.code, 0) << verb << ": " << read.err;
    }
    EXPECT_THAT(laboratory_.paretop_as_nobody({"ls"}).out, HasSubstr("steady"));
}

TEST_F(ReadOnlyStore, RefusesWhatWouldWriteAndStaysAsItIs) {
    const auto bytes = read_bytes(laboratory_.store_path());
    const std::vector<std::vector<std::string>> writing{{"run", laboratory_.experiment()},
                                                        {"start", laboratory_.experiment()},
                                                        {"resume", "1", "--trials", "9"},
                                                        {"note", "1", "odd"},
                                                        {"rm", "1", "--yes"},
                                                        {"engine", "1"}};
    for (const auto& arguments : writing) {
        const auto refused = laboratory_.paretop_as_nobody(arguments);
        EXPECT_EQ(refused.code, 3) << arguments[0] << refused.out << refused.err;
        EXPECT_THAT(refused.err, HasSubstr("read-only")) << arguments[0];
        EXPECT_THAT(refused.err, HasSubstr("--store")) << arguments[0];
    }
    EXPECT_EQ(read_bytes(laboratory_.store_path()), bytes);
    chmod(laboratory_.folder().c_str(), 0755);
    EXPECT_EQ(laboratory_.history(), before_);
}

}  // namespace
}  // namespace paretop::test
