// Batches from several threads, in order: each batch is given to a worker in turn, a few ahead of what is asked for; whoever asks
// gets batch after batch, and what arrives before its turn is kept for it.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "transform.h"

struct Pipeline {  // what happens to every picture
    int size = 224;
    Filter filter = Filter::bilinear;
    int denominator = 1;
    std::vector<float> run(const std::string& path, bool flipped) const;
};

struct Batch {
    long number = 0;
    std::vector<std::size_t> pictures;  // indices
    std::vector<float> tensor;          // pictures × 3 × size × size
    std::exception_ptr error;
};

class Loader {
  public:
    struct Options {
        int workers = 2;   // 0: whoever asks does the work
        int prefetch = 2;  // batches a worker ahead
        int batch = 16;
        std::uint64_t epoch = 0;
    };
    // All outlive it. An epoch: every picture once, in an order of the epoch's own.
    Loader(const std::vector<std::string>& paths, const Pipeline& pipeline, Options options);
    ~Loader();
    Loader(const Loader&) = delete;
    Loader& operator=(const Loader&) = delete;

    bool next(Batch& batch);  // false: the epoch is over. Throws what a worker threw
    bool flipped(std::size_t picture) const;

  private:
    template <class T>
    class Queue {
      public:
        void push(T item);
        T pop();

      private:
        std::mutex mutex_;
        std::condition_variable filled_;
        std::deque<T> items_;
    };
    void work(std::size_t worker);
    void hand_out();
    void make(Batch& batch) const;
    Batch receive();

    const std::vector<std::string>& paths_;
    const Pipeline& pipeline_;
    Options options_;
    std::vector<std::size_t> order_;
    long batches_ = 0, given_ = 0, asked_ = 0;
    std::deque<Queue<Batch>> to_do_;  // one a worker
    Queue<Batch> done_;
    std::map<long, Batch> early_;
    std::vector<std::thread> threads_;
};
