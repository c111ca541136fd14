#include "engine/spec/places.h"

#include <algorithm>

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

bool uses(const Spec& spec, Place place) {
    const auto name = '{' + std::string(place_name(place)) + '}';
    const auto names = [&](const std::string& text) { return text.find(name) != std::string::npos; };
    const auto any = [&](const auto& texts) { return std::any_of(texts.begin(), texts.end(), names); };
    const auto& command = spec.command;
    return any(command.run) || any(command.verify) || names(command.directory) || names(command.input) ||
           std::any_of(command.environment.begin(), command.environment.end(), [&](const auto& v) { return names(v.second); }) ||
           std::any_of(spec.metrics.begin(), spec.metrics.end(), [&](const auto& m) { return names(m.source.argument); });
}

std::string run_directory(const Spec& spec, const space::Configuration& configuration, const Places& places) {
    const auto& directory = spec.command.directory;
    if (directory.empty()) return spec.directory;
    const bool fixed = directory.starts_with('/') && directory.find_first_of("{}") == std::string::npos;
    return fixed ? directory : filled(directory, spec, configuration, places);
}

}  // namespace paretop::spec
