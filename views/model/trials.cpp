#include "views/model/trials.h"

#include <algorithm>
#include <limits>

namespace paretop::model {

TrialsModel::TrialsModel(const storage::Store& store, storage::RunId run, std::shared_ptr<const Experiment> experiment)
    : store_(store), run_(run), experiment_(std::move(experiment)), feed_(run), reader_(experiment_) {}

Result<void> TrialsModel::set_filter(std::string_view text) {
    if (text.find_first_not_of(' ') == std::string_view::npos) {
        filter_.reset();
        filter_text_.clear();
    } else {
        PARETOP_TRY(filter_, TrialFilter::parse(text, *experiment_));
        filter_text_ = text;
    }
    restart();
    return {};
}

void TrialsModel::set_sort(const Field& field, bool descending) {
    descending_ = descending;
    if (field == sort_field_) return;
    sort_field_ = field;
    sort_key_.reset();
    if (field.kind != Field::Kind::number) sort_key_.emplace(field, experiment_);
    restart();
}

void TrialsModel::restart() {
    feed_ = TrialFeed(run_);
    keyed_.clear();
    unkeyed_.clear();
    open_.clear();
}

std::optional<TrialsModel::Key> TrialsModel::key_of(RowReader& reader, Number number) const {
    const auto value = sort_key_ ? sort_key_->of(reader) : std::nullopt;
    if (!value) return std::nullopt;
    const auto bits = ordered_bits(*value);
    return Key{static_cast<std::uint32_t>(bits >> 32), static_cast<std::uint32_t>(bits), number};
}

void TrialsModel::take_back(Number number, const Place& place) {
    if (place.key)
        keyed_.erase(*place.key);
    else if (place.shown)
        unkeyed_.erase(number);
}

void TrialsModel::put(const storage::TrialRow& row) {
    const auto number = static_cast<Number>(row.number);
    if (const auto before = open_.find(number); before != open_.end()) {
        take_back(number, before->second);
        open_.erase(before);
    }
    reader_.set(row);
    Place place;
    place.shown = !filter_ || filter_->holds(reader_);
    if (place.shown) {
        place.key = key_of(reader_, number);
        if (place.key)
            keyed_.insert(*place.key);
        else
            unkeyed_.insert(number);
    }
    if (!finished(row.state)) open_.emplace(number, place);
}

Result<bool> TrialsModel::update(Budget& budget) {
    PARETOP_TRY(total_, storage::count_trials(store_, run_));
    bool more = false;
    if (!plain()) {
        PARETOP_TRY(more, feed_.read(store_, budget, [this](const storage::TrialRow& row) { put(row); }));
    }
    PARETOP_CHECK(follow_cursor());
    return more;
}

Result<void> TrialsModel::follow_cursor() {
    if (size() == 0) return {};
    if (!cursor_) cursor_ = number_at(0);
    PARETOP_TRY(const auto row, row_of(*cursor_));
    cursor_row_ = row ? *row : std::min(cursor_row_, size() - 1);
    return {};
}

std::size_t TrialsModel::size() const { return plain() ? static_cast<std::size_t>(total_) : keyed_.size() + unkeyed_.size(); }

double TrialsModel::known() const {
    if (plain() || total_ <= 0) return 1;
    return std::min(1.0, static_cast<double>(feed_.next()) / static_cast<double>(total_));
}

storage::TrialNumber TrialsModel::number_at(std::size_t row) const {
    const auto mirrored = [this](std::size_t i, std::size_t count) { return descending_ ? count - 1 - i : i; };
    if (plain()) return static_cast<storage::TrialNumber>(mirrored(row, static_cast<std::size_t>(total_)));
    if (row < keyed_.size()) return keyed_.at(mirrored(row, keyed_.size()))[2];
    const auto rest = row - keyed_.size();
    return unkeyed_.at(sort_field_.kind == Field::Kind::number ? mirrored(rest, unkeyed_.size()) : rest);
}

Result<std::optional<std::size_t>> TrialsModel::row_of(storage::TrialNumber number) const {
    using Row = std::optional<std::size_t>;
    if (number < 0 || number >= total_) return Row{};
    const auto mirrored = [this](std::size_t i, std::size_t count) { return descending_ ? count - 1 - i : i; };
    if (plain()) return Row{mirrored(static_cast<std::size_t>(number), static_cast<std::size_t>(total_))};
    const auto narrow = static_cast<Number>(number);
    if (const auto rank = unkeyed_.rank(narrow); rank < unkeyed_.size() && unkeyed_.at(rank) == narrow)
        return Row{keyed_.size() + (sort_field_.kind == Field::Kind::number ? mirrored(rank, unkeyed_.size()) : rank)};
    std::optional<Key> key;
    PARETOP_CHECK(storage::scan_trials(store_, run_, number, [&](const storage::TrialRow& row) {
        reader_.set(row);
        if (row.number == number) key = key_of(reader_, narrow);
        return false;
    }));
    if (!key || !keyed_.contains(*key)) return Row{};
    return Row{mirrored(keyed_.rank(*key), keyed_.size())};
}

TrialLine TrialsModel::line_of(const storage::TrialRow& row) const {
    TrialLine line{row.number, row.state, row.feasible, std::string(row.origin), std::string(row.reason), {}, {}, {}, {}};
    reader_.set(row);
    line.parameters.resize(experiment_->parameters.size());
    if (const auto* configuration = reader_.configuration()) {
        const auto& parameters = experiment_->spec()->space.parameters();
        for (std::size_t i = 0; i < parameters.size(); ++i)
            line.parameters[i] = space::to_text(parameters[i], configuration->values[i], space::k_readable_digits);
    }
    for (const auto& metric : experiment_->metrics)
        line.metrics.push_back(
            reader_.metric(static_cast<std::size_t>(metric.position)).value_or(std::numeric_limits<double>::quiet_NaN()));
    line.rounds = reader_.rounds();
    return line;
}

Result<std::vector<TrialLine>> TrialsModel::lines(std::size_t first, std::size_t count) const {
    std::vector<TrialLine> lines;
    const auto end = std::min(size(), first + count);
    while (first < end) {
        // A stretch of neighbours is one query, whichever way it runs.
        const auto start = number_at(first);
        std::size_t stretch = 1;
        const storage::TrialNumber step = descending_ ? -1 : 1;
        while (first + stretch < end && number_at(first + stretch) == start + step * static_cast<std::int64_t>(stretch))
            ++stretch;
        const auto lowest = step < 0 ? start - static_cast<std::int64_t>(stretch) + 1 : start;
        const auto before = static_cast<std::ptrdiff_t>(lines.size());
        PARETOP_CHECK(storage::scan_trials(store_, run_, lowest, [&](const storage::TrialRow& row) {
            if (row.number >= lowest + static_cast<std::int64_t>(stretch)) return false;
            lines.push_back(line_of(row));
            return row.number + 1 < lowest + static_cast<std::int64_t>(stretch);
        }));
        if (step < 0) std::reverse(lines.begin() + before, lines.end());
        first += stretch;
    }
    PARETOP_CHECK(add_statuses(lines));
    return lines;
}

Result<void> TrialsModel::add_statuses(std::vector<TrialLine>& lines) const {
    for (auto& line : lines) {
        if (line.state != storage::TrialState::running) continue;
        PARETOP_TRY(auto record, storage::get_trial(store_, {run_, line.number}));
        line.status = std::move(record.status);
    }
    return {};
}

void TrialsModel::move_to(std::size_t row) {
    if (size() == 0) return;
    cursor_row_ = std::min(row, size() - 1);
    cursor_ = number_at(cursor_row_);
}

void TrialsModel::select(storage::TrialNumber number) {
    cursor_ = number;
    if (auto row = row_of(number); row && *row) cursor_row_ = **row;
}

}  // namespace paretop::model
