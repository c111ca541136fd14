#include "engine/process/wire.h"

#include <cstring>
#include <type_traits>

namespace paretop::process {
namespace {

struct Header {
    std::uint32_t launch;
    std::uint32_t passed;  // bit i: descriptor i comes along
    std::uint32_t arguments, environment, counters;
    std::uint32_t unused;
    ChildId id;
    Nanoseconds timeout, grace;
    std::int64_t memory, file_size, open_files, cpu_seconds;
};
static_assert(std::is_trivially_copyable_v<Header>);

struct ExitHeader {
    ChildId id;
    std::int32_t launched, error, bad_directory, exit_code, signal, timed_out, leftovers, frozen;
    Nanoseconds started_ns, wall_ns, user_ns, sys_ns;
    std::int64_t max_rss;
    std::uint64_t counters;
};

template <class T>
void put(std::string& packet, const T& value) {
    packet.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void put_string(std::string& packet, const std::string& text) {
    packet.append(text, 0, text.find('\0'));  // what lies behind an embedded NUL could not be passed to a program anyway
    packet.push_back('\0');
}

// Takes `count` strings from the front of `rest`; false: there are not that many.
bool take_strings(std::span<const char>& rest, std::uint32_t count, std::vector<const char*>& strings) {
    strings.clear();
    for (std::uint32_t i = 0; i < count; ++i) {
        const void* end = rest.empty() ? nullptr : std::memchr(rest.data(), '\0', rest.size());
        if (end == nullptr) return false;
        strings.push_back(rest.data());
        rest = rest.subspan(static_cast<std::size_t>(static_cast<const char*>(end) - rest.data()) + 1);
    }
    return true;
}

std::int64_t whole_seconds(const std::optional<Nanoseconds>& time) { return time ? (*time + 999'999'999) / 1'000'000'000 : -1; }

std::uint32_t size32(std::size_t size) { return static_cast<std::uint32_t>(size); }

bool decode_launch(const Header& header, std::span<const char> rest, LaunchView& view) {
    std::vector<const char*> directory;
    if (!take_strings(rest, header.arguments, view.arguments) || view.arguments.empty()) return false;
    if (!take_strings(rest, header.environment, view.environment)) return false;
    if (!take_strings(rest, header.counters, view.counters)) return false;
    if (!take_strings(rest, 1, directory)) return false;
    view.arguments.push_back(nullptr);
    view.directory = directory.front();
    view.id = header.id;
    view.timeout = header.timeout;
    view.grace = header.grace;
    view.memory = header.memory;
    view.file_size = header.file_size;
    view.open_files = header.open_files;
    view.cpu_seconds = header.cpu_seconds;
    for (std::size_t i = 0; i < view.passed.size(); ++i) view.passed[i] = (header.passed >> i & 1) != 0;
    return true;
}

}  // namespace

void encode_launch(std::string& packet, ChildId id, const Launch& launch) {
    Header header{};
    header.launch = 1;
    header.passed = (launch.input >= 0 ? 1U : 0U) | (launch.output >= 0 ? 2U : 0U) | (launch.errors >= 0 ? 4U : 0U);
    header.arguments = size32(launch.arguments.size());
    header.environment = size32(launch.environment.size());
    header.counters = size32(launch.counters.size());
    header.id = id;
    header.timeout = launch.timeout;
    header.grace = launch.grace;
    header.memory = launch.limits.memory.value_or(-1);
    header.file_size = launch.limits.file_size.value_or(-1);
    header.open_files = launch.limits.open_files.value_or(-1);
    header.cpu_seconds = whole_seconds(launch.limits.cpu_time);
    packet.clear();
    put(packet, header);
    for (const auto& text : launch.arguments) put_string(packet, text);
    for (const auto& text : launch.environment) put_string(packet, text);
    for (const auto& text : launch.counters) put_string(packet, text);
    put_string(packet, launch.directory);
}

std::string encode_terminate(ChildId id) {
    Header header{};
    header.id = id;
    std::string packet;
    put(packet, header);
    return packet;
}

std::optional<Message> decode_message(std::span<const char> packet, LaunchView& view) {
    Header header{};
    if (packet.size() < sizeof header) return std::nullopt;
    std::memcpy(&header, packet.data(), sizeof header);
    if (header.launch == 0) return Message{false, header.id};
    if (!decode_launch(header, packet.subspan(sizeof header), view)) return std::nullopt;
    return Message{true, header.id};
}

void encode_exit(std::string& packet, ChildId id, const Exit& exit) {
    const ExitHeader header{id,           exit.launched,  exit.error,     exit.bad_directory, exit.exit_code,
                            exit.signal,  exit.timed_out, exit.leftovers, exit.frozen,        exit.started_ns,
                            exit.wall_ns, exit.user_ns,   exit.sys_ns,    exit.max_rss,       exit.counters.size()};
    packet.clear();
    put(packet, header);
    for (const double value : exit.counters) put(packet, value);
}

std::optional<ChildId> decode_exit(std::span<const char> packet, Exit& exit) {
    ExitHeader header{};
    if (packet.size() < sizeof header) return std::nullopt;
    std::memcpy(&header, packet.data(), sizeof header);
    packet = packet.subspan(sizeof header);
    if (packet.size() != header.counters * sizeof(double)) return std::nullopt;
    exit.launched = header.launched != 0;
    exit.error = header.error;
    exit.bad_directory = header.bad_directory != 0;
    exit.exit_code = header.exit_code;
    exit.signal = header.signal;
    exit.timed_out = header.timed_out != 0;
    exit.leftovers = header.leftovers != 0;
    exit.frozen = header.frozen != 0;
    exit.started_ns = header.started_ns;
    exit.wall_ns = header.wall_ns;
    exit.user_ns = header.user_ns;
    exit.sys_ns = header.sys_ns;
    exit.max_rss = header.max_rss;
    exit.counters.resize(header.counters);
    if (!packet.empty()) std::memcpy(exit.counters.data(), packet.data(), packet.size());
    return header.id;
}

}  // namespace paretop::process
