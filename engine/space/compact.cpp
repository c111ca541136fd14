// Each parameter in the order of declaration. Int: a varint, 0 inactive, else 1 + zigzag(value). Bool, categorical, ordinal: a
// varint, 0 inactive, else 1 + index. Float: a byte 0 (inactive) or 1, then the eight bytes of the double, low first.
// Permutation: a byte 0 or 1, then one varint for each item.
#include <fmt/format.h>

#include <bit>

#include "engine/space/space.h"

namespace paretop::space {
namespace {

void append_varint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) out += static_cast<char>((value & 0x7FU) | 0x80U);
    out += static_cast<char>(value);
}

void append_double(std::string& out, double value) {
    auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
    for (int i = 0; i < 8; ++i, bits >>= 8U) out += static_cast<char>(bits & 0xFFU);
}

std::uint64_t zigzag(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    return value < 0 ? ~(bits << 1U) : bits << 1U;
}

std::int64_t unzigzag(std::uint64_t bits) {
    const auto half = static_cast<std::int64_t>(bits >> 1U);
    return (bits & 1U) != 0 ? -half - 1 : half;
}

struct Reader {
    std::string_view rest;
    bool good = true;

    std::uint8_t byte() {
        if (rest.empty()) {
            good = false;
            return 0;
        }
        const auto value = static_cast<std::uint8_t>(rest.front());
        rest.remove_prefix(1);
        return value;
    }

    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 63; shift += 7) {
            const std::uint64_t part = byte();
            value |= (part & 0x7FU) << shift;
            if ((part & 0x80U) == 0) return value;
        }
        good = false;
        return 0;
    }

    double real() {
        std::uint64_t bits = 0;
        for (unsigned shift = 0; shift < 64; shift += 8) bits |= static_cast<std::uint64_t>(byte()) << shift;
        return std::bit_cast<double>(bits);
    }

    Value permutation(std::size_t size) {
        Permutation out;
        out.reserve(size);
        for (std::size_t i = 0; i < size && good; ++i) {
            const auto item = varint();
            good = good && item < size;
            out.push_back(static_cast<std::uint16_t>(item));
        }
        return out;
    }

    Value value(const Parameter& parameter) {
        const auto tag = varint();
        if (tag == 0) return Inactive{};
        switch (parameter.type) {
            case ParameterType::integer:
                return unzigzag(tag - 1);
            case ParameterType::real:
                good = good && tag == 1;
                return real();
            case ParameterType::permutation:
                good = good && tag == 1;
                return permutation(parameter.choices.size());
            default:
                return static_cast<std::int64_t>(tag - 1);
        }
    }
};

void append(std::string& out, const Parameter& parameter, const Value& value) {
    if (const auto* const real = std::get_if<double>(&value)) {
        out += '\1';
        append_double(out, *real);
    } else if (const auto* const order = std::get_if<Permutation>(&value)) {
        out += '\1';
        for (const auto item : *order) append_varint(out, item);
    } else if (const auto* const integer = std::get_if<std::int64_t>(&value)) {
        append_varint(out,
                      1 + (parameter.type == ParameterType::integer ? zigzag(*integer) : static_cast<std::uint64_t>(*integer)));
    } else {
        out += '\0';
    }
}

}  // namespace

std::string encode(const Space& space, const Configuration& configuration) {
    std::string out;
    out.reserve(configuration.values.size() * 3);
    for (std::size_t i = 0; i < configuration.values.size(); ++i) append(out, space.parameters()[i], configuration.values[i]);
    return out;
}

Result<Configuration> decode(const Space& space, std::string_view compact) {
    Configuration out;
    out.values.reserve(space.parameters().size());
    Reader reader{compact};
    for (const auto& parameter : space.parameters()) {
        out.values.push_back(reader.value(parameter));
        const bool inactive = std::holds_alternative<Inactive>(out.values.back());
        if (!reader.good || (!inactive && !parameter.contains(out.values.back())))
            return fail(ErrorKind::store, fmt::format("a stored configuration has no valid value of '{}'", parameter.name), {},
                        "run paretop check-store on this file");
    }
    if (!reader.rest.empty())
        return fail(ErrorKind::store, fmt::format("a stored configuration is {} bytes too long", reader.rest.size()), {},
                    "run paretop check-store on this file");
    return out;
}

}  // namespace paretop::space
