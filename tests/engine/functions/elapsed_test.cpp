#include <gmock/gmock.h>

#include "engine/functions/attribute.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::functions {
namespace {

using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST(ElapsedTest, ReadsOperationsWithTheirSeconds) {
    const test::TemporaryFolder folder;
    const auto path = folder.file("e");
    test::write_bytes(path, "operation,seconds\r\nLoader,6403.77\r\n\"a,b\",500 ms\nLoader,1\n");
    EXPECT_THAT(*read_elapsed_file(path), UnorderedElementsAre(Pair("Loader", 6404.77), Pair("a,b", 0.5)));
    test::write_bytes(path, "Loader;1,5\n");
    EXPECT_THAT(*read_elapsed_file(path), UnorderedElementsAre(Pair("Loader", 1.5)));
}

TEST(ElapsedTest, RefusesWhatIsNone) {
    const test::TemporaryFolder folder;
    const auto path = folder.file("e");
    test::write_bytes(path, "Loader,1\nCrop,-3\n");
    EXPECT_THAT(read_elapsed_file(path).error().message(), HasSubstr("e:2: is no operation with its seconds"));
    test::write_bytes(path, "");
    EXPECT_THAT(read_elapsed_file(path).error().message(), HasSubstr("names no operation"));
    EXPECT_EQ(read_elapsed_file(folder.file("none")).error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace paretop::functions
