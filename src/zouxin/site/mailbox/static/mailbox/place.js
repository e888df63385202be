// A point on a map: shown on any page that has a map, chosen where the page asks for one. Without it the fields are typed by hand.
(() => {
  const WGS = "WGS-84", GCJ = "GCJ-02";

  // the same shift as zouxin/model/datum.py, in degrees
  const shift = (lat, lng) => {
    if (!(lat >= 0.8293 && lat <= 55.8271 && lng >= 72.004 && lng <= 137.8347)) return [0, 0];
    const {sin, cos, sqrt, abs, PI} = Math, x = lng - 105, y = lat - 35;
    const waves = (20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2 / 3;
    let north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves;
    north += (20 * sin(y * PI) + 40 * sin(y / 3 * PI)) * 2 / 3 + (160 * sin(y / 12 * PI) + 320 * sin(y * PI / 30)) * 2 / 3;
    let east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves;
    east += (20 * sin(x * PI) + 40 * sin(x / 3 * PI)) * 2 / 3 + (150 * sin(x / 12 * PI) + 300 * sin(x / 30 * PI)) * 2 / 3;
    const axis = 6378245, squashed = 0.00669342162296594323, radians = lat / 180 * PI, bend = 1 - squashed * sin(radians) ** 2;
    return [north * 180 / ((axis * (1 - squashed)) / (bend * sqrt(bend)) * PI), east * 180 / (axis / sqrt(bend) * cos(radians) * PI)];
  };
  const turned = (lat, lng, from, to) => {
    if (from === to) return [lat, lng];
    if (to === GCJ) { const [n, e] = shift(lat, lng); return [lat + n, lng + e]; }
    let [a, b] = [lat, lng];
    for (let again = 0; again < 6; again++) { const [n, e] = shift(a, b); [a, b] = [lat - n, lng - e]; }
    return [a, b];
  };

  const lines = () => new (L.GridLayer.extend({
    createTile({x, y, z}) {
      const tile = L.DomUtil.create("div", "graticule"), corner = this._map.unproject([x * 256, y * 256], z);
      tile.textContent = `${corner.lat.toFixed(3)}, ${corner.lng.toFixed(3)}`;
      return tile;
    },
  }))({maxZoom: 19});

  const made = (place) => {
    place.hidden = false;
    const said = place.dataset, map = L.map(place, {attributionControl: !!said.credit, zoomControl: true});
    if (said.credit) map.attributionControl.setPrefix(false);
    if (said.tiles) L.tileLayer(said.tiles, {maxZoom: 19, attribution: said.credit.replace(/[<>&]/g, "")}).addTo(map);
    else lines().addTo(map);
    const [north, east, zoom] = said.view ? said.view.split(",").map(Number) : [35, 104, 4];
    map.setView([north, east], zoom);
    L.control.scale({imperial: false}).addTo(map);
    if (said.base) fetch(said.base).then((told) => told.json()).then((told) => {
      const drawn = L.geoJSON(told, {interactive: false, style: {color: "#565b66", weight: 1.5, fill: false}, pointToLayer: (_, at) => L.circleMarker(at, {radius: 2, color: "#565b66"})}).addTo(map);
      if (!said.view && !map.chosen && drawn.getBounds().isValid()) map.fitBounds(drawn.getBounds());
    }).catch(() => {});  // without the lines the rest still works
    return map;
  };

  const marked = (map, at, metres) => (metres > 0 ? L.circle(at, {radius: metres, color: "#9c1c1c"}) : L.circleMarker(at, {radius: 8, color: "#9c1c1c", fillOpacity: .6})).addTo(map);

  document.querySelectorAll("[data-map]:not([data-picks])").forEach((place) => {
    const said = place.dataset, map = made(place);
    const at = turned(Number(said.latitude), Number(said.longitude), said.pointDatum, said.datum);
    marked(map, at, Number(said.metres));
    map.setView(at, 15);
    map.chosen = true;
  });

  const box = document.querySelector("details.point");
  if (!box) return;
  const place = box.querySelector("[data-map]"), told = box.querySelector("[data-place-said]");
  const [lat, lng, datum] = ["latitude", "longitude", "datum"].map((name) => box.querySelector(`[name=${name}]`));
  let map, mark;
  const show = (moves) => {
    mark?.remove();
    mark = undefined;
    const [a, b] = [Number(lat.value), Number(lng.value)];
    if (!map || !lat.value || !lng.value || !(Math.abs(a) <= 90 && Math.abs(b) <= 180)) return;
    const at = turned(a, b, datum.value, place.dataset.datum);
    mark = marked(map, at, 0);
    map.chosen = true;
    if (moves) map.setView(at, Math.max(map.getZoom(), 15));
  };
  const fill = (a, b, of, words, moves) => {
    [lat.value, lng.value, datum.value] = [a.toFixed(6), b.toFixed(6), of];
    told.textContent = words;
    show(moves);
  };
  const open = () => {
    if (!box.open || !place || map) return;
    map = made(place);
    map.on("click", ({latlng}) => { const at = latlng.wrap(); fill(at.lat, at.lng, place.dataset.datum, told.dataset.marked, false); });
    show(true);
  };
  box.querySelector("[data-places]").hidden = false;
  box.addEventListener("toggle", open);
  box.addEventListener("input", () => show(true));
  box.addEventListener("click", ({target}) => {
    const wanted = target.dataset?.place;
    if (wanted === "none") { lat.value = lng.value = told.textContent = ""; show(false); }
    if (wanted === "centre" && map) { const at = map.getCenter().wrap(); fill(at.lat, at.lng, place.dataset.datum, told.dataset.marked, false); }
    if (wanted !== "here") return;
    told.textContent = told.dataset.asking;
    if (!navigator.geolocation) { told.textContent = told.dataset.refused; return; }
    navigator.geolocation.getCurrentPosition(
      ({coords}) => fill(coords.latitude, coords.longitude, WGS, `${told.dataset.taken}${Math.round(coords.accuracy)}`, true),
      () => { told.textContent = told.dataset.refused; },
      {enableHighAccuracy: true, timeout: 20_000, maximumAge: 0});
  });
  open();
})();
