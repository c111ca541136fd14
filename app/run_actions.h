// What the screen can make happen, done by the same functions as the verbs.
#pragma once

#include <optional>
#include <string>

#include "storage/store.h"
#include "views/model/actions.h"

namespace paretop::app {

class RunActions final : public model::Actions {
  public:
    // The store is written through a connection of its own, opened for the first action: a store that may only be read can
    // still be looked at.
    explicit RunActions(std::string store_path) : path_(std::move(store_path)) {}

    Result<void> start(storage::RunId run) override;
    Result<void> request(storage::RunId run, std::string_view verb, std::string_view argument) override;
    Result<void> remove(storage::RunId run) override;
    Result<void> remove_profile(storage::ProfileId profile) override;
    Result<storage::RunId> launch(const model::LaunchOrder& order) override;
    Result<void> write_note(storage::TrialKey trial, std::string_view text) override;

  private:
    Result<storage::Store*> writer();
    std::string path_;
    std::optional<storage::Store> store_;
};

}  // namespace paretop::app
