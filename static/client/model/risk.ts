// The level of a risk while its form is filled in. The server grades by the same table; tests/vectors/risk.json holds the two together.
import type { Grade } from "./wire";

/** One version of a scoring matrix, as the server ships it. */
export interface Matrix {
  id: string;
  method: string; // LS, LEC, MES
  name: string;
  current: boolean; // the version that new scores are made with
  factors: Readonly<Record<string, readonly number[]>>; // factor > the values it may take
  floors: readonly number[]; // the lowest value of levels 1 to 4
  names: Readonly<Record<string, string>>; // factor > what it asks
  words: Readonly<Record<string, Readonly<Record<string, string>>>>; // factor > value > what it means
}

type Inputs = Readonly<Record<string, number>>;

/** The grade of these inputs, by the current matrix of the method or by the named version; null while there is none. */
export function gradeOf(method: string, inputs: Inputs, matrices: readonly Matrix[], id = ""): Grade | null {
  const matrix = matrices.find((one) => one.method === method && (id === "" ? one.current : one.id === id));
  if (!matrix || !fits(inputs, matrix)) return null;
  const value = product(Object.keys(matrix.factors).map((factor) => inputs[factor] ?? 0));
  return { method, matrix: matrix.id, inputs: { ...inputs }, value, level: levelAt(value, matrix) };
}

function fits(inputs: Inputs, { factors }: Matrix): boolean {
  const asked = Object.entries(factors);
  return Object.keys(inputs).length === asked.length && asked.every(([factor, values]) => values.includes(inputs[factor] ?? NaN));
}

/** Products of tenths are not exact in binary; ten digits are more than any matrix has. */
const product = (values: readonly number[]): number => Number(values.reduce((all, one) => all * one, 1).toFixed(10));

/** A value on a limit takes the severer level; below the last limit is level 5. */
function levelAt(value: number, { floors }: Matrix): number {
  const found = floors.findIndex((floor) => value >= floor);
  return found < 0 ? floors.length + 1 : found + 1;
}

/** What a value of a factor means; "" where nothing is said of it. */
export const wordsOf = ({ words }: Matrix, factor: string, value: number): string => words[factor]?.[String(value)] ?? "";
