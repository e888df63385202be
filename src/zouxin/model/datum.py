"""Where a point is: degrees with the datum they are counted in, turned from one into the other, and made coarse for the public.

Maps sold in China shift every point by up to some 600 m (GCJ-02); receivers and the web's own interfaces say WGS-84. The shift is not published; the
formula here is the one the open-source libraries share (error below 10 m inside China), and its inverse is found by repeating it (below 0.1 m).
"""

from dataclasses import dataclass
from math import cos, pi, sin, sqrt

WGS84, GCJ02 = "WGS-84", "GCJ-02"
DATUMS = (WGS84, GCJ02)
#: decimals of a degree everybody may see: 0.001° is 111 m from south to north and 80 to 100 m from west to east in China
COARSE = 3
#: the ellipsoid the shift is reckoned on (Krasovsky 1940): metres, and the square of its eccentricity
_AXIS, _SQUASHED = 6378245.0, 0.00669342162296594323


@dataclass(frozen=True)
class Point:
    """Degrees north and east, and the datum."""

    latitude: float
    longitude: float
    datum: str = WGS84

    def __post_init__(self) -> None:
        if not (abs(self.latitude) <= 90 and abs(self.longitude) <= 180):
            raise ValueError(f"{self.latitude}, {self.longitude}")
        if self.datum not in DATUMS:
            raise ValueError(self.datum)

    def within(self, datum: str) -> "Point":
        """The same place in another datum."""
        if datum == self.datum:
            return self
        return _shifted(self, datum) if datum == GCJ02 else _back(self)

    def coarse(self) -> "Point":
        """The corner of the grid nearest to it: always the same for one place, so that asking often tells no more."""
        return Point(round(self.latitude, COARSE), round(self.longitude, COARSE), self.datum)


def _shifted(point: Point, datum: str) -> Point:
    north, east = _shift(point.latitude, point.longitude)
    return Point(point.latitude + north, point.longitude + east, datum)


def _back(point: Point) -> Point:
    latitude, longitude = point.latitude, point.longitude
    for _again in range(6):
        north, east = _shift(latitude, longitude)
        latitude, longitude = point.latitude - north, point.longitude - east
    return Point(latitude, longitude, WGS84)


def _shift(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees by which the map moves a place; nothing outside of China."""
    if not (0.8293 <= latitude <= 55.8271 and 72.004 <= longitude <= 137.8347):
        return 0.0, 0.0
    x, y = longitude - 105.0, latitude - 35.0
    waves = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0 + (
        160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)
    ) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0 + (
        150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)
    ) * 2.0 / 3.0
    radians = latitude / 180.0 * pi
    bend = 1 - _SQUASHED * sin(radians) ** 2
    north = north * 180.0 / ((_AXIS * (1 - _SQUASHED)) / (bend * sqrt(bend)) * pi)
    return north, east * 180.0 / (_AXIS / sqrt(bend) * cos(radians) * pi)
