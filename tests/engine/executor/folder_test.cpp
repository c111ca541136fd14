#include "engine/executor/folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <vector>

namespace paretop::executor {
namespace {

namespace fs = std::filesystem;

class FolderTest : public testing::Test {
  protected:
    FolderTest() {
        char name[] = "/tmp/paretop-folder-XXXXXX";
        folder = ::mkdtemp(name);
    }
    ~FolderTest() override { remove_tree(folder); }
    [[nodiscard]] std::string path(const std::string& name) const { return folder + "/" + name; }
    void write(const std::string& name, const std::string& text) const { std::ofstream(path(name), std::ios::app) << text; }
    std::string folder;
};

TEST_F(FolderTest, IsMadeWithItsParentsAndEmptied) {
    EXPECT_TRUE(empty_folder(path("a/b/c")));
    write("a/b/c/file", "x");
    fs::create_directories(path("a/b/c/d/e"));
    fs::create_directory_symlink(folder, path("a/b/c/link"));
    EXPECT_TRUE(empty_folder(path("a/b/c")));
    EXPECT_TRUE(fs::is_empty(path("a/b/c")));
    EXPECT_TRUE(fs::exists(folder));
    write("file", "x");
    EXPECT_FALSE(make_folder(path("file/below")));
}

TEST_F(FolderTest, AWorkFolderIsEmptyWhateverWasDoneToIt) {
    WorkFolder work(path("work"));
    ASSERT_TRUE(work.prepare());
    for (const auto& harm : std::vector<std::function<void()>>{
             [] {}, [&] { write("work/file", "x"); }, [&] { fs::remove(path("work")); },
             [&] { fs::rename(path("work"), path("moved")); }, [&] { fs::permissions(path("work"), fs::perms::none); },
             [&] {
                 fs::create_directories(path("work/a/b"));
                 fs::permissions(path("work/a"), fs::perms::none);
             }}) {
        harm();
        ASSERT_TRUE(work.prepare());
        EXPECT_TRUE(fs::is_directory(path("work")));
        EXPECT_TRUE(fs::is_empty(path("work")));
        write("work/.hidden", "x");
        ASSERT_TRUE(work.prepare());
        EXPECT_TRUE(fs::is_empty(path("work")));
    }
}

TEST_F(FolderTest, ASlotFileIsRewrittenAndReadOn) {
    SlotFile file(path("file"));
    ASSERT_TRUE(file.write("a long text"));
    ASSERT_TRUE(file.write("short"));
    std::ifstream content(path("file"));
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(content), {}), "short");
    ASSERT_TRUE(file.truncate());
    EXPECT_EQ(file.read_on(100), "");
    write("file", "one");
    write("file", "two");
    EXPECT_EQ(file.read_on(4), "onet");
    EXPECT_EQ(file.read_on(100), "wo");
    EXPECT_EQ(file.read_on(100), "");
}

TEST_F(FolderTest, ASlotFileThatWasReplacedIsFollowed) {
    SlotFile file(path("file"));
    ASSERT_TRUE(file.truncate());
    write("new", "from elsewhere");
    fs::rename(path("new"), path("file"));
    EXPECT_EQ(file.read_on(100), "from elsewhere");
    fs::remove(path("file"));
    ASSERT_TRUE(file.truncate());
    EXPECT_TRUE(fs::exists(path("file")));
    fs::remove(path("file"));
    ASSERT_TRUE(file.write("again"));
    EXPECT_EQ(fs::file_size(path("file")), 5U);
}

}  // namespace
}  // namespace paretop::executor
