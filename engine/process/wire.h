// What the engine and its guardian say to each other: one SOCK_SEQPACKET packet a message, both ends the same binary, so plain
// structs.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/process/guardian.h"

namespace paretop::process {

// A packet must fit the socket's buffer: longer launches are refused with E2BIG before they are sent.
inline constexpr std::size_t k_largest_packet = std::size_t{1} << 20;

// A launch as the guardian sees it: pointers into the packet, which must outlive it. Strings end with NUL.
struct LaunchView {
    ChildId id = 0;
    std::vector<const char*> arguments;    // ends with nullptr
    std::vector<const char*> environment;  // additions only
    std::vector<const char*> counters;
    const char* directory = "";
    Nanoseconds timeout = 0, grace = 0;
    // absent limits are −1
    std::int64_t memory = -1, file_size = -1, open_files = -1, cpu_seconds = -1;
    std::array<bool, 3> passed{};  // which of stdin, stdout, stderr come with the packet, in this order
};

void encode_launch(std::string& packet, ChildId id, const Launch& launch);  // replaces the content of `packet`
std::string encode_terminate(ChildId id);

struct Message {
    bool launch = false;  // else: terminate `id`
    ChildId id = 0;
};
// nullopt: not one of our packets. For a launch `view` is filled (its vectors are reused).
std::optional<Message> decode_message(std::span<const char> packet, LaunchView& view);

void encode_exit(std::string& packet, ChildId id, const Exit& exit);
std::optional<ChildId> decode_exit(std::span<const char> packet, Exit& exit);

}  // namespace paretop::process
