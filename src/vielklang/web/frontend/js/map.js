// Results on a map, from our own data alone: points of offers, outlines of areas, tiles only where an installation sets them.
import {
  AttributionControl,
  GeolocateControl,
  LngLatBounds,
  Map as MapLibre,
  NavigationControl,
  Popup,
  setWorkerUrl,
} from "../../../../../node_modules/maplibre-gl/dist/maplibre-gl.mjs";

const NRW = [
  [5.86, 50.32],
  [9.47, 52.54],
];

function startAll() {
  for (const element of document.querySelectorAll("[data-vk-map]:not([data-vk-started])")) {
    element.setAttribute("data-vk-started", "");
    start(element);
  }
}

startAll();
document.addEventListener("htmx:after:swap", startAll);

async function start(element) {
  const data = element.dataset;
  setWorkerUrl(new URL(data.vkWorker, location.href).href);
  const colours = getComputedStyle(document.documentElement);
  const colour = (name) => colours.getPropertyValue(`--vk-${name}`).trim();
  try {
    element.textContent = "";
    const [points, areas, gaps] = await Promise.all([load(data.vkPoints), load(data.vkAreas), load(data.vkGaps)]);
    const map = new MapLibre({
      container: element,
      style: style(colour, { points, areas, gaps }, data.vkTiles, data.vkCurrent),
      bounds: (data.vkGaps && extent(areas, data.vkCurrent)) || (extent(points) ?? extent(areas, data.vkCurrent) ?? NRW),
      fitBoundsOptions: { padding: 48, maxZoom: 12.5 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: false,
      locale: { "NavigationControl.ZoomIn": data.vkZoomIn, "NavigationControl.ZoomOut": data.vkZoomOut, "Map.Title": data.vkTitle },
    });
    map.touchZoomRotate.disableRotation();
    const side = document.documentElement.dir === "rtl" ? "top-left" : "top-right";
    map.addControl(new NavigationControl({ showCompass: false }), side);
    if (data.vkAttribution) map.addControl(new AttributionControl({ customAttribution: data.vkAttribution }));
    if (window.isSecureContext && data.vkMe) map.addControl(new GeolocateControl({}), side);
    listen(map, data);
    element.vkMap = map; // for tests and for the list's "show on map"
    map.once("idle", () => element.setAttribute("data-vk-ready", ""));
  } catch (error) {
    element.textContent = data.vkFailed;
    element.classList.add("vk-map--failed");
    console.warn(error);
  }
}

async function load(url) {
  if (!url) return { type: "FeatureCollection", features: [] };
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

// `gaps` are rings with a label: a municipality without an offer, a centre with its number.
function style(colour, { points, areas, gaps }, tiles, current) {
  const sources = {
    areas: { type: "geojson", data: areas },
    names: { type: "geojson", data: labels(areas) },
    gaps: { type: "geojson", data: gaps },
    points: { type: "geojson", data: points, cluster: true, clusterRadius: 44, clusterMaxZoom: 15 },
  };
  if (tiles) sources.tiles = { type: "raster", tiles: [tiles], tileSize: 256 };
  const own = ["==", ["get", "slug"], current ?? ""];
  const layers = [
    { id: "paper", type: "background", paint: { "background-color": colour("sunken") } },
    tiles && { id: "tiles", type: "raster", source: "tiles" },
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": ["case", own, colour("tint-strong"), colour("card")], "fill-opacity": tiles ? 0.4 : 1 } },
    { id: "borders", type: "line", source: "areas", paint: { "line-color": colour("muted"), "line-opacity": 0.45, "line-width": 1.2 } },
    { id: "own", type: "line", source: "areas", filter: own, paint: { "line-color": colour("accent"), "line-width": 2.5 } },
    { id: "names", type: "symbol", source: "names", layout: { "text-field": ["get", "name"], "text-size": 13, "text-font": ["sans-serif"], "text-max-width": 7 }, paint: { "text-color": colour("muted"), "text-halo-color": colour("card"), "text-halo-width": 1.5 } },
    { id: "gaps", type: "circle", source: "gaps", paint: { "circle-color": colour("card"), "circle-radius": 18, "circle-stroke-width": 2.5, "circle-stroke-color": ["case", ["==", ["get", "is_gap"], false], colour("accent"), colour("bad")] } },
    { id: "gap-labels", type: "symbol", source: "gaps", layout: { "text-field": ["get", "label"], "text-size": 11, "text-font": ["sans-serif"], "text-allow-overlap": true }, paint: { "text-color": colour("text") } },
    { id: "clusters", type: "circle", source: "points", filter: ["has", "point_count"], paint: { "circle-color": colour("accent"), "circle-radius": ["step", ["get", "point_count"], 17, 10, 21, 100, 27], "circle-stroke-width": 3, "circle-stroke-color": colour("card") } },
    { id: "counts", type: "symbol", source: "points", filter: ["has", "point_count"], layout: { "text-field": ["get", "point_count_abbreviated"], "text-size": 15, "text-font": ["sans-serif"], "text-allow-overlap": true }, paint: { "text-color": colour("on-accent") } },
    { id: "points", type: "circle", source: "points", filter: ["!", ["has", "point_count"]], paint: { "circle-color": colour("accent"), "circle-radius": 10, "circle-stroke-width": 3, "circle-stroke-color": colour("card") } },
  ];
  return { version: 8, sources, layers: layers.filter(Boolean) };
}

// One point per area, so that a name stands once however many tiles its area has.
function labels(areas) {
  const named = areas.features.filter(({ properties }) => properties?.name && properties.lat);
  const features = named.map(({ properties: { name, lat, lon } }) => ({
    type: "Feature",
    properties: { name },
    geometry: { type: "Point", coordinates: [lon, lat] },
  }));
  return { type: "FeatureCollection", features };
}

function extent(collection, current) {
  const bounds = new LngLatBounds();
  const visit = (part) => (typeof part[0] === "number" ? bounds.extend(part) : part.forEach(visit));
  const chosen = collection.features.filter((feature) => current && feature.properties?.slug === current);
  for (const feature of chosen.length ? chosen : collection.features) visit(feature.geometry.coordinates);
  return bounds.isEmpty() ? null : bounds;
}

function listen(map, data) {
  const language = document.documentElement.lang;
  map.on("click", "clusters", async ({ features: [cluster] }) => {
    const zoom = await map.getSource("points").getClusterExpansionZoom(cluster.properties.cluster_id);
    map.easeTo({ center: cluster.geometry.coordinates, zoom });
  });
  map.on("click", "points", ({ features }) => popup(map, features));
  map.on("click", "areas", ({ features: [area], point }) => {
    const above = map.queryRenderedFeatures(point, { layers: ["points", "clusters"] });
    if (above.length === 0 && !data.vkPoints) location.assign(`/${language}/${area.properties.slug}/`);
  });
  for (const layer of ["clusters", "points"]) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
}

// Built from text nodes, never from markup: titles come from people.
function popup(map, features) {
  const content = document.createElement("div");
  for (const { properties } of features.slice(0, 8)) {
    const link = document.createElement("a");
    link.href = properties.url;
    link.textContent = properties.title;
    if (properties.lang) link.lang = properties.lang;
    content.append(link);
    if (properties.where) content.append(Object.assign(document.createElement("p"), { textContent: properties.where }));
  }
  new Popup({ maxWidth: "18rem" }).setLngLat(features[0].geometry.coordinates).setDOMContent(content).addTo(map);
}
