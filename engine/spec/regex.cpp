#include "engine/spec/regex.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace paretop::spec {
namespace {

constexpr std::uint32_t k_match_limit = 1'000'000;  // steps of backtracking for one match
constexpr std::uint32_t k_heap_limit = 20'000;      // KiB

template <auto Function>
struct Free {
    template <class Thing>
    void operator()(Thing* thing) const {
        Function(thing);
    }
};
using Code = std::unique_ptr<pcre2_code, Free<pcre2_code_free_8>>;
using Context = std::unique_ptr<pcre2_match_context, Free<pcre2_match_context_free_8>>;
using Match = std::unique_ptr<pcre2_match_data, Free<pcre2_match_data_free_8>>;

PCRE2_SPTR8 units(std::string_view text) { return reinterpret_cast<PCRE2_SPTR8>(text.data()); }

std::string message_of(int code) {
    std::array<PCRE2_UCHAR8, 200> buffer{};
    const auto length = pcre2_get_error_message(code, buffer.data(), buffer.size());
    return {buffer.begin(), buffer.begin() + std::max(length, 0)};
}

std::size_t column(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    return static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xC0) != 0x80; })) + 1;
}

}  // namespace

struct Regex::Compiled {
    Code code;
    Context context;
};

Regex::Regex(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

Result<Regex> Regex::compile(std::string_view pattern) {
    int problem = 0;
    PCRE2_SIZE offset = 0;
    const std::uint32_t options = PCRE2_MULTILINE | PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_NEVER_BACKSLASH_C;
    Code code(pcre2_compile(units(pattern), pattern.size(), options, &problem, &offset, nullptr));
    if (!code)
        return fail(ErrorKind::usage, message_of(problem), fmt::format("column {}", column(pattern, offset)),
                    "write a Perl regular expression");
    pcre2_jit_compile(code.get(), PCRE2_JIT_COMPLETE);  // only a matter of speed: it may be refused
    Context context(pcre2_match_context_create(nullptr));
    if (!context) throw std::bad_alloc();
    pcre2_set_match_limit(context.get(), k_match_limit);
    pcre2_set_heap_limit(context.get(), k_heap_limit);
    return Regex(std::make_shared<const Compiled>(Compiled{std::move(code), std::move(context)}));
}

// Matches are taken one after the other, so the work is that of one pass over the text, whatever the number of matches.
std::optional<std::string> Regex::last_match(std::string_view text) const {
    const Match match(pcre2_match_data_create_from_pattern(compiled_->code.get(), nullptr));
    if (!match) throw std::bad_alloc();
    std::optional<std::string_view> last;
    for (std::size_t start = 0; start <= text.size();) {
        const int groups =
            pcre2_match(compiled_->code.get(), units(text), text.size(), start, 0, match.get(), compiled_->context.get());
        if (groups < 1) break;
        const auto* const ends = pcre2_get_ovector_pointer(match.get());
        const std::size_t group = groups > 1 && ends[2] != PCRE2_UNSET ? 1 : 0;
        last = text.substr(ends[2 * group], ends[2 * group + 1] - ends[2 * group]);
        start = std::max(ends[1], ends[1] == ends[0] ? ends[1] + 1 : start + 1);
    }
    return last ? std::optional<std::string>(*last) : std::nullopt;
}

}  // namespace paretop::spec
