#include "app/json.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "views/surface/text.h"

namespace paretop::app {
namespace {

void append_escaped(std::string& out, std::int32_t point) {
    switch (point) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\r':
            out += "\\r";
            return;
        default:
            break;
    }
    if (point < 0)
        out += "\xEF\xBF\xBD";
    else if (point < 0x20 || point == 0x7F)
        out += fmt::format("\\u{:04x}", point);
    else
        views::append_utf8(out, static_cast<char32_t>(point));
}

}  // namespace

void Json::separate() {
    if (comma_) text_ += ',';
    comma_ = true;
}

Json& Json::open(char bracket) {
    separate();
    text_ += bracket;
    comma_ = false;
    return *this;
}

Json& Json::close(char bracket) {
    text_ += bracket;
    comma_ = true;
    return *this;
}

Json& Json::key(std::string_view name) {
    text(name);
    text_ += ':';
    comma_ = false;
    return *this;
}

Json& Json::text(std::string_view value) {
    separate();
    text_ += '"';
    while (!value.empty()) append_escaped(text_, views::take_code_point(value));
    text_ += '"';
    return *this;
}

Json& Json::number(std::int64_t value) {
    separate();
    text_ += fmt::format("{}", value);
    return *this;
}

Json& Json::number(double value) {
    if (!std::isfinite(value)) return null();
    separate();
    text_ += fmt::format("{}", value);
    return *this;
}

Json& Json::boolean(bool value) { return raw(value ? "true" : "false"); }

Json& Json::null() { return raw("null"); }

Json& Json::raw(std::string_view json) {
    separate();
    text_ += json.empty() ? "null" : json;
    return *this;
}

Json& Json::newline() {
    if (comma_) text_ += ',';
    comma_ = false;
    text_ += '\n';
    return *this;
}

std::string Json::take() { return std::exchange(text_, {}); }

}  // namespace paretop::app
