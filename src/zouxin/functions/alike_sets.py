"""Sets that share most of their members, each with the one most like it, without comparing all pairs.

The rarest members of a set come first; two sets that are alike enough must share one of their first few (the prefix
filter of Bayardo, Ma and Srikant, WWW 2007), so that only sets that meet there are compared. Equal sets are compared once.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from math import ceil


def most_alike(sets: Mapping[str, frozenset[Hashable]], sizes: Mapping[str, int], floor: Fraction) -> dict[str, tuple[str, int]]:
    """Of each name the name most like it and how many members they share, where the likeness reaches `floor`.

    Likeness is shared / (size + size - shared). `sizes` may be larger than the sets: members that are not known are
    taken to be different ones. Among equals the least name; `floor` lies above 0.
    """
    families: dict[tuple[frozenset[Hashable], int], list[str]] = defaultdict(list)
    for name in sorted(sets):
        if sets[name]:
            families[sets[name], sizes[name]].append(name)
    found: dict[str, tuple[Fraction, str, int]] = {}
    first = {names[0]: members for (members, _), names in families.items()}
    for one, other, shared in _meeting(first, sizes, floor):
        _better(found, one, other, shared, sizes)
        _better(found, other, one, shared, sizes)
    return _whole(found, families, sizes, floor)


def _whole(found, families, sizes, floor) -> dict[str, tuple[str, int]]:  # type: ignore[no-untyped-def]
    """What was found of the first of each family, for all of it; equal sets are each other's likeness too."""
    result: dict[str, tuple[str, int]] = {}
    for (members, _), names in families.items():
        least = names[0]
        best = found.get(least)
        for name in names:
            twin = names[1] if name == least and len(names) > 1 else least
            if (
                name != twin
                and _like(len(members), sizes[name], sizes[twin]) >= floor
                and not (best and best[:2] > (_like(len(members), sizes[name], sizes[twin]), twin))
            ):
                result[name] = twin, len(members)
            elif best:
                result[name] = best[1], best[2]
    return result


def _like(shared: int, one: int, other: int) -> Fraction:
    return Fraction(shared, one + other - shared)


def _better(found, one: str, other: str, shared: int, sizes: Mapping[str, int]) -> None:  # type: ignore[no-untyped-def]
    like = _like(shared, sizes[one], sizes[other])
    known = found.get(one)
    if known is None or like > known[0] or (like == known[0] and other < known[1]):
        found[one] = like, other, shared


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


def _pair(name: str, other: str, sets, sizes: Mapping[str, int], floor: Fraction) -> Sequence[tuple[str, str, int]]:  # type: ignore[no-untyped-def]
    if min(sizes[name], sizes[other]) < floor * max(sizes[name], sizes[other]):
        return ()
    shared = len(sets[name] & sets[other])
    return ((name, other, shared),) if _like(shared, sizes[name], sizes[other]) >= floor else ()
