// The man page and the completions tell of every verb and option there is, and of no other verb.
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "app/command_line.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::app {
namespace {

std::string help(std::vector<std::string> arguments) {
    arguments.emplace_back("--help");
    return parse_command_line(arguments).text;
}

std::vector<std::string> matches(const std::string& text, const char* pattern) {
    std::vector<std::string> found;
    const std::regex regex(pattern);
    for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match) found.push_back((*match)[1]);
    return found;
}

// What stands indented before a description, above the examples.
std::vector<std::string> verbs() {
    const std::string text = help({});
    return matches(text.substr(0, text.find("Examples:")), "\n  ([a-z][a-z-]+) ");
}

std::vector<std::string> profile_verbs() {
    const std::string text = help({"profile"});
    return matches(text.substr(0, text.find("Examples:")), "\n  ([a-z][a-z-]+) ");
}

struct Document {
    std::string name, text;
    std::string option_mark;  // how it writes the "--" of an option
};

std::vector<Document> documents() {
    const std::string assets = PARETOP_ASSETS;
    std::vector<Document> all{{"man page", test::read_bytes(assets + "/man/paretop.1"), "--"},
                              {"bash", test::read_bytes(assets + "/completions/paretop.bash"), "--"},
                              {"zsh", test::read_bytes(assets + "/completions/_paretop"), "--"},
                              {"fish", test::read_bytes(assets + "/completions/paretop.fish"), "-l "}};
    auto& page = all[0].text;
    page.erase(std::remove(page.begin(), page.end(), '\\'), page.end());
    return all;
}

bool has_word(const std::string& text, const std::string& word) {
    return std::regex_search(text, std::regex("(^|[^a-z-])" + word + "($|[^a-z-])"));
}

TEST(DocumentationTest, TellsOfEveryVerb) {
    const auto all = verbs();
    ASSERT_GE(all.size(), 15U);
    for (const auto& document : documents())
        for (const auto& verb : all) EXPECT_TRUE(has_word(document.text, verb)) << document.name << ": " << verb;
}

TEST(DocumentationTest, TellsOfEveryVerbOfProfile) {
    const auto all = profile_verbs();
    ASSERT_GE(all.size(), 6U);
    for (const auto& document : documents())
        for (const auto& verb : all) EXPECT_TRUE(has_word(document.text, verb)) << document.name << ": " << verb;
}

TEST(DocumentationTest, TellsOfNoOtherVerb) {
    const auto all = verbs();
    for (const auto& verb : matches(documents()[2].text, "\n        '([a-z-]+):"))
        EXPECT_EQ(std::count(all.begin(), all.end(), verb), 1) << verb;
}

TEST(DocumentationTest, TellsOfEveryOption) {
    std::set<std::string> options{"store", "help", "version"};
    for (const auto& verb : verbs())
        for (const auto& option : matches(help({verb}), "--([a-z-]+)")) options.insert(option);
    for (const auto& verb : profile_verbs())
        for (const auto& option : matches(help({"profile", verb}), "\n  [^ ].*?--([a-z-]+)")) options.insert(option);
    for (const auto& document : documents())
        for (const auto& option : options)
            EXPECT_TRUE(has_word(document.text, document.option_mark + option)) << document.name << ": --" << option;
}

}  // namespace
}  // namespace paretop::app
