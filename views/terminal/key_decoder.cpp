#include "views/terminal/key_decoder.h"

#include <array>
#include <charconv>
#include <utility>

#include "views/surface/text.h"

namespace paretop::views {
namespace {

constexpr char k_escape = '\x1b';
constexpr std::string_view k_paste_end = "\x1b[201~";
constexpr Nanoseconds k_double_click = 400'000'000;
constexpr std::size_t k_longest_sequence = 64;
constexpr std::size_t k_longest_paste = 1 << 20;

// "1;5" as {1, 5}; missing numbers are 0, further ones are left out.
std::array<int, 3> numbers(std::string_view text) {
    std::array<int, 3> out{};
    for (int& number : out) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
        if (text.empty() || (text.front() != ';' && text.front() != ':')) break;
        text.remove_prefix(1);
    }
    return out;
}

Key function_key(int number) {
    Key key(KeyKind::function);
    key.character = static_cast<char32_t>(number);
    return key;
}

// CSI final letters and SS3 letters.
Key letter_key(char final) {
    switch (final) {
        case 'A':
            return KeyKind::up;
        case 'B':
            return KeyKind::down;
        case 'C':
            return KeyKind::right;
        case 'D':
            return KeyKind::left;
        case 'H':
            return KeyKind::home;
        case 'F':
            return KeyKind::end;
        case 'M':
            return KeyKind::enter;  // of the keypad
        case 'Z':
            return KeyKind::back_tab;
        case 'P':
        case 'Q':
        case 'R':
        case 'S':
            return function_key(final - 'P' + 1);
        default:
            return {};
    }
}

// CSI number ~
Key tilde_key(int number) {
    switch (number) {
        case 1:
        case 7:
            return KeyKind::home;
        case 2:
            return KeyKind::insert;
        case 3:
            return KeyKind::del;
        case 4:
        case 8:
            return KeyKind::end;
        case 5:
            return KeyKind::page_up;
        case 6:
            return KeyKind::page_down;
        default:
            break;
    }
    if (number >= 11 && number <= 15) return function_key(number - 10);
    if (number >= 17 && number <= 21) return function_key(number - 11);
    if (number >= 23 && number <= 24) return function_key(number - 12);
    return {};
}

// xterm's: 1 + shift 1, alt 2, ctrl 4.
Key with_modifiers(Key key, int code) {
    const int bits = code > 0 ? code - 1 : 0;
    key.shift = (bits & 1) != 0;
    key.alt = (bits & 2) != 0;
    key.ctrl = (bits & 4) != 0;
    return key;
}

Key control_key(char c) {
    switch (c) {
        case '\r':
        case '\n':
            return KeyKind::enter;
        case '\t':
            return KeyKind::tab;
        case '\x7f':
        case '\b':
            return KeyKind::backspace;
        case '\0':
            return Key::control(U' ');
        default:
            break;
    }
    if (c >= 1 && c <= 26) return Key::control(static_cast<char32_t>('a' + c - 1));
    return Key::control(static_cast<char32_t>(c + 0x40));
}

std::size_t utf8_length(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

}  // namespace

std::vector<Key> KeyDecoder::take() { return std::exchange(keys_, {}); }

void KeyDecoder::feed(std::string_view bytes, Nanoseconds now) {
    now_ = now;
    pending_ += bytes;
    while (!pending_.empty() && take_one()) {
    }
}

void KeyDecoder::flush() {
    if (pasting_) return;
    while (!pending_.empty()) {
        const bool escape = pending_.front() == k_escape;
        if (escape) emit(KeyKind::escape);
        // The rest of a sequence that was cut off is no text of anybody's.
        drop(escape && pending_.size() > 2 ? pending_.size() : 1);
        while (!pending_.empty() && take_one()) {
        }
    }
}

bool KeyDecoder::take_one() {
    if (pasting_) return take_paste();
    const char first = pending_.front();
    if (first == k_escape) return take_escape();
    if (static_cast<unsigned char>(first) < 0x20 || first == 0x7f) {
        emit(control_key(first));
        drop(1);
        return true;
    }
    return take_character();
}

bool KeyDecoder::take_character() {
    const std::size_t length = utf8_length(pending_.front());
    if (pending_.size() < length) return false;
    std::string_view text = pending_;
    const std::int32_t c = take_code_point(text);
    if (c >= 0xA0 || (c >= 0x20 && c < 0x7f)) emit(Key::of(static_cast<char32_t>(c)));
    drop(pending_.size() - text.size());
    return true;
}

bool KeyDecoder::take_escape() {
    if (pending_.size() < 2) return false;
    const char second = pending_[1];
    if (second == '[') return take_csi(2);
    if (second == 'O') {
        if (pending_.size() < 3) return false;
        emit(letter_key(pending_[2]));
        drop(3);
        return true;
    }
    if (second == k_escape) {  // Esc twice, or Esc and then a sequence
        emit(KeyKind::escape);
        drop(1);
        return true;
    }
    const std::size_t before = keys_.size();
    const char escape = pending_.front();
    drop(1);
    if (!take_one()) {
        pending_.insert(0, 1, escape);
        return false;
    }
    if (keys_.size() > before) keys_.back().alt = true;
    return true;
}

bool KeyDecoder::take_csi(std::size_t start) {
    if (pending_.size() > start && pending_[start] == '[') {  // the Linux console's F1 to F5
        if (pending_.size() < start + 2) return false;
        emit(function_key(pending_[start + 1] - 'A' + 1));
        drop(start + 2);
        return true;
    }
    std::size_t end = start;
    while (end < pending_.size() && (pending_[end] < 0x40 || pending_[end] > 0x7e)) {
        if (pending_[end] < 0x20 || end > k_longest_sequence) {  // not a sequence after all
            drop(end);
            return true;
        }
        ++end;
    }
    if (end == pending_.size()) return false;
    const std::string parameters = pending_.substr(start, end - start);
    const char final = pending_[end];
    drop(end + 1);
    finish_csi(parameters, final);
    return true;
}

void KeyDecoder::finish_csi(std::string_view parameters, char final) {
    if (parameters.starts_with('<')) return mouse(parameters.substr(1), final == 'M');
    const auto [first, second, third] = numbers(parameters);
    if (final == '~' && first == 200) {
        pasting_ = true;
        return;
    }
    const bool is_key = final == '~' || first <= 1;  // "12;40R" tells where the cursor is
    Key key = !is_key ? Key() : final == '~' ? tilde_key(first) : letter_key(final);
    if (final == 'M' && parameters.empty()) {  // an old-style mouse report: three bytes follow
        drop(std::min<std::size_t>(3, pending_.size()));
        return;
    }
    if (key.kind != KeyKind::none) emit(with_modifiers(std::move(key), second));
}

void KeyDecoder::mouse(std::string_view parameters, bool pressed) {
    const auto [button, column, line] = numbers(parameters);
    const Position at{line - 1, column - 1};
    if (!pressed || at.line < 0 || at.column < 0) return;
    if (button == 0) click(at);
    if (button == 64) emit(Key::mouse(KeyKind::wheel_up, at));
    if (button == 65) emit(Key::mouse(KeyKind::wheel_down, at));
}

void KeyDecoder::click(Position at) {
    const bool twice = at == clicked_ && now_ - clicked_at_ <= k_double_click;
    clicked_ = at;
    clicked_at_ = twice ? now_ - 2 * k_double_click : now_;
    emit(Key::mouse(twice ? KeyKind::double_click : KeyKind::click, at));
}

bool KeyDecoder::take_paste() {
    const auto end = pending_.find(k_paste_end);
    if (end == std::string::npos) {
        // All but what may be the start of the end.
        const std::size_t keep = std::min(pending_.size(), k_paste_end.size() - 1);
        pasted_ += pending_.substr(0, pending_.size() - keep);
        drop(pending_.size() - keep);
        if (pasted_.size() > k_longest_paste) pasted_.resize(k_longest_paste);
        return false;
    }
    Key key(KeyKind::paste);
    key.text = std::exchange(pasted_, {}) + pending_.substr(0, end);
    drop(end + k_paste_end.size());
    pasting_ = false;
    emit(std::move(key));
    return true;
}

}  // namespace paretop::views
