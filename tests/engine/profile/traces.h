// Traces made for tests, and the ones that are kept outside of the project.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "engine/profile/batches.h"
#include "engine/profile/import.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::profile {

// Folder of the shared data; empty: there is none, and the test is skipped.
inline std::string shared_data() {
    const char* shared = std::getenv("PARETOP_SHARED");
    return shared == nullptr ? "" : std::string(shared) + "/data/profile";
}

// A store in memory, and traces that are imported into it.
class Traces : public testing::Test {
  protected:
    test::TemporaryFolder folder;
    storage::Store store = test::open_store();

    Imported import(const std::vector<std::string>& paths, const ImportOptions& options = {}) {
        auto imported = import_profile(store, paths, options, system_clock());
        EXPECT_TRUE(imported.has_value()) << imported.error().message();
        EXPECT_EQ(storage::check_store(store).value(), std::vector<std::string>{});
        return imported.value_or(Imported());
    }
    // A file of this name with this text, imported.
    Imported import_text(const std::string& name, const std::string& text, const ImportOptions& options = {}) {
        return import({write_file(name, text)}, options);
    }
    std::string write_file(const std::string& name, const std::string& text) {
        test::write_bytes(folder.file(name), text);
        return folder.file(name);
    }
    storage::OperationRecord operation(const Imported& of, const std::string& name) {
        const auto operations = storage::list_operations(store, of.profile.id).value();
        for (const auto& o : operations)
            if (o.name == name) return o;
        ADD_FAILURE() << "there is no operation " << name;
        return {};
    }
    static std::int64_t omitted(const Imported& of, Omission omission) {
        for (const auto& o : of.omissions)
            if (o.kind == word_of(omission)) return o.count;
        return 0;
    }
    std::vector<Batch> batches(const Imported& of) { return read_batches(store, of.profile.id).value(); }
};

}  // namespace paretop::profile
