"""Sets that share most of their members, without comparing all pairs.

The rarest members of a set come first; two sets that are alike enough must share one of their first few (the prefix
filter of Bayardo, Ma and Srikant, WWW 2007), so that only sets that meet there are compared. Equal sets are compared once.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import ceil


def alike(sets: Mapping[str, frozenset[Hashable]], sizes: Mapping[str, int], floor: Fraction) -> list[tuple[str, str, int]]:
    """Every pair of names, the lesser first, whose likeness reaches `floor`, with how many members they share; in order.

    Likeness is shared / (size + size - shared). `sizes` may be larger than the sets: members that are not known are
    taken to be different ones. `floor` lies above 0.
    """
    families: dict[tuple[frozenset[Hashable], int], list[str]] = defaultdict(list)
    for name in sorted(sets):
        if sets[name]:
            families[sets[name], sizes[name]].append(name)
    kin = {names[0]: names for names in families.values()}
    return sorted(_pairs(kin, sets, sizes, floor))


def _pairs(
    kin: Mapping[str, list[str]], sets: Mapping[str, frozenset[Hashable]], sizes: Mapping[str, int], floor: Fraction
) -> Iterator[tuple[str, str, int]]:
    for first, names in kin.items():
        if _like(len(sets[first]), sizes[first], sizes[first]) >= floor:
            yield from ((one, other, len(sets[first])) for one, other in combinations(names, 2))
    for first, second, shared in _meeting({first: sets[first] for first in kin}, sizes, floor):
        yield from ((min(one, other), max(one, other), shared) for one, other in product(kin[first], kin[second]))


def _like(shared: int, one: int, other: int) -> Fraction:
    return Fraction(shared, one + other - shared)


def _meeting(sets: Mapping[str, frozenset[Hashable]], sizes: Mapping[str, int], floor: Fraction) -> list[tuple[str, str, int]]:
    often = Counter(member for members in sets.values() for member in members)
    index: dict[Hashable, list[str]] = defaultdict(list)
    pairs: list[tuple[str, str, int]] = []
    for name, members in sets.items():
        ordered = sorted(members, key=lambda m: (often[m], m))
        prefix = ordered[: max(0, len(ordered) - ceil(floor * sizes[name]) + 1)]
        for other in sorted({o for member in prefix for o in index[member]}):
            pairs += _pair(name, other, sets, sizes, floor)
        for member in prefix:
            index[member].append(name)
    return pairs


def _pair(
    name: str, other: str, sets: Mapping[str, frozenset[Hashable]], sizes: Mapping[str, int], floor: Fraction
) -> Sequence[tuple[str, str, int]]:
    if min(sizes[name], sizes[other]) < floor * max(sizes[name], sizes[other]):
        return ()
    shared = len(sets[name] & sets[other])
    return ((name, other, shared),) if _like(shared, sizes[name], sizes[other]) >= floor else ()
