// Experiment files put together for tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "engine/spec/spec.h"

namespace paretop::spec {

// The sections of a small valid file, each to be replaced.
struct SpecText {
    std::string experiment = "[experiment]\nname = \"t\"\n";
    std::string parameters = "[[parameter]]\nname = \"level\"\ntype = \"int\"\nrange = [1, 19]\n";
    std::string constraints;
    std::string command = "[command]\nrun = [\"zstd\", \"-{level}\"]\n";
    std::string metrics;
    std::string objectives = "[[objective]]\nmetric = \"wall_s\"\ngoal = \"minimize\"\n";
    std::string rest;

    [[nodiscard]] std::string text() const {
        return experiment + parameters + constraints + command + metrics + objectives + rest;
    }
};

inline SpecResult read_text(const std::string& text) { return read_spec(text, "t.toml", "/dir"); }

inline Spec read_good(const SpecText& parts) {
    auto result = read_text(parts.text());
    for (const auto& problem : result.problems) ADD_FAILURE() << problem.message("t.toml");
    return result.spec.value_or(Spec());
}

}  // namespace paretop::spec
