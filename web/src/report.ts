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
const colourKey = /colou?r|fill|stroke|range|background|signal|^value$/i;
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
  // Room for the axis and the legend beside a view; what is left is shared by whole pixels, so that cells keep sharp edges.
  const room = available - 130;
  if (typeof node.width === "number" && node.width > room) {
    const cells = typeof node.name === "string" ? Number(/^cells(\d+)/.exec(node.name)?.[1] ?? 0) : 0;
    node.width = cells > 0 ? Math.max(1, Math.floor(room / cells)) * cells : Math.max(120, room);
  }
}

/** A slider stays where the reader put it when the chart is drawn again. */
function keepParameters(spec: Spec, result: Result | undefined): void {
  if (!result || !Array.isArray(spec.params)) return;
  for (const param of spec.params as Spec[]) {
    if (param.bind) param.value = result.view.signal(param.name as string) as Json;
  }
}

async function draw(chart: Drawn): Promise<void> {
  try {
    let spec = JSON.parse(chart.spec) as Spec;
    keepParameters(spec, chart.result);
    if (dark()) spec = darken(spec, false) as Spec;
    fit(spec, chart.target.clientWidth);
    chart.result?.finalize();
    chart.result = await embed(chart.target, spec as unknown as VisualizationSpec, {
      actions: false,
      ast: true,
      expr: expressionInterpreter,
      defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
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
