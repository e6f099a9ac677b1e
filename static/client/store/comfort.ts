// 关怀模式: bigger type, chosen by whoever holds the phone. In localStorage, because the first paint needs it at once.

const KEY = "gangka-care";

export function comfort(): boolean {
  try {
    return localStorage.getItem(KEY) === "1";
  } catch {
    return false; // storage is closed to us: type stays as it is
  }
}

export function setComfort(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? "1" : "0");
  } catch {
    // it holds until the app closes
  }
}
