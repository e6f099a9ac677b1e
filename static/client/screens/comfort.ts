// 关怀模式: bigger type, from the first paint on.
import { comfort } from "../store/comfort";

export function applyComfort(isOn = comfort()): void {
  document.documentElement.toggleAttribute("data-care", isOn);
}
