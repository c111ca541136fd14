#include "engine/spec/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "storage/base/nearest.h"

namespace paretop::spec {
namespace {

constexpr std::array<std::string_view, 5> k_place_names{"work", "build", "dir", "cache", "input"};

std::size_t column(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    return static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xC0) != 0x80; })) + 1;
}

const std::string& place_value(const Places& places, std::size_t index) {
    const std::array<const std::string*, 5> values{&places.work, &places.build, &places.dir, &places.cache, &places.input};
    return *values.at(index);
}

void append_words(std::vector<std::string>& out, std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

tl::unexpected<Error> wrong(std::string_view text, std::size_t offset, std::string what, std::string remedy) {
    return fail(ErrorKind::usage, std::move(what), fmt::format("column {}", column(text, offset)), std::move(remedy));
}

}  // namespace

std::string_view place_name(Place place) { return k_place_names.at(static_cast<std::size_t>(place)); }

Result<Template::Piece> Template::placeholder(std::string_view name, const space::Space& space) {
    const auto* const place = std::find(k_place_names.begin(), k_place_names.end(), name);
    if (place != k_place_names.end())
        return Piece{Piece::Kind::place, static_cast<std::size_t>(place - k_place_names.begin()), {}};
    if (const auto parameter = space.find(name)) return Piece{Piece::Kind::parameter, *parameter, {}};
    std::vector<std::string> known(k_place_names.begin(), k_place_names.end());
    known.reserve(known.size() + space.parameters().size());
    for (const auto& parameter : space.parameters()) known.push_back(parameter.name);
    const auto guesses = nearest_words(name, known, 1);
    return fail(
        ErrorKind::usage, fmt::format("{{{}}} is no parameter and none of work, build, dir, cache, input", name), {},
        guesses.empty() ? std::string("a literal brace is written {{ or }}") : fmt::format("did you mean {{{}}}?", guesses[0]));
}

Result<Template::Element> Template::parse_element(std::string_view text, const space::Space& space) {
    Element element;
    std::string literal;
    const auto end_literal = [&] {
        if (!literal.empty()) element.pieces.push_back({Piece::Kind::text, 0, std::exchange(literal, {})});
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c != '{' && c != '}') {
            literal += c;
        } else if (at + 1 < text.size() && text[at + 1] == c) {
            literal += c;
            ++at;
        } else if (c == '}') {
            return wrong(text, at, "a '}' without its '{'", "a literal brace is written }}");
        } else {
            const auto end = text.find('}', at);
            if (end == std::string_view::npos) return wrong(text, at, "a '{' without its '}'", "a literal brace is written {{");
            auto piece = placeholder(text.substr(at + 1, end - at - 1), space);
            if (!piece) return wrong(text, at, piece.error().what, piece.error().remedy);
            end_literal();
            element.pieces.push_back(std::move(*piece));
            at = end;
        }
    }
    end_literal();
    element.alone = element.pieces.size() == 1 && element.pieces[0].kind != Piece::Kind::text;
    element.option = text.starts_with('-');
    return element;
}

Result<Template> Template::parse(const std::vector<std::string>& elements, const space::Space& space, bool shell) {
    Template out;
    out.shell_ = shell;
    for (std::size_t i = 0; i < elements.size(); ++i) {
        auto element = parse_element(elements[i], space);
        if (!element) {
            auto error = element.error();
            if (i > 0) error.what = fmt::format("element {}: {}", i + 1, error.what);
            return tl::unexpected(std::move(error));
        }
        for (const auto& piece : element->pieces) out.note(piece);
        out.elements_.push_back(std::move(*element));
    }
    return out;
}

void Template::note(const Piece& piece) {
    if (piece.kind == Piece::Kind::place) places_ = static_cast<std::uint8_t>(places_ | (1U << piece.index));
    if (piece.kind != Piece::Kind::parameter) return;
    const auto at = std::lower_bound(parameters_.begin(), parameters_.end(), piece.index);
    if (at == parameters_.end() || *at != piece.index) parameters_.insert(at, piece.index);
}

bool Template::mentions(Place place) const { return ((places_ >> static_cast<unsigned>(place)) & 1U) != 0; }

bool Template::left_out(const Element& element, const space::Configuration& configuration) {
    bool has_parameter = false;
    for (const auto& piece : element.pieces) {
        if (piece.kind != Piece::Kind::parameter) continue;
        if (!std::holds_alternative<space::Inactive>(configuration.values[piece.index])) return false;
        has_parameter = true;
    }
    return has_parameter && element.option;
}

void Template::append_piece(std::string& out, const Piece& piece, const space::Space& space,
                            const space::Configuration& configuration, const Places& places) {
    switch (piece.kind) {
        case Piece::Kind::text:
            out += piece.text;
            break;
        case Piece::Kind::place:
            out += place_value(places, piece.index);
            break;
        case Piece::Kind::parameter:
            out += space::to_argument(space.parameters()[piece.index], configuration.values[piece.index]);
            break;
    }
}

std::vector<std::string> Template::expand(const space::Space& space, const space::Configuration& configuration,
                                          const Places& places) const {
    std::vector<std::string> out;
    out.reserve(elements_.size());
    for (const auto& element : elements_) {
        std::string text;
        for (const auto& piece : element.pieces) append_piece(text, piece, space, configuration, places);
        const bool alone = element.alone && !shell_;
        if ((alone && text.empty()) || (!shell_ && left_out(element, configuration))) continue;
        const bool is_parameter = alone && element.pieces[0].kind == Piece::Kind::parameter;
        if (is_parameter && space.parameters()[element.pieces[0].index].has_flag)
            append_words(out, text);
        else
            out.push_back(std::move(text));
    }
    return out;
}

std::string Template::expand_text(const space::Space& space, const space::Configuration& configuration,
                                  const Places& places) const {
    std::string out;
    for (const auto& element : elements_)
        for (const auto& piece : element.pieces) append_piece(out, piece, space, configuration, places);
    return out;
}

std::string environment_name(std::string_view parameter) {
    std::string out = "PARETOP_PARAM_";
    for (const char c : parameter) {
        const bool lower = c >= 'a' && c <= 'z';
        const bool kept = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        out += lower ? static_cast<char>(c - 'a' + 'A') : kept ? c : '_';
    }
    return out;
}

}  // namespace paretop::spec
