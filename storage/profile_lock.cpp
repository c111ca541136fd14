#include <fmt/format.h>

#include "storage/profiles.h"

namespace paretop::storage {
namespace {

constexpr std::int64_t k_first_byte = std::int64_t{1} << 40U;  // of profiles; runs have those below
constexpr std::string_view k_memory = ":memory:";

}  // namespace

Result<ProfileLock> ProfileLock::acquire(const Store& store, ProfileId profile) {
    auto lock = RunLock::acquire(store.path(), k_first_byte + profile);
    if (lock) return ProfileLock(std::move(*lock));
    if (lock.error().kind != ErrorKind::busy) return tl::unexpected(std::move(lock).error());
    const auto pid = RunLock::owner(store.path(), k_first_byte + profile);
    return fail(ErrorKind::busy, pid > 0 ? fmt::format("process {} is writing it", pid) : "another process is writing it",
                fmt::format("profile {}", profile), "wait until it is complete, or end that process");
}

bool ProfileLock::held(const Store& store, ProfileId profile) {
    return store.path() == k_memory || RunLock::owner(store.path(), k_first_byte + profile) != 0;
}

}  // namespace paretop::storage
