// Argument vectors and texts of the experiment file with their placeholders, read once and filled in for each trial.
//
// `{name}` is a parameter or one of the places work, build, dir, cache, input; `{{` and `}}` are literal braces. An element is
// left out when it is exactly one placeholder that stands for nothing (an inactive parameter, a flag that is off), and when it
// is an option (it begins with `-`) whose parameters are all inactive. A flag of several words, alone in its element, becomes
// several arguments. In a shell text nothing is left out, split or quoted: programs may take values that need quoting from
// "$PARETOP_PARAM_NAME".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/space/space.h"
#include "storage/base/result.h"

namespace paretop::spec {

enum class Place : std::uint8_t { work, build, dir, cache, input };
std::string_view place_name(Place);  // as it is written between braces

struct Places {  // what the places stand for, absolute
    std::string work, build, dir, cache, input;
};

class Template {
  public:
    Template() = default;
    // The error's `where` is "column N" of the element (1-based, in code points), its `what` names the element from the second
    // on.
    static Result<Template> parse(const std::vector<std::string>& elements, const space::Space& space, bool shell = false);

    // Parameters of the space given to parse(); `configuration` is activated.
    [[nodiscard]] std::vector<std::string> expand(const space::Space& space, const space::Configuration& configuration,
                                                  const Places& places) const;
    // For a single text (a metric's path, a value of the environment): never left out or split.
    [[nodiscard]] std::string expand_text(const space::Space& space, const space::Configuration& configuration,
                                          const Places& places) const;

    [[nodiscard]] const std::vector<std::size_t>& parameters() const { return parameters_; }  // it mentions, ascending
    [[nodiscard]] bool mentions(Place place) const;
    [[nodiscard]] bool empty() const { return elements_.empty(); }

  private:
    struct Piece {
        enum class Kind : std::uint8_t { text, parameter, place };
        Kind kind = Kind::text;
        std::size_t index = 0;  // of the parameter or the place
        std::string text;
    };
    struct Element {
        std::vector<Piece> pieces;
        bool alone = false;   // exactly one placeholder
        bool option = false;  // begins with '-'
    };
    // One element; the error has its column and not yet its number.
    static Result<Element> parse_element(std::string_view text, const space::Space& space);
    static Result<Piece> placeholder(std::string_view name, const space::Space& space);
    // An option whose parameters are all inactive.
    static bool left_out(const Element& element, const space::Configuration& configuration);
    static void append_piece(std::string& out, const Piece& piece, const space::Space& space,
                             const space::Configuration& configuration, const Places& places);
    void note(const Piece& piece);

    std::vector<Element> elements_;
    std::vector<std::size_t> parameters_;
    bool shell_ = false;
    std::uint8_t places_ = 0;  // bit by Place
};

// PARETOP_PARAM_<NAME>: letters in upper case, everything that is no ASCII letter or digit an underscore.
std::string environment_name(std::string_view parameter);

}  // namespace paretop::spec
