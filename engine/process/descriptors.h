// Descriptors over a local socket (SCM_RIGHTS). Only system calls and the stack, so it works between vfork and exec too.
#pragma once

#include <sys/types.h>
#include <array>
#include <cstddef>
#include <span>

namespace paretop::process {

inline constexpr std::size_t k_most_descriptors = 3;

// One packet. False: errno.
bool send_descriptors(int socket, std::span<const char> bytes, std::span<const int> descriptors, int flags = 0);

struct DescriptorList {  // at most three, not owned
    std::array<int, k_most_descriptors> values{-1, -1, -1};
    std::size_t count = 0;
    [[nodiscard]] bool empty() const { return count == 0; }
    [[nodiscard]] int front() const { return values[0]; }
};

struct Received {
    ssize_t size = 0;            // 0: the other end is closed; −1: errno
    DescriptorList descriptors;  // close-on-exec; the caller's to close
};
Received receive_descriptors(int socket, std::span<char> buffer, int flags = 0);

}  // namespace paretop::process
