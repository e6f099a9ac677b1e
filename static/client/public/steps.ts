import { openSteps } from "../screens/steps/open";
import { planOfPage } from "./page";

export async function openPageSteps(): Promise<void> {
  const plan = planOfPage();
  if (plan) await openSteps(plan);
}
