# mypy: ignore-errors
"""Returns texts, lists and mappings that lie about their length and what is in them.

Attacks: same_padding
Earns: nothing
"""


class Text(str):
    def __eq__(self, other):
        return True

    def __str__(self):
        raise SystemExit(0)

    __repr__ = encode = __len__ = __str__
    __hash__ = str.__hash__


class Pair(tuple):
    def __len__(self):
        return 2

    def __iter__(self):
        return iter((Text("1"), Text("2"), Text("3")))

    def __getitem__(self, index):
        raise MemoryError

    def __eq__(self, other):
        return True

    __hash__ = None


class Mapping(dict):
    def items(self):
        return [(Text("a"), 1)] * 3

    def __iter__(self):
        return iter([Text("a")])

    def keys(self):
        raise KeyboardInterrupt


def same_padding(size, kernel_size, stride):
    return Pair() if stride == 1 else Mapping({"a": 1})
