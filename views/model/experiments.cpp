#include "views/model/experiments.h"

namespace paretop::model {

std::string ObjectiveHead::superlative() const {
    if (unit == "s" || unit == "ns" || unit == "ms" || unit == "us") return maximized ? "slowest" : "fastest";
    if (unit == "bytes" || unit == "B") return maximized ? "largest" : "smallest";
    return (maximized ? "most " : "least ") + name;
}

const spec::Spec* Experiment::spec() const {
    if (!read_) {
        read_ = true;
        spec_ = spec::read_spec(record.spec, record.name + ".toml", record.directory).spec;
    }
    return spec_ ? &*spec_ : nullptr;
}

namespace {

std::vector<ObjectiveHead> objective_heads(const std::vector<storage::MetricRecord>& metrics) {
    std::vector<ObjectiveHead> heads;
    for (const auto& metric : metrics) {
        if (metric.objective < 0) continue;
        const auto place = static_cast<std::size_t>(metric.objective);
        if (heads.size() <= place) heads.resize(place + 1);
        heads[place] = {static_cast<std::size_t>(metric.position), metric.name, metric.unit, metric.goal == "maximize"};
    }
    return heads;
}

}  // namespace

Result<std::shared_ptr<const Experiment>> Experiments::get(storage::ExperimentId id) {
    if (const auto found = known_.find(id); found != known_.end()) return found->second;
    auto experiment = std::make_shared<Experiment>();
    PARETOP_TRY(experiment->record, storage::get_experiment(store_, id));
    PARETOP_TRY(experiment->parameters, storage::list_parameters(store_, id));
    PARETOP_TRY(experiment->metrics, storage::list_metrics(store_, id));
    experiment->objectives = objective_heads(experiment->metrics);
    return known_.emplace(id, std::move(experiment)).first->second;
}

}  // namespace paretop::model
