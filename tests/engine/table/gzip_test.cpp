#include "engine/table/gzip.h"

#include <gmock/gmock.h>

#include "engine/table/table.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::table {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

// printf 'a,b\n1,2\n' | gzip -n9
const std::string k_packed =
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xd4\x49\xe2\x32\xd4\x31\xe2\x02\x00\x7b\x07\x97\x0a\x08\x00\x00\x00"s;

TEST(GzipTest, Unpacks) {
    EXPECT_TRUE(is_gzip(k_packed));
    EXPECT_EQ(gunzip(k_packed).value(), "a,b\n1,2\n");
    EXPECT_EQ(gunzip(k_packed + k_packed).value(), "a,b\n1,2\na,b\n1,2\n");
}

TEST(GzipTest, EveryCutIsNoticed) {
    for (std::size_t size = 2; size < k_packed.size(); ++size) {
        const auto cut = gunzip(std::string_view(k_packed).substr(0, size));
        ASSERT_FALSE(cut) << size;
        EXPECT_THAT(cut.error().what, HasSubstr("is cut off")) << size;
    }
}

TEST(GzipTest, DamageIsNoticed) {
    auto damaged = k_packed;
    damaged[20] = '\0';  // its checksum
    EXPECT_THAT(gunzip(damaged).error().what, HasSubstr("damaged"));
    EXPECT_THAT(gunzip(k_packed + "rest").error().what, HasSubstr("damaged"));
}

TEST(GzipTest, ATableMayBeCompressedWhateverItsName) {
    const test::TemporaryFolder folder;
    test::write_bytes(folder.file("t.csv"), k_packed);
    const auto table = read_table(folder.file("t.csv"));
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(table->cell(0, 1), "2");
    test::write_bytes(folder.file("cut.gz"), k_packed.substr(0, 18));
    EXPECT_EQ(read_table(folder.file("cut.gz")).error().where, folder.file("cut.gz"));
}

TEST(GzipTest, AFileThatIsNotThereIsNamed) {
    const auto missing = read_whole("/nowhere/t.csv");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
    EXPECT_EQ(missing.error().where, "/nowhere/t.csv");
    EXPECT_FALSE(read_whole("/tmp"));
}

}  // namespace
}  // namespace paretop::table
