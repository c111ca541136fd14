// What the screen can make happen, done by the same functions as the verbs.
#pragma once

#include <string>

#include "storage/store.h"
#include "views/model/actions.h"

namespace paretop::app {

class RunActions final : public model::Actions {
  public:
    // The store is written through a connection of its own, so that a reader's transaction is never in the way.
    static Result<RunActions> open(const std::string& store_path);

    Result<void> start(storage::RunId run) override;
    Result<void> request(storage::RunId run, std::string_view verb, std::string_view argument) override;
    Result<void> remove(storage::RunId run) override;
    Result<storage::RunId> launch(const model::LaunchOrder& order) override;
    Result<void> write_note(storage::TrialKey trial, std::string_view text) override;

  private:
    explicit RunActions(storage::Store store) : store_(std::move(store)) {}
    storage::Store store_;
};

}  // namespace paretop::app
