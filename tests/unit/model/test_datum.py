"""Points and the datum they are counted in."""

import pytest

from zouxin.model.datum import GCJ02, WGS84, Point


@pytest.mark.parametrize(
    ("given", "shifted"),
    [
        # the published test vectors of eviltransform: Shanghai, Shenzhen, Beijing
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ],
)
def test_a_point_is_shifted_as_maps_sold_in_china_shift_it_and_comes_back(given, shifted):
    there = Point(*given).within(GCJ02)
    assert (there.latitude, there.longitude) == pytest.approx(shifted, abs=1e-9)
    back = there.within(WGS84)
    assert (back.latitude, back.longitude) == pytest.approx(given, abs=1e-6)  # 0.1 m


def test_outside_of_china_nothing_is_shifted_and_the_same_datum_changes_nothing():
    assert Point(48.8566, 2.3522).within(GCJ02) == Point(48.8566, 2.3522, GCJ02)
    assert Point(33.5, 109.2).within(WGS84) == Point(33.5, 109.2)


def test_a_coarse_point_is_on_a_grid_and_keeps_its_datum():
    one, near = Point(33.512345, 109.254321, GCJ02).coarse(), Point(33.512301, 109.254398, GCJ02).coarse()
    assert one == near == Point(33.512, 109.254, GCJ02)


@pytest.mark.parametrize("wrong", [(91, 0, WGS84), (0, 181, WGS84), (float("nan"), 0, WGS84), (0, 0, "BD-09")])
def test_what_is_no_point_is_refused(wrong):
    with pytest.raises(ValueError):
        Point(*wrong)
