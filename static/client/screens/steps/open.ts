// The way into emergency mode, for the app and the public card alike; its code and style come when it is first opened.
import { assets } from "gangka:assets";
import type { Plan } from "../../model/plan";

const STYLE_WAIT = 1_500; // ms; unstyled steps are better than none

function loadStyle(): Promise<void> {
  if (document.querySelector(`link[href="${assets.emergencyCss}"]`)) return Promise.resolve();
  return new Promise((resolve) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href: assets.emergencyCss, onload: () => resolve(), onerror: () => resolve() });
    document.head.append(link);
    setTimeout(resolve, STYLE_WAIT);
  });
}

export async function openSteps(plan: Plan): Promise<void> {
  const [{ showSteps }] = await Promise.all([import("./overlay"), loadStyle()]);
  showSteps(plan);
}
