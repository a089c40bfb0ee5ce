// Draws every chart of a report and redraws it when the theme changes. The page carries each chart as a Vega-Lite spec in
// JSON, written for the light theme, and one table of colours that says what each becomes in the dark.
import embed, { type Result, type VisualizationSpec } from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Spec = { [key: string]: Json };

interface Drawn {
  figure: HTMLElement;
  target: HTMLElement;
  spec: string;
  result?: Result;
}

const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const dark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
const colourKey = /colou?r|fill|stroke|range|background|expr|^value$/i;
const narrow = 620;
let colours: Record<string, string> = {};

/** Replaces light colours by dark ones, and only where a spec keeps colours: a data value that looks like one stays. */
function darken(node: Json, inColour: boolean): Json {
  if (typeof node === "string") return inColour ? node.replace(/#[0-9a-f]{6}\b/g, (c) => colours[c] ?? c) : node;
  if (Array.isArray(node)) return node.map((item) => darken(item, inColour));
  if (node === null || typeof node !== "object") return node;
  const copy: Spec = {};
  for (const key of Object.keys(node)) {
    copy[key] = key === "data" || key === "datasets" ? node[key]! : darken(node[key]!, colourKey.test(key));
  }
  return copy;
}

/** Legends of a narrow page: fewer entries in a line, and colour ramps below the picture instead of beside it. */
function fitLegends(node: Json, available: number): void {
  if (node === null || typeof node !== "object") return;
  for (const [key, value] of Object.entries(node)) {
    if (key === "data" || value === null || typeof value !== "object") continue;
    const legend = value as Spec;
    if (key === "legend" && typeof legend.columns === "number") legend.columns = available < 420 ? 1 : 2;
    if (key === "legend" && typeof legend.gradientLength === "number") {
      Object.assign(legend, { orient: "bottom", direction: "horizontal", gradientLength: Math.min(220, available - 110) });
    }
    fitLegends(value, available);
  }
}

/** Fits charts of fixed size into a narrow page: views beside each other go below each other, heat maps get smaller cells. */
function fit(node: Json, available: number): void {
  if (node === null || typeof node !== "object" || Array.isArray(node)) return;
  if (Array.isArray(node.hconcat) && available < 820) {
    node.vconcat = node.hconcat;
    delete node.hconcat;
  }
  for (const part of [node.hconcat, node.vconcat]) {
    if (Array.isArray(part)) part.forEach((view) => fit(view, available));
  }
  // Room for the axis, and for the legend beside a view on a wide page. Cells stay whole pixels, so that their edges are sharp.
  const room = available - (available < narrow ? 100 : 190);
  if (typeof node.width !== "number" || node.width <= room) return;
  const [, columns, rows] = /^cells_(\d+)_(\d+)/.exec(String(node.name ?? "")) ?? [];
  if (columns && rows) {
    const cell = Math.max(1, Math.floor(room / Number(columns)));
    node.height = Math.min(Number(node.height), Number(rows) * Math.max(1, Math.round((cell * Number(node.height) * Number(columns)) / (node.width * Number(rows)))));
    node.width = cell * Number(columns);
  } else {
    node.width = Math.max(120, room);
  }
}

/** A slider stays where the reader put it when the chart is drawn again, and the point that was clicked stays picked. */
function keepParameters(node: Json, result: Result | undefined): void {
  if (!result || node === null || typeof node !== "object" || Array.isArray(node)) return;
  for (const param of Array.isArray(node.params) ? (node.params as Spec[]) : []) {
    const value = result.view.signal(param.name as string) as Json;
    const fields = (param.select as Spec | undefined)?.fields;
    if (Array.isArray(fields)) param.value = picked(fields as string[], value);
    else if (param.bind && !param.select) param.value = value;
  }
  for (const part of Array.isArray(node.layer) ? node.layer : []) keepParameters(part, result);
}

/** What a point selection holds, as the specification writes it. */
function picked(fields: string[], value: Json): Json[] {
  const values = (value ?? {}) as Spec;
  const first = fields.map((field) => [field, (values[field] as Json[] | undefined)?.[0]] as const);
  return first.every(([, v]) => v !== undefined && v !== null) ? [Object.fromEntries(first) as Spec] : [];
}

/** Names and values as a table. The default would show a column called "title" as a heading and one called "image" as a picture. */
function tooltip(value: unknown, escape: (value: unknown) => string): string {
  if (value === null || typeof value !== "object") return escape(value);
  const rows = Object.entries(value).map(([key, v]) => `<tr><td class="key">${escape(key)}</td><td class="value">${escape(v)}</td></tr>`);
  return `<table>${rows.join("")}</table>`;
}

async function draw(chart: Drawn): Promise<void> {
  try {
    let spec = JSON.parse(chart.spec) as Spec;
    keepParameters(spec, chart.result);
    if (dark()) spec = darken(spec, false) as Spec;
    const available = chart.target.clientWidth;
    if (available < narrow) fitLegends(spec, available);
    fit(spec, available);
    chart.result?.finalize();
    chart.result = await embed(chart.target, spec as unknown as VisualizationSpec, {
      actions: false,
      ast: true,
      expr: expressionInterpreter,
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true, formatTooltip: tooltip },
    });
    for (const input of chart.target.querySelectorAll("input")) input.setAttribute("aria-label", input.name);
    chart.figure.dataset.state = "drawn";
    chart.figure.dataset.drawnIn = dark() ? "dark" : "light";
  } catch (error) {
    chart.figure.dataset.state = "failed";
    chart.target.textContent = String(error);
    console.error(error);
  }
}

function download(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

async function save(chart: Drawn, kind: string): Promise<void> {
  const name = `${chart.figure.id}.${kind === "spec" ? "vl.json" : kind}`;
  if (kind === "spec") {
    const url = URL.createObjectURL(new Blob([chart.spec], { type: "application/json" }));
    download(url, name);
    URL.revokeObjectURL(url);
  } else if (chart.result) {
    download(await chart.result.view.toImageURL(kind, kind === "png" ? 2 : 1), name);
  }
}

async function start(): Promise<void> {
  colours = JSON.parse(document.getElementById("dark-colours")?.textContent ?? "{}") as Record<string, string>;
  const charts: Drawn[] = [];
  for (const figure of document.querySelectorAll<HTMLElement>("figure.chart")) {
    const target = figure.querySelector<HTMLElement>(".drawing");
    const spec = figure.querySelector("script[type='application/json']")?.textContent;
    if (!target || !spec) continue;
    const chart: Drawn = { figure, target, spec };
    charts.push(chart);
    for (const button of figure.querySelectorAll<HTMLElement>("[data-save]")) {
      button.addEventListener("click", () => void save(chart, button.dataset.save!));
    }
  }

  // One redraw at a time: a second change of theme during a redraw waits for it and then wins.
  let pending = Promise.resolve();
  const drawAll = () => {
    pending = pending.then(async () => {
      for (const chart of charts) await draw(chart);
    });
  };
  document.getElementById("theme")?.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    drawAll();
  });
  system.addEventListener("change", () => {
    if (!root.dataset.theme) drawAll();
  });
  drawAll();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => void start());
else void start();
