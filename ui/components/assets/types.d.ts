/**
 * What Python gives to the scripts of this folder, and what they rely on from others. Read by the type check
 * alone: nothing of it reaches a browser.
 */

/** What Streamlit calls a component with, at first and whenever its data has changed. */
export interface Run<Data> {
  data: Data;
  parentElement: HTMLElement | ShadowRoot;
  setTriggerValue(name: string, value: unknown): void;
  setStateValue(name: string, value: unknown): void;
}

export interface Point {
  x: number;
  y: number;
}

/** The side of its node a name stands on. */
export type Side = "left" | "right" | "above" | "below";

/** What a node is: how it is drawn. */
export type Form =
  | "organization"
  | "unnamed"
  | "steering"
  | "coordination"
  | "area"
  | "topic"
  | "project"
  | "temporary";

/** A node of the network map, at its place in pixels of the picture. `label` has its lines parted by \n. */
export interface MapNode extends Point {
  id: string;
  label: string;
  form: Form;
  radius: number;
  side: Side;
  important: boolean;
  about: string;
  said: string;
  /** Of an organisation. */
  fill?: string;
  /** How much of a group is drawn, beside it. */
  mark?: string;
}

export interface MapEdge {
  id: string;
  from: string;
  to: string;
  form: "tie" | "between" | "under";
  planned?: boolean;
  host?: boolean;
}

/** The sign of a legend's entry: a color, null for nobody named, a kind of group or of line, or whether dashed. */
export type Sign = string | boolean | null;

export interface MapData {
  key: string;
  nodes: MapNode[];
  edges: MapEdge[];
  selected: string;
  words: Record<
    | "label"
    | "alt"
    | "hint"
    | "keys"
    | "nobody_there"
    | "chosen_now"
    | "fit"
    | "closer"
    | "farther"
    | "whole_screen"
    | "anew"
    | "picture"
    | "drawing"
    | "file_name",
    string
  >;
  legend: {
    sectors: [sign: string | null, word: string, count: string][];
    shapes: [sign: Form, word: string, count: string][];
    lines: [sign: Sign, word: string, count: string][];
    words: LegendWords;
  };
  title: string;
  caption: string[];
  begun: number;
  height: number;
}

export interface LegendWords {
  organizations: string;
  groups: string;
  lines: string;
}

export interface View {
  position: Point;
  scale: number;
}

/** What is kept of a map while its reader is on another page; see `kept` in network_map.js. */
export interface Memory {
  moved: Map<string, Point>;
  view: View | null;
  begun?: number;
  locate?(id: string): Point;
  step?(id: string, key: string): string;
  sides?(): [string, Side | ""][];
}

export interface Bounds {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** What is used of vis-network. */
export interface Vis {
  DataSet: new (items: object[]) => VisItems;
  Network: new (parent: HTMLElement, data: { nodes: VisItems; edges: VisItems }, options: object) => VisNetwork;
}

export interface VisItems {
  getIds(): string[];
  remove(ids: string[]): void;
  update(items: object[]): void;
}

export interface VisNetwork {
  on(event: string, handler: (what: { nodes: string[]; node: string }) => void): void;
  getPosition(id: string): Point;
  getPositions(): Record<string, Point>;
  getScale(): number;
  getViewPosition(): Point;
  canvasToDOM(at: Point): Point;
  DOMtoCanvas(at: Point): Point;
  moveTo(view: Partial<View>): void;
  setSize(width: string, height: string): void;
  redraw(): void;
  destroy(): void;
}

/** An area as Python gives it: kilometers to the right of and below the middle of the map. */
export interface AreaData {
  id: string;
  label: string;
  at: [number, number];
  count: number;
  number: string;
  /** Ids of the areas it lies in, nearest first. */
  around: string[];
  outline: [number, number][][];
}

export interface AreaMapData {
  areas: AreaData[];
  selected: string;
  words: Record<"label" | "note" | "surface" | "several" | "single" | "none", string>;
}

/** Rows as [id, label, depth], columns as [id, label]; of each row one digit a column, a place in `states`. */
export interface MatrixData {
  rows: [id: string, label: string, depth: number][];
  columns: [id: string, label: string][];
  states: string[];
  cells: string[];
  counts: [column: number, count: number][][];
  selected: [row: string, column: string] | null;
  words: { caption: string; states: Record<string, string>; window: string; earlier: string; later: string };
}

export interface Found {
  asked: string;
  hits: { name: string; what: string; profile: string; on_map: string }[];
  says: string;
}

export interface SearchData {
  words: Record<"label" | "placeholder" | "hits" | "on_map", string>;
  shortest: number;
  found: Found | null;
}

declare global {
  var vis: Vis | undefined;
  var __samverkanMaps: Map<string, Memory> | undefined;
}
