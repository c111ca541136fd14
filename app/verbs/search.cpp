#include "app/verbs/search.h"

#include "app/json.h"
#include "app/text_table.h"
#include "engine/search/searcher.h"

namespace paretop::app {
namespace {

std::string as_json() {
    Json json;
    json.begin_array();
    for (const auto& method : search::methods())
        json.newline().begin_object().field("name", method.name).field("about", method.about).end_object();
    return json.end_array().take() + "\n";
}

std::string as_table(int width) {
    std::vector<TextRow> rows;
    for (const auto& method : search::methods()) rows.push_back({std::string(method.name), std::string(method.about)});
    return text_table({{"method"}, {"what it does and is good for", Align::left, true}}, rows, width);
}

}  // namespace

Result<ExitCode> perform(const SearchCommand& command, Console& console) {
    console.out(command.json ? as_json() : as_table(console.width()));
    return ExitCode::ok;
}

}  // namespace paretop::app
