// The Python module for DataLoaders: its records alone, with stand-ins for datasets, and with the real torch where it is
// installed.
#include <gtest/gtest.h>

#include <string>

#include "tests/assets/shell.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop {
namespace {

using test::shell;

constexpr const char* k_prelude = R"(
import collections, glob, os, signal, sys, time
sys.path.insert(0, sys.argv[1])
import paretop_trace as trace
def records(role="worker"):
    trace.flush()
    found = collections.defaultdict(list)
    for path in sorted(glob.glob(sys.argv[2] + "/t_" + role + "_pid_*")):
        for line in open(path):
            name, start, duration = line.rstrip("\n").split(",")
            found[name].append((int(start), int(duration)))
    return found
def counts(role="worker"):
    return {name: len(all) for name, all in records(role).items()}
class Slow:
    def __init__(self, s): self.s = s
    def __call__(self, x): time.sleep(self.s); return x + 1
class Compose:
    def __init__(self, transforms): self.transforms = transforms
    def __call__(self, x):
        for t in self.transforms: x = t(x)
        return x
class Numbers:
    def __init__(self, transform=None): self.transform, self.weight = transform, 3
    def __len__(self): return 4
    def __getitem__(self, i):
        if i >= 4: raise IndexError
        time.sleep(.004); return self.transform(i) if self.transform else i
)";

class TorchAdapterTest : public testing::Test {
  protected:
    void SetUp() override {
        if (shell("python3 -c '' 2>&1").exit_code != 0) GTEST_SKIP() << "there is no python3 here";
    }
    // Runs the script with a trace; a failed assertion is the answer.
    [[nodiscard]] test::Outcome run(const std::string& script, const std::string& environment = "",
                                    const std::string& python = "python3") const {
        test::write_bytes(folder_.file("script.py"), k_prelude + script);
        return shell("PYTHONDONTWRITEBYTECODE=1 PARETOP_TRACE=" + folder_.file("t") + " " + environment + " " + python + " " +
                     folder_.file("script.py") + " " PARETOP_ASSETS "/adapters/torch " + folder_.path() + " 2>&1");
    }
    void passes(const std::string& script) const {
        const auto outcome = run(script);
        EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
    }

    test::TemporaryFolder folder_;
};

TEST_F(TorchAdapterTest, AnItemIsSplitIntoItsLoaderAndItsTransforms) {
    passes(R"(
data = trace.dataset(Numbers(Compose([Slow(.002), Slow(.003)])))
assert [data[i] for i in range(len(data))] == [2, 3, 4, 5]
assert counts() == {"SSlow": 8, "STransform": 4, "SLoader": 4}, counts()
all = records()
for (at, took), (begun, whole) in zip(all["SLoader"], all["STransform"]):
    assert took >= 4e6 and whole >= 5e6 and at <= begun
for i, (at, took) in enumerate(all["SSlow"]):
    assert took >= (3e6 if i % 2 else 2e6)
assert sum(took for _, took in all["SSlow"]) <= sum(took for _, took in all["STransform"])
)");
}

TEST_F(TorchAdapterTest, WrappersStandForWhatTheyWrap) {
    passes(R"(
import pickle
inner = Numbers(Compose([Slow(0)]))
data = trace.dataset(inner)
assert data.weight == 3 and trace.dataset(data) is data
data.weight = 5
assert inner.weight == 5 and list(data.transform.transforms) == list(inner.transform.inner.transforms)
assert not hasattr(data, "__getitems__")
again = pickle.loads(pickle.dumps(data))
assert again[1] == 2 and again.weight == 5
class Stream:
    def __iter__(self): yield from (7, 8, 9)
assert list(trace.dataset(Stream())) == [7, 8, 9]
assert trace.compose(None) is None
def crop(x): return x
assert trace.compose(crop)(4) == 4 and counts()["Scrop"] == 1, counts()
)");
}

TEST_F(TorchAdapterTest, NamesCannotBreakALineAndErrorsPassThrough) {
    passes(R"(
with trace.operation("a,b\nc" + "x" * 400): pass
try:
    with trace.operation("Failing"): raise KeyError("it")
except KeyError: pass
(name,) = [n for n in counts() if n.startswith("Sa_b_c")]
assert len(name) == 255 and counts()["SFailing"] == 1
)");
}

TEST_F(TorchAdapterTest, BatchesSayWhetherTheyWereThereBefore) {
    passes(R"(
start = time.time_ns()
time.sleep(.002)
trace.batch_waited(0, start); trace.batch_waited(1, time.time_ns(), was_there=True)
trace.batch_consumed(0); trace.batch_made(0, start, 17)
main = records("main")
assert main["SBatchWait_0"][0][1] >= 2e6 and main["SBatchWait_1"][0][1] == 1000 and main["SBatchConsumed_0"][0][1] == 1000
assert records()["SBatchPreprocessed_0"] == [(start, 17)]
)");
}

TEST_F(TorchAdapterTest, AForkedProcessWritesItsOwnFileAndAKilledOneItsBatches) {
    passes(R"(
with trace.operation("Before"): pass
child = os.fork()
if child == 0:
    with trace.operation("Child"): pass
    trace.batch_made(3, 1, 1)
    with trace.operation("Lost"): pass
    os.kill(os.getpid(), signal.SIGKILL)
os.waitpid(child, 0)
assert counts() == {"SBefore": 1, "SChild": 1, "SBatchPreprocessed_3": 1}, counts()
assert len(glob.glob(sys.argv[2] + "/t_worker_pid_*")) == 2
)");
}

TEST_F(TorchAdapterTest, WithoutThePrefixEverythingStaysWhatItWas) {
    const auto outcome = run(R"(
data, steps = Numbers(), Compose([])
assert trace.dataset(data) is data and trace.compose(steps) is steps
trace.hook()
with trace.operation("Nothing"): pass
trace.batch_consumed(1)
assert not glob.glob(sys.argv[2] + "/t*") and "torch" not in sys.modules
)",
                             "PARETOP_TRACE=");
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
}

TEST_F(TorchAdapterTest, MappingStopsBeforeTheTransformsOfAnItem) {
    const std::string script = R"(
os.mkfifo(sys.argv[2] + "/control"); os.mkfifo(sys.argv[2] + "/ack")
for name in ("CONTROL", "ACK"): trace._tracer.mapper.__dict__[name.lower()] = sys.argv[2] + "/" + name.lower()
control, ack = (os.open(sys.argv[2] + name, os.O_RDWR) for name in ("/control", "/ack"))
os.write(ack, b"ack\n\0ack\n")
class Shout:
    def __call__(self, x): print("transform", flush=True); return x
data = trace.dataset(Numbers(Compose([Shout()])))
for i in range(4): data[i]
print("not reached")
)";
    const auto outcome = run(script, "PARETOP_MAP_OPERATION=Loader PARETOP_MAP_WARMUPS=2 PARETOP_MAP_PAUSE_MS=1");
    EXPECT_EQ(outcome.exit_code, 0);
    EXPECT_EQ(outcome.output, "transform\ntransform\n");
    const auto none = run("data = trace.dataset(Numbers()); data[0]", "PARETOP_MAP_OPERATION=Resize");
    EXPECT_EQ(none.exit_code, 64);
    EXPECT_EQ(none.output, "paretop_trace: there is no operation Resize here; there are Loader\n");
}

// The Python that has torch and torchvision; empty: none.
std::string python_with_torch() {
    std::string python;
    for (const char* one : {"python3", "/usr/bin/python3"})
        if (shell(std::string(one) + " -c 'import importlib.util as u, sys; sys.exit(not (u.find_spec(\"torch\") and "
                                     "u.find_spec(\"torchvision\")))' 2>&1")
                .exit_code == 0)
            python = one;
    return python;
}

// Workers that stay for the next epoch say so between two batches; those that are spawned hook themselves.
TEST_F(TorchAdapterTest, PersistentAndSpawnedWorkersAreTracedToo) {
    const auto python = python_with_torch();
    if (python.empty()) GTEST_SKIP() << "torch and torchvision are not installed: ./bootstrap deps --with torch";
    const auto outcome = run(R"(
import torch
from torch.utils.data import DataLoader, TensorDataset
def main():
    trace.hook()
    data = TensorDataset(torch.arange(12.))
    stay = DataLoader(data, batch_size=2, num_workers=2, persistent_workers=True)
    for epoch in range(3): assert sum(len(batch) for batch, in stay) == 12
    spawned = DataLoader(data, batch_size=4, num_workers=1, multiprocessing_context="spawn")
    assert sum(len(batch) for batch, in spawned) == 12
    worker, main = counts(), counts("main")
    assert worker["SLoader"] == 48 and worker["SCollation"] == 21, worker
    for kind, all in (("SBatchPre", worker), ("SBatchWait", main), ("SBatchCons", main)):
        assert sum(c for n, c in all.items() if n.startswith(kind)) == 21, (kind, all)
if __name__ == "__main__": main()  # a spawned worker reads this file, too
)",
                             "", python);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
}

TEST_F(TorchAdapterTest, ARealDataLoaderIsTracedWithAndWithoutWorkers) {
    const auto python = python_with_torch();
    if (python.empty()) GTEST_SKIP() << "torch and torchvision are not installed: ./bootstrap deps --with torch";
    const auto outcome = run(R"(
import torch
from torch.utils.data import DataLoader, Dataset, IterableDataset, Subset, get_worker_info
from torchvision import transforms
trace.hook()
class Pictures(Dataset):
    def __init__(self): self.transform = transforms.Compose([transforms.Resize(8), transforms.Normalize([.5], [.2])])
    def __len__(self): return 10
    def __getitem__(self, i): return self.transform(torch.full((1, 16, 16), float(i))), i
class Stream(IterableDataset):
    def __iter__(self):
        info = get_worker_info()
        return iter(range(info.id if info else 0, 7, info.num_workers if info else 1))
for workers in (0, 2):
    for epoch in range(2):
        seen = [i for _, batch in DataLoader(Subset(Pictures(), range(10)), batch_size=3, num_workers=workers) for i in batch.tolist()]
        assert seen == list(range(10)), seen
    assert sorted(x for batch in DataLoader(Stream(), batch_size=2, num_workers=workers) for x in batch.tolist()) == list(range(7))
worker, main = counts(), counts("main")
assert {n: c for n, c in worker.items() if "_" not in n} == {
    "SLoader": 54, "STransform": 40, "SResize": 40, "SNormalize": 40, "SCollation": 24}, worker
per = lambda all, kind: {int(n.rsplit("_", 1)[1]): c for n, c in all.items() if n.startswith(kind)}
want = {0: 6, 1: 6, 2: 6, 3: 6}
assert per(worker, "SBatchPre") == per(main, "SBatchWait") == per(main, "SBatchCons") == want, (worker, main)
)",
                             "", python);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output;
}

}  // namespace
}  // namespace paretop
