"""Traces the operations of a PyTorch DataLoader, for `paretop profile import` and for experiments with a [profile] section.

With PARETOP_TRACE=PREFIX in the environment every process writes PREFIX_worker_pid_PID (operations, batches it made) and the one
that asks for batches PREFIX_main_pid_PID, a line `name,start_ns,duration_ns` a record, times since the epoch. Without it nothing
is wrapped and nothing is written. Stock torch and torchvision are enough: nothing is patched before it is asked for.

One call hooks every DataLoader that is made from then on:

    import paretop_trace
    paretop_trace.hook()

and by hand, where there is no DataLoader or a transform is out of its sight:

    dataset = paretop_trace.dataset(MyDataset(paretop_trace.compose(transforms.Compose([...]))))

Operations of one's own, in a dataset or a collate function:

    with paretop_trace.operation("Mosaic"): ...

Records: an item's transforms by the name of their class, `Loader` (all of the item but its transforms: reading and decoding),
`Transform` (the whole Compose), `Collation`, and those of batches. They are kept in memory and written at the end of a batch and
of the process. Datasets of either style, any number of workers, forked or spawned; of DataPipes only batches are recorded.

PARETOP_MAP_OPERATION=NAME is for `paretop profile map`; it is the protocol of adapters/cpp/paretop_trace.h, for which the program
is to run with num_workers=0.
"""

import atexit
import os
import sys
import threading
import time

_OUT_OF_ORDER_NS = 1000  # a wait that took none: the batch had arrived before its turn
_HELD = 1 << 16  # characters that may be held back
_now = time.time_ns


class _Lane:
    """The records of this process in one file. Without a prefix there is none."""

    def __init__(self, prefix, role):
        self.prefix, self.role = prefix, role
        self.forked()

    def forked(self):  # what was held is the parent's to write
        self.file, self.held, self.size, self.lock = None, [], 0, threading.Lock()

    def record(self, name, start, duration):
        line = "S%s,%d,%d\n" % (name, start, duration)
        with self.lock:
            self.held.append(line)
            self.size += len(line)
        if self.size > _HELD:
            self.flush()

    def flush(self):
        with self.lock:
            text, self.held, self.size = "".join(self.held), [], 0
            if not text or not self.prefix:
                return
            if self.file is None:
                path = "%s_%s_pid_%d" % (self.prefix, self.role, os.getpid())
                self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
            data = text.encode("utf-8", "replace")
            while data:
                data = data[os.write(self.file, data) :]


class _Mapper:
    """Counts the calls of one operation and has the collector on around the one after the warm-ups; the program ends then."""

    def __init__(self, environment):
        self.name = environment["PARETOP_MAP_OPERATION"]
        self.warmups = int(environment.get("PARETOP_MAP_WARMUPS", "4"))
        self.pause = int(environment.get("PARETOP_MAP_PAUSE_MS", "100")) / 1000
        self.control, self.ack = environment.get("PARETOP_MAP_CONTROL"), environment.get("PARETOP_MAP_ACK")
        self.calls, self.seen, self.pid = 0, set(), os.getpid()
        atexit.register(self.missed)

    def begin(self, name):
        if name != self.name:
            self.seen.add(name)
            return
        self.calls += 1
        if self.calls == self.warmups + 1:
            time.sleep(self.pause)
            self.say(b"enable\n")

    def end(self, name):
        if name == self.name and self.calls == self.warmups + 1:
            self.say(b"disable\n")
            flush()
            os._exit(0)

    def say(self, word):
        if not self.control:
            return
        if isinstance(self.control, str):
            self.control = os.open(self.control, os.O_WRONLY | os.O_CLOEXEC)
        os.write(self.control, word)
        if isinstance(self.ack, str):
            self.ack = os.open(self.ack, os.O_RDWR | os.O_CLOEXEC)
        while self.ack is not None and os.read(self.ack, 1) != b"\n":
            pass

    def missed(self):
        if os.getpid() != self.pid or self.calls > self.warmups:
            return
        if self.calls:
            text = "%s was called %d times, and %d are needed" % (self.name, self.calls, self.warmups + 1)
        else:
            text = "there is no operation %s here; there are %s" % (self.name, ", ".join(sorted(self.seen)) or "none")
        sys.stderr.write("paretop_trace: %s\n" % text)
        sys.stderr.flush()
        os._exit(3 if self.calls else 64)


class _Tracer:
    def __init__(self, environment):
        prefix = environment.get("PARETOP_TRACE", "")
        self.worker, self.main = _Lane(prefix, "worker"), _Lane(prefix, "main")
        self.mapper = _Mapper(environment) if environment.get("PARETOP_MAP_OPERATION") else None
        self.local = threading.local()  # transforms: ns spent in them, of this item; made: (start, ns) of the last batch
        atexit.register(self.flush)
        os.register_at_fork(after_in_child=self.forked)

    def forked(self):
        self.worker.forked()
        self.main.forked()

    def flush(self):
        self.worker.flush()
        self.main.flush()


_wanted = os.environ.get("PARETOP_TRACE") or os.environ.get("PARETOP_MAP_OPERATION")
_tracer = _Tracer(os.environ) if _wanted else None


def _fit(name):
    return "".join("_" if c == "," or ord(c) < 32 else c for c in name)[:254]


def flush():
    """Writes everything this process has held back."""
    if _tracer is not None:
        _tracer.flush()


# --- operations ----------------------------------------------------------------------------------------------------------------


class operation:
    """What happens within is an operation of this name."""

    __slots__ = ("name", "start")

    def __init__(self, name):
        self.name = _fit(name)

    def __enter__(self):
        if _tracer is not None:
            if _tracer.mapper is not None:
                _tracer.mapper.begin(self.name)
            self.start = _now()
        return self

    def __exit__(self, *error):
        if _tracer is not None:
            _tracer.worker.record(self.name, self.start, _now() - self.start)
            if _tracer.mapper is not None:
                _tracer.mapper.end(self.name)


class _Wrapper:
    """Stands for `inner`: what it does not do itself, and every attribute that is set, is the inner one's."""

    def __init__(self, inner):
        self.__dict__["inner"] = inner

    def __getattr__(self, name):
        if name == "__getitems__" or "inner" not in self.__dict__:  # a batch at once would hide its items
            raise AttributeError(name)
        return getattr(self.__dict__["inner"], name)

    def __setattr__(self, name, value):
        setattr(self.inner, name, value)

    def __setstate__(self, state):
        self.__dict__.update(state)

    def __repr__(self):
        return repr(self.inner)


class _Compose(_Wrapper):
    """A Compose, or a single transform, whose steps are recorded one by one."""

    def __init__(self, inner):
        super().__init__(inner)
        steps = getattr(inner, "transforms", None) or [inner]
        self.__dict__["steps"] = [(_fit(getattr(step, "__name__", type(step).__name__)), step) for step in steps]

    def __call__(self, item):
        mapper, record = _tracer.mapper, _tracer.worker.record
        if mapper is not None:
            mapper.end("Loader")  # what comes before the transforms
        begun = start = _now()
        for name, step in self.steps:
            if mapper is not None:
                mapper.begin(name)
                start = _now()
            item = step(item)
            end = _now()
            record(name, start, end - start)
            if mapper is not None:
                mapper.end(name)
            start = end
        record("Transform", begun, start - begun)
        _tracer.local.transforms = getattr(_tracer.local, "transforms", 0) + start - begun
        return item


def compose(transform):
    """The same transform; each step of a Compose is an operation, as is anything else that can be called."""
    if _tracer is None or isinstance(transform, _Compose) or not callable(transform):
        return transform
    return _Compose(transform)


def _wrap_transforms(data, depth=0):
    """The transforms of a dataset, wherever torchvision keeps them, and of what it is made of (Subset, ConcatDataset)."""
    for holder in (data, getattr(data, "transforms", None)):
        if callable(getattr(holder, "transform", None)):
            try:
                holder.transform = compose(holder.transform)
            except AttributeError:
                pass  # a property: it is kept elsewhere
    if depth < 8:
        for part in [getattr(data, "dataset", None), *(getattr(data, "datasets", None) or [])]:
            if part is not None:
                _wrap_transforms(part, depth + 1)
    return data


def _load(get):
    """What `get` answers, which is an item; the time of its transforms is not the loader's. None: there is no item."""
    mapper, local = _tracer.mapper, _tracer.local
    if mapper is not None:
        mapper.begin("Loader")
    local.transforms = 0
    start = _now()
    item = get()
    _tracer.worker.record("Loader", start, max(_now() - start - local.transforms, 0))
    if mapper is not None:
        mapper.end("Loader")
    return item


class _MapDataset(_Wrapper):
    def __getitem__(self, index):
        return _load(lambda: self.inner[index])

    def __len__(self):
        return len(self.inner)


class _IterableDataset(_Wrapper):
    def __iter__(self):
        items = iter(self.inner)
        while True:
            try:
                item = _load(lambda: next(items))
            except StopIteration:
                return
            yield item


def dataset(inner):
    """The same dataset, with its items and its transforms recorded."""
    if _tracer is None or isinstance(inner, (_MapDataset, _IterableDataset)):
        return inner
    iterable = hasattr(inner, "__iter__") and not hasattr(inner, "__getitem__")
    data = sys.modules.get("torch.utils.data")
    if data is not None:
        if isinstance(inner, (data.IterDataPipe, data.MapDataPipe)):
            return inner  # torch asks for their class
        iterable = iterable or isinstance(inner, data.IterableDataset)
    return (_IterableDataset if iterable else _MapDataset)(_wrap_transforms(inner))


class _Collate(_Wrapper):
    def __call__(self, items):
        with operation("Collation"):
            return self.inner(items)


# --- batches -------------------------------------------------------------------------------------------------------------------


def batch_made(number, start, duration):
    """A worker has made a batch. Everything held back is written."""
    if _tracer is not None:
        _tracer.worker.record("BatchPreprocessed_%d" % number, start, duration)
        _tracer.worker.flush()


def batch_waited(number, start, was_there=False):
    """Who asks for batches waited for this one since `start`; or it had arrived before its turn."""
    if _tracer is not None:
        took = _now() - start
        duration = _OUT_OF_ORDER_NS if was_there else took + (took == _OUT_OF_ORDER_NS)
        _tracer.main.record("BatchWait_%d" % number, start, duration)


def batch_consumed(number):
    """The batch is handed over now. Everything held back is written."""
    if _tracer is not None:
        _tracer.main.record("BatchConsumed_%d" % number, _now(), _OUT_OF_ORDER_NS)
        _tracer.main.flush()


class _Fetcher(_Wrapper):
    """What makes a batch, in a worker or in the only process. Its number is known only later."""

    def fetch(self, indices):
        start = _now()
        batch = self.inner.fetch(indices)
        _tracer.local.made = (start, _now() - start)
        return batch


def _batch_was_made(number):
    made, _tracer.local.made = getattr(_tracer.local, "made", None), None
    if made is not None:
        batch_made(number, *made)


class _ResultQueue(_Wrapper):
    """A worker's way to answer (number, batch)."""

    def put(self, answer, *arguments, **named):
        if isinstance(answer, tuple) and isinstance(answer[0], int):
            _batch_was_made(answer[0])
        return self.inner.put(answer, *arguments, **named)


# --- torch ---------------------------------------------------------------------------------------------------------------------

_plain_worker_loop = None


def _traced_worker_loop(kind, data, index_queue, result_queue, *rest, **named):
    """torch's worker loop; a spawned worker has not been hooked yet."""
    hook()
    try:
        _plain_worker_loop(kind, data, index_queue, _ResultQueue(result_queue), *rest, **named)
    finally:
        flush()


def _hook_fetchers(kind):
    plain = kind.create_fetcher

    def create_fetcher(which, data, batched, collate, drop_last):
        return _Fetcher(plain(which, dataset(data), batched, _Collate(collate), drop_last))

    kind.create_fetcher = staticmethod(create_fetcher)


def _hook_single(single):
    plain = single._next_data

    def next_data(self):
        number, start = self.__dict__.get("_paretop_next", 0), _now()
        batch = plain(self)
        self._paretop_next = number + 1
        _batch_was_made(number)
        batch_waited(number, start)
        batch_consumed(number)
        return batch

    single._next_data = next_data


def _hook_several(several, nothing_left):
    plain_get, plain_next = several._get_data, several._next_data

    def get_data(self):
        number, batch = plain_get(self)
        if not isinstance(number, int):  # persistent workers say that they begin another epoch
            self.__dict__["_paretop_early"] = set()
        elif number != self._rcvd_idx and not isinstance(batch, nothing_left):
            self.__dict__.setdefault("_paretop_early", set()).add(number)
            batch_waited(number, _now(), was_there=True)
        return number, batch

    def next_data(self):
        start = _now()
        batch = plain_next(self)
        number, early = self._rcvd_idx - 1, self.__dict__.setdefault("_paretop_early", set())
        if number not in early:
            batch_waited(number, start)
        early.discard(number)
        batch_consumed(number)
        return batch

    several._get_data, several._next_data = get_data, next_data


def hook():
    """Every DataLoader that is used from now on is traced, in this process and its workers. Without PARETOP_TRACE: nothing."""
    global _plain_worker_loop
    if _tracer is None or _plain_worker_loop is not None:
        return
    from torch.utils.data import dataloader
    from torch.utils.data._utils import worker

    _plain_worker_loop, worker._worker_loop = worker._worker_loop, _traced_worker_loop
    _hook_fetchers(dataloader._DatasetKind)
    _hook_single(dataloader._SingleProcessDataLoaderIter)
    _hook_several(dataloader._MultiProcessingDataLoaderIter, worker._IterableDatasetStopIteration)
