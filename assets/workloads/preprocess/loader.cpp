#include "loader.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "../../adapters/cpp/paretop_trace.h"

using paretop_trace::Operation;

std::vector<float> Pipeline::run(const std::string& path, bool flipped) const {
    Image image;
    {
        const Operation operation("Loader");
        image = decode(read_file(path), denominator);
    }
    {
        const Operation operation("Resize");
        image = resize(image, size, filter);
    }
    {
        const Operation operation("Flip");
        if (flipped) flip(image);
    }
    std::vector<float> planes;
    {
        const Operation operation("ToFloat");
        planes = to_float(image);
    }
    const Operation operation("Normalise");
    normalise(planes);
    return planes;
}

template <class T>
void Loader::Queue<T>::push(T item) {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        items_.push_back(std::move(item));
    }
    filled_.notify_one();
}

template <class T>
T Loader::Queue<T>::pop() {
    std::unique_lock<std::mutex> lock(mutex_);
    filled_.wait(lock, [this] { return !items_.empty(); });
    T item = std::move(items_.front());
    items_.pop_front();
    return item;
}

Loader::Loader(const std::vector<std::string>& paths, const Pipeline& pipeline, Options options)
    : paths_(paths), pipeline_(pipeline), options_(options), order_(paths.size()) {
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    const auto key = [this](std::size_t picture) { return mix(mix(options_.epoch) + picture); };
    std::sort(order_.begin(), order_.end(), [&](auto a, auto b) { return key(a) < key(b); });
    batches_ = (static_cast<long>(paths.size()) + options_.batch - 1) / options_.batch;
    to_do_.resize(static_cast<std::size_t>(options_.workers));
    for (std::size_t i = 0; i < to_do_.size(); ++i) threads_.emplace_back([this, i] { work(i); });
    for (int i = 0; i < options_.workers * options_.prefetch; ++i) hand_out();
}

Loader::~Loader() {
    for (auto& queue : to_do_) queue.push({-1, {}, {}, nullptr});
    for (auto& thread : threads_) thread.join();
}

bool Loader::flipped(std::size_t picture) const { return mix(picture + mix(~options_.epoch)) % 2 == 1; }

void Loader::make(Batch& batch) const {
    const uint64_t start = paretop_start();
    try {
        std::vector<std::vector<float>> items;
        for (const auto picture : batch.pictures) items.push_back(pipeline_.run(paths_[picture], flipped(picture)));
        const Operation operation("Collation");
        batch.tensor.reserve(items.size() * items.front().size());
        for (const auto& item : items) batch.tensor.insert(batch.tensor.end(), item.begin(), item.end());
    } catch (...) {
        batch.error = std::current_exception();
    }
    paretop_batch_made(batch.number, start);
}

void Loader::work(std::size_t worker) {
    while (true) {
        Batch batch = to_do_[worker].pop();
        if (batch.number < 0) return;
        make(batch);
        done_.push(std::move(batch));
    }
}

void Loader::hand_out() {
    if (given_ == batches_) return;
    Batch batch;
    batch.number = given_++;
    const auto first = static_cast<std::size_t>(batch.number) * static_cast<std::size_t>(options_.batch);
    const auto last = std::min(order_.size(), first + static_cast<std::size_t>(options_.batch));
    batch.pictures.assign(order_.begin() + static_cast<std::ptrdiff_t>(first),
                          order_.begin() + static_cast<std::ptrdiff_t>(last));
    if (to_do_.empty()) {
        make(batch);
        return done_.push(std::move(batch));
    }
    to_do_[static_cast<std::size_t>(batch.number) % to_do_.size()].push(std::move(batch));
}

// The batch whose turn it is. One that arrives meanwhile is noted at once as having been there before its turn.
Batch Loader::receive() {
    if (const auto found = early_.find(asked_); found != early_.end()) return std::move(early_.extract(found).mapped());
    const uint64_t start = paretop_start();
    if (to_do_.empty()) hand_out();
    while (true) {
        Batch batch = done_.pop();
        if (batch.number == asked_) {
            paretop_batch_waited(batch.number, start);
            return batch;
        }
        paretop_batch_was_there(batch.number);
        const long number = batch.number;
        early_.emplace(number, std::move(batch));
    }
}

bool Loader::next(Batch& batch) {
    if (asked_ == batches_) return false;
    batch = receive();
    ++asked_;
    if (!to_do_.empty()) hand_out();
    if (batch.error) std::rethrow_exception(batch.error);
    paretop_batch_consumed(batch.number);
    return true;
}
