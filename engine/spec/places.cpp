#include "engine/spec/places.h"

namespace paretop::spec {
namespace {

bool begins_with_place(std::string_view path) {
    for (const auto place : {Place::work, Place::build, Place::dir, Place::cache, Place::input})
        if (path.starts_with('{' + std::string(place_name(place)) + '}')) return true;
    return false;
}

std::string filled(const std::string& path, const Spec& spec, const space::Configuration& configuration, const Places& places) {
    const auto parsed = Template::parse({path}, spec.space);
    auto out =
        parsed ? parsed->expand_text(spec.space, configuration, places) : path;  // the spec reader lets no faulty one through
    return out.starts_with('/') || begins_with_place(path) ? out : spec.directory + "/" + out;
}

}  // namespace

std::string input_path(const Spec& spec, std::string_view cache) {
    const auto& input = spec.command.input;
    if (input.empty()) return {};
    return filled(input, spec, {}, {.work = {}, .build = {}, .dir = spec.directory, .cache = std::string(cache), .input = {}});
}

std::string run_directory(const Spec& spec, const space::Configuration& configuration, const Places& places) {
    const auto& directory = spec.command.directory;
    return directory.empty() ? spec.directory : filled(directory, spec, configuration, places);
}

}  // namespace paretop::spec
