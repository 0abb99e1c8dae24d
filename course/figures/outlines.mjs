// Makes the map's outlines: Natural Earth's countries as `world-atlas` has them, projected onto a sheet of Europe.
import { geoConicConformal, geoPath } from "d3-geo";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { feature } from "topojson-client";
import { presimplify, quantile, simplify } from "topojson-simplify";

const width = 680;
const height = 640;
const corners = { type: "MultiPoint", coordinates: [[-23, 62], [-11, 36], [14, 35], [36, 34.5], [36, 66], [5, 71.5], [30, 71.5]] };
const kept = 0.4; // the share of points an outline of this size needs
const least = 4; // smaller islands than this many square units would be dust

/** A place to draw into that keeps the points: rings of whole units, in the order they are drawn. */
class Rings {
  rings = [];
  moveTo(x, y) {
    this.rings.push([[x, y]]);
  }
  lineTo(x, y) {
    this.rings.at(-1).push([x, y]);
  }
  closePath() {}
}

/** Whole units, and no point twice in a row: neighbours share their points, so that their borders still meet. */
function rounded(ring) {
  const whole = ring.map((point) => point.map(Math.round));
  return whole.filter(([x, y], index) => index === 0 || x !== whole[index - 1][0] || y !== whole[index - 1][1]);
}

function area(ring) {
  const twice = ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

/** The middle of a ring's outline box would lie in the sea for Norway; its centre of gravity lies nearly always on land. */
function middle(ring) {
  const [x, y] = geoPath().centroid({ type: "Polygon", coordinates: [[...ring, ring[0]]] });
  return Number.isFinite(x + y) ? [x, y] : ring[0];
}

/** Writes `{width, height, countries: [{id, at, rings}]}`; ids are the numbers of ISO 3166-1, or names without one. */
export async function outlines(root, target) {
  const whole = presimplify(JSON.parse(await readFile(join(root, "node_modules/world-atlas/countries-50m.json"), "utf8")));
  const world = simplify(whole, quantile(whole, kept));
  const projection = geoConicConformal().parallels([40, 65]).rotate([-12, 0]);
  projection.fitExtent([[8, 8], [width - 8, height - 8]], corners).clipExtent([[0, 0], [width, height]]);
  const countries = [];
  for (const country of feature(world, world.objects.countries).features) {
    const drawn = new Rings();
    geoPath(projection, drawn)(country);
    const points = drawn.rings.map(rounded);
    const largest = points.toSorted((one, other) => area(other) - area(one));
    const rings = largest.filter((ring, index) => index === 0 || area(ring) >= least);
    if (!rings.length) continue;
    // The middle of the largest part in sight: France has its number in France, and not in the sea.
    const at = middle(rings[0]).map(Math.round);
    countries.push({ id: country.id ?? country.properties.name, at, rings });
  }
  await mkdir(join(root, dirname(target)), { recursive: true });
  await writeFile(join(root, target), JSON.stringify({ width, height, countries }));
}
