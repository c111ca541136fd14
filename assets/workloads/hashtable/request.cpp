#include "request.h"

#include <cctype>
#include <cstdlib>
#include <stdexcept>

namespace {

class Reader {
  public:
    explicit Reader(const std::string& line) : at_(line.c_str()) {}

    // Calls member(name) at each value of an object.
    template <class Member>
    void object(Member member) {
        expect('{');
        if (take('}')) return;
        do {
            std::string name = string();
            expect(':');
            member(name);
        } while (take(','));
        expect('}');
    }

    // A string without its quotes; a number or word as it is written.
    std::string scalar() {
        if (peek() == '"') return string();
        const char* begin = at_;
        while (std::isalnum(static_cast<unsigned char>(*at_)) || *at_ == '-' || *at_ == '+' || *at_ == '.') ++at_;
        if (at_ == begin) fail();
        return {begin, at_};
    }

  private:
    [[noreturn]] static void fail() { throw std::runtime_error("a request that is not the JSON expected"); }

    char peek() {
        while (std::isspace(static_cast<unsigned char>(*at_))) ++at_;
        return *at_;
    }
    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    void expect(char c) {
        if (!take(c)) fail();
    }
    std::string string() {
        std::string out;
        expect('"');
        for (; *at_ != '"'; ++at_) {
            if (*at_ == '\\') ++at_;
            if (!*at_) fail();
            out += *at_;
        }
        ++at_;
        return out;
    }

    const char* at_;
};

}  // namespace

const std::string& Request::text(const std::string& name) const {
    auto found = config.find(name);
    if (found == config.end()) throw std::runtime_error("no parameter '" + name + "'");
    return found->second;
}

double Request::number(const std::string& name) const {
    const std::string& value = text(name);
    char* end = nullptr;
    double number = std::strtod(value.c_str(), &end);
    if (end == value.c_str() || *end) throw std::runtime_error("parameter '" + name + "' is not a number: " + value);
    return number;
}

Request parse_request(const std::string& line) {
    Request request;
    Reader reader(line);
    reader.object([&](const std::string& name) {
        if (name == "config")
            reader.object([&](const std::string& parameter) { request.config[parameter] = reader.scalar(); });
        else if (name == "id")
            request.id = reader.scalar();
        else if (name == "set")
            request.set = reader.scalar();
        else
            reader.scalar();
    });
    return request;
}
