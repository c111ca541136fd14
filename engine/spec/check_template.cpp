#include <fmt/format.h>

#include <algorithm>

#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

constexpr std::string_view k_add_build = "add a build command, or use {work}";
constexpr std::string_view k_add_input = "write input = \"a file\" in [command]";

std::string remedy_for(Place place, const Usage& usage) {
    if (place == Place::input) return std::string(k_add_input);
    return std::string(usage.no_places.empty() && place == Place::build ? k_add_build : usage.no_places);
}

}  // namespace

Usage usage_in_trial(const Command& command) {
    Usage out;
    out.places = {Place::work, Place::dir, Place::cache};
    if (!command.build.empty()) out.places.push_back(Place::build);
    if (!command.input.empty()) out.places.push_back(Place::input);
    return out;
}

void check_template(Section& section, std::string_view key, const Node& node, std::string_view text, const space::Space& space,
                    const Usage& usage, std::int64_t before) {
    const auto parsed = Template::parse({std::string(text)}, space);
    if (!parsed) {
        const auto& error = parsed.error();
        section.note(node.inside(column_in(error) + before), key, error.what, error.remedy);
        return;
    }
    if (!usage.parameters && !parsed->parameters().empty())
        section.note(node.at, key, fmt::format("mentions {{{}}}", space.parameters()[parsed->parameters().front()].name),
                     std::string(usage.no_parameters));
    for (const auto place : {Place::work, Place::build, Place::dir, Place::cache, Place::input})
        if (parsed->mentions(place) && std::find(usage.places.begin(), usage.places.end(), place) == usage.places.end())
            section.note(node.at, key, fmt::format("mentions {{{}}}, which there is not here", place_name(place)),
                         remedy_for(place, usage));
}

}  // namespace paretop::spec
