// Real profiles and known right answers, outside of the source tree: $PARETOP_SHARED. Tests that need them skip themselves
// without.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace paretop::test {

inline std::string shared_profile_data() {
    const auto* root = std::getenv("PARETOP_SHARED");  // NOLINT(concurrency-mt-unsafe)
    return root == nullptr ? std::string() : std::string(root) + "/data/profile";
}

}  // namespace paretop::test

#define PARETOP_NEEDS_SHARED_DATA(path)            \
    const auto path = test::shared_profile_data(); \
    if (path.empty()) GTEST_SKIP() << "PARETOP_SHARED is not set: no real profiles to try"
