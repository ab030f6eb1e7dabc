// One vital sign over time as SVG; the same numbers follow as a table, for reading and for screen readers.
const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 280;
const INSET = { left: 42, right: 12, top: 14, bottom: 34 };

function element(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Round steps, about five of them, that hold all values. */
export function ticks(lowest, highest) {
  const span = highest - lowest || Math.max(1, Math.abs(highest) * 0.1);
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= rough);
  const from = Math.floor((lowest - span * 0.08) / step);
  const to = Math.ceil((highest + span * 0.08) / step);
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

function years(first, last, room) {
  const all = [];
  for (let year = new Date(first).getUTCFullYear(); year <= new Date(last).getUTCFullYear() + 1; year++) {
    const time = Date.UTC(year, 0, 1);
    if (time >= first && time <= last) all.push({ time, label: String(year) });
  }
  if (all.length < 2) {
    const month = new Intl.DateTimeFormat(undefined, { month: 'short', year: 'numeric', timeZone: 'UTC' });
    return (first === last ? [first] : [first, last]).map(time => ({ time, label: month.format(time) }));
  }
  const every = Math.ceil(all.length / room);
  return all.filter((_, i) => i % every === 0);
}

const number = value => new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(value);
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

/** The drawing, its legend and its table, for a place that is so many pixels wide. */
export function chart(sign, width) {
  const WIDTH = Math.max(260, Math.round(width));
  const points = sign.series.flatMap(series => series.points);
  const levels = ticks(Math.min(...points.map(p => p.value)), Math.max(...points.map(p => p.value)));
  let first = Math.min(...points.map(p => p.time));
  let last = Math.max(...points.map(p => p.time));
  const marks = years(first, last, Math.max(2, Math.floor(WIDTH / 90)));
  if (first === last) { first -= 1; last += 1; }
  const x = time => INSET.left + (WIDTH - INSET.left - INSET.right) * (time - first) / (last - first);
  const y = value => HEIGHT - INSET.bottom
    - (HEIGHT - INSET.top - INSET.bottom) * (value - levels[0]) / (levels.at(-1) - levels[0]);

  const latest = sign.series.map(series => `${series.name} ${number(series.points.at(-1).value)} ${series.unit}`).join(', ');
  const svg = element('svg', {
    class: 'chart', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: 'img',
    'aria-label': `${sign.title} from ${day.format(first)} to ${day.format(last)}, latest ${latest}. The table below has all values.`,
  });
  for (const level of levels) {
    svg.append(element('line', { class: 'rule', x1: INSET.left, x2: WIDTH - INSET.right, y1: y(level), y2: y(level) }),
      element('text', { x: INSET.left - 10, y: y(level) + 4, 'text-anchor': 'end' }, number(level)));
  }
  marks.forEach((mark, i) => svg.append(element('text', {
    x: x(mark.time), y: HEIGHT - 8, 'text-anchor': x(mark.time) > WIDTH - 60 ? 'end' : i === 0 && x(mark.time) < 60 ? 'start' : 'middle',
  }, mark.label)));
  sign.series.forEach((series, i) => {
    const shade = 'ab'[i] ?? 'b';
    svg.append(element('polyline', { class: `line ${shade}`, points: series.points.map(p => `${x(p.time).toFixed(1)},${y(p.value).toFixed(1)}`).join(' ') }));
    for (const point of series.points) {
      svg.append(element('circle', { class: `dot ${shade}`, cx: x(point.time).toFixed(1), cy: y(point.value).toFixed(1), r: 5 },
        element('title', {}, `${day.format(point.time)}: ${number(point.value)} ${series.unit}`)));
    }
  });
  return [svg, legend(sign), table(sign)];
}

function html(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function legend(sign) {
  return html('ul', 'legend', ...sign.series.map((series, i) => {
    const swatch = element('svg', { class: 'chart swatch', viewBox: '0 0 24 10', 'aria-hidden': 'true' },
      element('line', { class: `line ${'ab'[i] ?? 'b'}`, x1: 2, x2: 22, y1: 5, y2: 5 }));
    const at = series.points.at(-1);
    return html('li', '', swatch, `${series.name}: `, html('b', '', number(at.value)), ` ${series.unit}, ${day.format(at.time)}`);
  }));
}

function table(sign) {
  const times = [...new Set(sign.series.flatMap(series => series.points.map(p => p.time)))].sort((a, b) => b - a);
  const head = html('tr', '', html('th', '', 'Date'), ...sign.series.map(s => html('th', '', `${s.name} (${s.unit})`)));
  head.querySelectorAll('th').forEach(cell => { cell.scope = 'col'; });
  const rows = times.map(time => {
    const date = html('th', '', day.format(time));
    date.scope = 'row';
    return html('tr', '', date, ...sign.series.map(s => {
      const point = s.points.find(p => p.time === time);
      return html('td', '', point ? number(point.value) : '–');
    }));
  });
  return html('details', '', html('summary', '', 'All values as a table'),
    html('table', '', html('thead', '', head), html('tbody', '', ...rows)));
}
