#include "engine/functions/lines.h"

#include <fmt/format.h>

#include <algorithm>

namespace paretop::functions {
namespace {

constexpr std::size_t k_block = std::size_t{64} << 10U;

}  // namespace

// With a mark, or with every second byte of its beginning 0, as Latin letters have it.
Result<void> need_bytes(std::string_view head, const std::string& name) {
    using namespace std::string_view_literals;
    const bool marked = head.starts_with("\xFF\xFE"sv) || head.starts_with("\xFE\xFF"sv);
    std::size_t zeros[2] = {0, 0};
    const auto looked = std::min<std::size_t>(head.size(), 64) & ~std::size_t{1};
    for (std::size_t i = 0; i < looked; ++i) zeros[i & 1U] += head[i] == '\0' ? 1U : 0U;
    const bool alternating = looked >= 16 && std::max(zeros[0], zeros[1]) == looked / 2 && std::min(zeros[0], zeros[1]) == 0;
    if (!marked && !alternating) return {};
    return fail(ErrorKind::usage, "is text in UTF-16", name,
                fmt::format("convert it first: iconv -f UTF-16{} -t UTF-8", marked         ? ""
                                                                            : zeros[1] > 0 ? "LE"
                                                                                           : "BE"));
}

bool Lines::fill() {
    block_.resize(k_block);
    source_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
    block_.resize(static_cast<std::size_t>(std::max<std::streamsize>(source_.gcount(), 0)));
    at_ = 0;
    if (number_ == 0 && line_.empty() && block_.starts_with(k_byte_order_mark)) at_ = k_byte_order_mark.size();
    return at_ < block_.size();
}

std::string_view Lines::peek() {
    if (at_ == block_.size() && !fill()) return {};
    while (block_.find('\n') == std::string::npos && block_.size() < k_longest_line && source_) {
        const auto had = block_.size();
        block_.resize(had + k_block);
        source_.read(block_.data() + had, k_block);
        block_.resize(had + static_cast<std::size_t>(std::max<std::streamsize>(source_.gcount(), 0)));
    }
    return std::string_view(block_).substr(at_);
}

bool Lines::next(std::string_view& line) {
    line_.clear();
    cut_ = ended_ = false;
    bool any = false;
    while (!ended_ && (at_ < block_.size() || fill())) {
        any = true;
        const auto end = std::min(block_.find('\n', at_), block_.size());
        const auto room = k_longest_line - line_.size();
        cut_ = cut_ || end - at_ > room;
        line_.append(block_, at_, std::min(end - at_, room));
        ended_ = end < block_.size();
        at_ = end + (ended_ ? 1 : 0);
    }
    if (!any) return false;
    if (!line_.empty() && line_.back() == '\r') line_.pop_back();
    ++number_;
    line = line_;
    return true;
}

}  // namespace paretop::functions
