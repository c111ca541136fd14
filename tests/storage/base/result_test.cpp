#include "storage/base/result.h"

#include <gtest/gtest.h>

namespace paretop {
namespace {

Result<int> half(int n) {
    if (n % 2 != 0) return fail(ErrorKind::usage, "it is odd", "n", "give an even one");
    return n / 2;
}

Result<void> check(int n) {
    PARETOP_TRY([[maybe_unused]] const int halved, half(n));
    return {};
}

Result<int> quarter(int n) {
    PARETOP_CHECK(check(n));
    PARETOP_TRY(const int halved, half(n));
    return half(halved);
}

TEST(Result, PassesTheFirstErrorOn) {
    EXPECT_EQ(quarter(8).value(), 2);
    EXPECT_EQ(quarter(3).error().what, "it is odd");
    EXPECT_FALSE(quarter(6).has_value());
}

TEST(Error, LeavesOutWhatIsEmpty) {
    EXPECT_EQ(half(1).error().message(), "n: it is odd; give an even one");
    EXPECT_EQ((Error{ErrorKind::io, "what", "", ""}.message()), "what");
    EXPECT_EQ((Error{ErrorKind::io, "what", "where", ""}.message()), "where: what");
}

}  // namespace
}  // namespace paretop
