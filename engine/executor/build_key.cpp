#include "engine/executor/build_key.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <xxhash.h>

#include <filesystem>
#include <set>
#include <sstream>
#include <vector>

namespace paretop::executor {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_most_files = 20'000;  // of one folder; later ones are not looked at

std::string stamp_file(const std::string& path) {
    struct stat file {};
    if (::stat(path.c_str(), &file) != 0) return {};
    return fmt::format("{}:{}:{}.{:09};", path, file.st_size, file.st_mtim.tv_sec, file.st_mtim.tv_nsec);
}

std::string stamp_folder(const std::string& path) {
    std::set<std::string> files;
    std::error_code error;
    for (fs::recursive_directory_iterator at(path, fs::directory_options::skip_permission_denied, error), end;
         !error && at != end && files.size() < k_most_files; at.increment(error))
        if (std::error_code other; at->is_regular_file(other)) files.insert(at->path().string());
    std::string stamps;
    for (const auto& file : files) stamps += stamp_file(file);
    return stamps;
}

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

}  // namespace

const std::string& BuildKey::stamp(const std::string& path) {
    const auto [found, fresh] = stamps_.try_emplace(path);
    if (!fresh) return found->second;
    std::error_code error;
    found->second = fs::is_directory(path, error) ? stamp_folder(path) : stamp_file(path);
    return found->second;
}

std::string BuildKey::of(const process::Launch& launch, bool shell) {
    std::string text;
    for (const auto& argument : launch.arguments) {
        text.append(argument).push_back('\0');
        for (const auto& word : shell ? words(argument) : std::vector{argument})
            if (word.starts_with('/')) text += stamp(word);
    }
    text.push_back('\0');
    for (const auto& variable : launch.environment) text.append(variable).push_back('\0');
    const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace paretop::executor
