#include "engine/profile/json_scanner.h"

#include <algorithm>
#include <charconv>

#include "engine/functions/lines.h"

namespace paretop::profile {

JsonScanner::JsonScanner(InputFile file) : buffer_(LineReader::k_piece, '\0'), data_(buffer_.data()), file_(std::move(file)) {}
JsonScanner::JsonScanner(std::string_view text) : data_(text.data()), size_(text.size()) { pass_mark(); }

void JsonScanner::pass_mark() {
    if (std::string_view(data_, size_).starts_with(functions::k_byte_order_mark)) at_ = functions::k_byte_order_mark.size();
}

bool JsonScanner::fill() {
    if (!file_ || !status_) return false;
    base_ += static_cast<std::int64_t>(size_);
    at_ = size_ = 0;
    const auto got = file_->read(buffer_.data(), buffer_.size(), base_);
    if (got)
        size_ = *got;
    else
        status_ = tl::unexpected<Error>(got.error());
    if (base_ == 0) pass_mark();
    return at_ < size_;
}

int JsonScanner::peek_after_space() {
    for (;;) {
        const int c = peek();
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r') return c;
        ++at_;
    }
}

void JsonScanner::append_code(unsigned code) {
    if (text_.size() >= k_longest_text) return;
    const auto put = [this](unsigned byte) { text_ += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | code >> 6U);
        put(0x80U | (code & 0x3FU));
    } else {  // halves of surrogate pairs stay halves: nobody needs them in names, and they are made harmless when shown
        put(0xE0U | code >> 12U);
        put(0x80U | (code >> 6U & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

void JsonScanner::read_escape() {
    const int c = peek();
    if (c < 0) return;
    ++at_;
    if (c != 'u') {
        constexpr std::string_view k_letters = "bfnrt", k_meant = "\b\f\n\r\t";
        const auto known = k_letters.find(static_cast<char>(c));
        append_code(static_cast<unsigned char>(known == std::string_view::npos ? static_cast<char>(c) : k_meant[known]));
        return;
    }
    std::string digits;
    while (digits.size() < 4 && peek() >= 0 &&
           std::string_view("0123456789abcdefABCDEF").find(static_cast<char>(peek())) != std::string_view::npos)
        digits += data_[at_++];
    unsigned code = 0xFFFD;
    std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    append_code(code);
}

JsonScanner::Token JsonScanner::read_text() {
    text_.clear();
    for (;;) {
        if (peek() < 0) return Token::end;  // cut within it
        const auto begin = at_;
        while (at_ < size_ && data_[at_] != '"' && data_[at_] != '\\') ++at_;
        text_.append(data_ + begin, std::min(at_ - begin, k_longest_text - std::min(k_longest_text, text_.size())));
        if (at_ == size_) continue;
        if (data_[at_++] == '"') break;
        read_escape();
    }
    return peek_after_space() == ':' ? Token::key : Token::text;
}

JsonScanner::Token JsonScanner::read_plain(Token token) {
    text_.clear();
    for (;;) {
        const int c = peek();
        const bool part =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' || c == '.';
        if (!part) return token;
        if (text_.size() < k_longest_text) text_ += static_cast<char>(c);
        ++at_;
    }
}

JsonScanner::Token JsonScanner::next() {
    for (;;) {
        const int c = peek_after_space();
        if (c < 0) return Token::end;
        if ((c >= '0' && c <= '9') || c == '-') return read_plain(Token::number);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return read_plain(Token::word);
        ++at_;
        switch (c) {
            case '{':
                return Token::begin_object;
            case '}':
                return Token::end_object;
            case '[':
                return Token::begin_array;
            case ']':
                return Token::end_array;
            case '"':
                return read_text();
            case ',':
            case ':':
                continue;
            default:
                return Token::bad;
        }
    }
}

void JsonScanner::skip(Token token) {
    std::int64_t depth = 0;
    for (;; token = next()) {
        if (token == Token::begin_object || token == Token::begin_array) ++depth;
        if (token == Token::end_object || token == Token::end_array) --depth;
        if (token == Token::end || token == Token::bad || (depth <= 0 && token != Token::key)) return;
    }
}

}  // namespace paretop::profile
