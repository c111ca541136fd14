// Writes JSON as it goes, so that a million trials need no tree in memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace paretop::app {

// Commas and quotes are its business; that objects and arrays are closed in order is the caller's.
class Json {
  public:
    Json& begin_object() { return open('{'); }
    Json& end_object() { return close('}'); }
    Json& begin_array() { return open('['); }
    Json& end_array() { return close(']'); }
    Json& key(std::string_view name);

    Json& text(std::string_view value);  // bytes that are not UTF-8 become U+FFFD
    Json& number(std::int64_t value);
    Json& number(double value);  // shortest form that reads back equal; not finite: null
    Json& boolean(bool value);
    Json& null();
    Json& raw(std::string_view json);  // JSON already; empty: null

    // key and value at once
    Json& field(std::string_view name, std::string_view value) { return key(name).text(value); }
    Json& field(std::string_view name, const char* value) { return key(name).text(value); }
    Json& field(std::string_view name, std::int64_t value) { return key(name).number(value); }
    Json& field(std::string_view name, double value) { return key(name).number(value); }
    Json& field(std::string_view name, bool value) { return key(name).boolean(value); }
    template <class T>
    Json& field(std::string_view name, const std::optional<T>& value) {
        return value ? field(name, *value) : key(name).null();
    }
    Json& newline();  // before the next value, for arrays that are read line by line

    [[nodiscard]] std::string take();  // what was written since the last take

  private:
    Json& open(char bracket);
    Json& close(char bracket);
    void separate();

    std::string text_;
    bool comma_ = false;  // the next value needs one before it
};

}  // namespace paretop::app
