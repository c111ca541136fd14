// Answers each request with the time and memory of one design of a hash table on one workload:
// {"id":7,"metrics":{"ns_per_op":41.2,"bytes_per_entry":23.9,"peak_bytes":3145728}}, or {"id":7,"error":"why"}.
#include <ctime>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <unordered_map>

#include "request.h"
#include "table.h"

namespace {

enum class Kind : std::uint8_t { insert, find, erase };
struct Operation {
    Kind kind;
    std::uint64_t key;
};
struct Workload {
    std::vector<Operation> operations;
    std::uint64_t answer = 0;  // over all lookups, by a table that is known to be right
    std::size_t entries = 0;   // left at the end
};

// SplitMix64 (Steele, Lea and Flood, 2014)
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
        z = (z ^ z >> 27) * 0x94D049BB133111EBu;
        return z ^ z >> 31;
    }
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  private:
    std::uint64_t state_;
};

// Keys as programs have them: multiples of 16, like addresses, in a few dense regions.
std::uint64_t key_number(std::uint64_t n) { return 0x10000000u + (n % 5) * 0x100000000u + n * 16; }

std::uint64_t fold(std::uint64_t sum, std::uint64_t value) { return (sum ^ value) * 0x9E3779B97F4A7C15u; }

void answer_by_reference(Workload& workload) {
    std::unordered_map<std::uint64_t, std::uint64_t> table;
    for (std::size_t i = 0; i < workload.operations.size(); ++i) {
        const Operation& operation = workload.operations[i];
        if (operation.kind == Kind::insert) table[operation.key] = i;
        if (operation.kind == Kind::erase) table.erase(operation.key);
        if (operation.kind != Kind::find) continue;
        auto found = table.find(operation.key);
        workload.answer = fold(workload.answer, found == table.end() ? 1 : found->second);
    }
    workload.entries = table.size();
}

// 40,000 insertions, then 120,000 operations: 3 in 4 lookups (1 in 5 of them in vain), the others insertions and deletions.
Workload make_workload(const std::string& set) {
    constexpr std::uint64_t keys = 40000;
    Workload workload;
    Random random(set == "tune" ? 1 : set == "validate" ? 2 : std::hash<std::string>{}(set));
    for (std::uint64_t i = 0; i < keys; ++i) workload.operations.push_back({Kind::insert, key_number(random.below(2 * keys))});
    for (std::uint64_t i = 0; i < 3 * keys; ++i) {
        const std::uint64_t draw = random.below(8);
        const Kind kind = draw < 6 ? Kind::find : draw == 6 ? Kind::insert : Kind::erase;
        const std::uint64_t number =
            kind == Kind::find && random.below(5) == 0 ? 2 * keys + random.below(keys) : random.below(2 * keys);
        workload.operations.push_back({kind, key_number(number)});
    }
    answer_by_reference(workload);
    return workload;
}

const Workload& workload_named(const std::string& set) {
    static std::map<std::string, Workload> made;
    auto found = made.find(set);
    if (found == made.end()) found = made.emplace(set, make_workload(set)).first;
    return found->second;
}

struct Result {
    double ns_per_op;
    double bytes_per_entry;
    std::size_t peak_bytes;
};

double now_ns() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

template <class Table>
std::uint64_t run(Table& table, const std::vector<Operation>& operations, std::size_t ahead) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        if (ahead && i + ahead < operations.size()) table.prefetch(operations[i + ahead].key);
        const Operation& operation = operations[i];
        if (operation.kind == Kind::insert) {
            table.insert(operation.key, i);
        } else if (operation.kind == Kind::erase) {
            table.erase(operation.key);
        } else {
            const std::uint64_t* found = table.find(operation.key);
            sum = fold(sum, found ? *found : 1);
        }
    }
    return sum;
}

template <class Table>
Result measure(Table table, const Request& request) {
    const Workload& workload = workload_named(request.set);
    const auto ahead = static_cast<std::size_t>(request.number("prefetch"));
    const double begin = now_ns();
    const std::uint64_t answer = run(table, workload.operations, ahead);
    const double took = now_ns() - begin;
    if (answer != workload.answer || table.live() != workload.entries) throw std::runtime_error("the table answered wrongly");
    return {took / static_cast<double>(workload.operations.size()),
            static_cast<double>(table.bytes()) / static_cast<double>(workload.entries), table.peak()};
}

Sizing sizing(const Request& request, const char* load) {
    Sizing sizing{request.number(load), request.number("growth"), static_cast<std::size_t>(request.number("initial"))};
    if (!(sizing.max_load > 0) || !(sizing.growth > 1) || sizing.initial < 2) throw std::runtime_error("a size that cannot work");
    return sizing;
}

template <class Hash, Probe probe, class Slots>
Result with_slots(const Request& request, bool shift) {
    const Sizing size = sizing(request, "max_load");
    if (size.max_load >= 1) throw std::runtime_error("max_load must be below 1");
    return measure(OpenTable<Hash, probe, Slots>(size, shift), request);
}

template <class Hash, Probe probe>
Result with_probe(const Request& request, bool shift) {
    const bool apart = request.text("layout") == "apart";
    if (request.text("tags") == "true")
        return apart ? with_slots<Hash, probe, Tagged<Apart>>(request, shift)
                     : with_slots<Hash, probe, Tagged<Together>>(request, shift);
    return apart ? with_slots<Hash, probe, Untagged<Apart>>(request, shift)
                 : with_slots<Hash, probe, Untagged<Together>>(request, shift);
}

template <class Hash>
Result with_hash(const Request& request) {
    const std::string& probe = request.text("probe");
    if (probe == "chained") return measure(ChainedTable<Hash>(sizing(request, "chain_load")), request);
    if (probe == "linear") return with_probe<Hash, Probe::linear>(request, request.text("erase") == "shift");
    if (probe == "double") return with_probe<Hash, Probe::twice>(request, false);
    if (probe == "robin_hood") return with_probe<Hash, Probe::robin_hood>(request, true);
    throw std::runtime_error("unknown probe '" + probe + "'");
}

Result evaluate(const Request& request) {
    const std::string& hash = request.text("hash");
    if (hash == "multiply") return with_hash<Multiply>(request);
    if (hash == "mix") return with_hash<Mix>(request);
    if (hash == "fnv") return with_hash<Fnv>(request);
    throw std::runtime_error("unknown hash '" + hash + "'");
}

void answer(const std::string& line) {
    std::string id = "null";
    try {
        const Request request = parse_request(line);
        id = request.id;
        const Result result = evaluate(request);
        std::cout << "{\"id\":" << id << ",\"metrics\":{\"ns_per_op\":" << result.ns_per_op
                  << ",\"bytes_per_entry\":" << result.bytes_per_entry << ",\"peak_bytes\":" << result.peak_bytes << "}}"
                  << std::endl;
    } catch (const std::exception& error) {
        std::cout << "{\"id\":" << id << ",\"error\":\"" << error.what() << "\"}" << std::endl;
    }
}

}  // namespace

int main() {
    std::string line;
    while (std::getline(std::cin, line)) answer(line);
}
