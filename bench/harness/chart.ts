/** A line of a chart. */
export interface Line {
  readonly label: string;
  readonly color: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const [width, height] = [760, 320];
const margin = { left: 56, right: 96, top: 16, bottom: 44 };

/** Draws lines over a common ground that begins at 0, as SVG. `units` name the axes. */
export function chartOf(lines: readonly Line[], units: { readonly x: string; readonly y: string }): string {
  const all = lines.flatMap(({ points }) => points);
  const [stepX, stepY] = [stepFor(Math.max(...all.map(({ x }) => x))), stepFor(Math.max(...all.map(({ y }) => y)))];
  const [mostX, mostY] = [upTo(Math.max(...all.map(({ x }) => x)), stepX), upTo(Math.max(...all.map(({ y }) => y)), stepY)];
  const placeX = (x: number) => (margin.left + (x / mostX) * (width - margin.left - margin.right)).toFixed(1);
  const placeY = (y: number) => (height - margin.bottom - (y / mostY) * (height - margin.top - margin.bottom)).toFixed(1);
  const right = width - margin.right;
  const parts = [
    ...ticks(mostY, stepY).map((y) => `<path d="M${margin.left} ${placeY(y)}H${right}" stroke="#d8dee4"/><text x="${margin.left - 8}" y="${placeY(y)}" dy="4" text-anchor="end">${y}</text>`),
    ...ticks(mostX, stepX).map((x) => `<text x="${placeX(x)}" y="${height - margin.bottom + 18}" text-anchor="middle">${x}</text>`),
    `<text x="${(margin.left + right) / 2}" y="${height - 8}" text-anchor="middle">${units.x}</text>`,
    `<text x="14" y="${height / 2}" text-anchor="middle" transform="rotate(-90 14 ${height / 2})">${units.y}</text>`,
    ...lines.map(({ color, points }) => `<polyline fill="none" stroke="${color}" stroke-width="1.5" points="${points.map(({ x, y }) => `${placeX(x)},${placeY(y)}`).join(' ')}"/>`),
    ...lines.map(({ label, color, points }) => `<text x="${right + 8}" y="${placeY(points.at(-1)?.y ?? 0)}" dy="4" fill="${color}">${label}</text>`),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#57606a">
<rect width="${width}" height="${height}" fill="#fff"/>
${parts.join('\n')}
</svg>
`;
}

/** A round number that goes into `most` four to ten times. */
function stepFor(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  return [5, 2, 1].map((times) => times * power).find((step) => step * 4 <= most) ?? power;
}

function upTo(most: number, step: number): number {
  return Math.ceil(most / step) * step;
}

function ticks(most: number, step: number): number[] {
  return Array.from({ length: Math.round(most / step) + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}
